/** How a label is shown in lists: its line in its colour, its code and its name. */
import { html, type TemplateResult } from "lit";
import type { DocumentState } from "../model/document_state";

export function swatch(state: DocumentState, labelId: string): TemplateResult {
  const code = state.marks.labels.code(labelId);
  return html`<span class="ws-swatch swatch-${code}" aria-hidden="true"></span>`;
}

export function labelChip(state: DocumentState, labelId: string, showPath = false): TemplateResult {
  const { name, path, code } = state.codebook.describe(labelId);
  return html`<span class="ws-label" title=${path}
    >${swatch(state, labelId)}<span class="ws-label__name">${showPath ? path : name}</span
    ><span class="ws-label__code">${code}</span></span
  >`;
}
