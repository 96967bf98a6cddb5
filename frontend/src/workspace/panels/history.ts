/**
 * What was done to the selected mark, by whom and when, and how it stood; and the marks of this document that were deleted. An
 * earlier state comes back as a change like any other: it can be undone.
 */
import { html, nothing, type TemplateResult } from "lit";
import { relative } from "../../site/times";
import { describeProblem, Refused, type Annotation } from "../model/api";
import {
  deletedMarks,
  historyOf,
  mayRestore,
  restoreDeleted,
  restoreState,
  type HistoryEntry,
  type MarkState,
  type Page,
} from "../model/recovery";
import { sameFragments, sameValue } from "../model/changes";
import { shortLine } from "../model/short_line";
import { t, tn } from "../model/words";
import { icon } from "../parts/icons";
import { labelChip } from "../parts/label_chip";
import { LightElement } from "../parts/light_element";
import type { Panel, PanelHost } from "./registry";

const QUOTE = 200;

export class MarkHistory extends LightElement {
  static override properties = { tick: { state: true } };
  declare tick: number;
  host!: PanelHost;
  #entries: Page<HistoryEntry> | null = null;
  #deleted: Page<Annotation> | null = null;
  #problem = "";
  /** What the lists were asked for, so that they are asked for again only when something is new. */
  #asked = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.tick = 0;
    this.className = "ws-history";
    this.tabIndex = -1;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("aria-label", t("History"));
    this.setAttribute("role", "region");
    const { workspace } = this.host;
    for (const name of ["selection", "marks", "save", "codebook", "reading"] as const) workspace.on(name, () => this.refresh());
  }

  /** Asks the server again, where the mark or the number of marks has changed and the change has arrived there. */
  refresh(): void {
    this.tick++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(), 150);
  }

  async #load(): Promise<void> {
    const { workspace } = this.host;
    if (!this.isConnected || this.offsetParent === null || workspace.save.unsaved > 0) return;
    const { selected, marks, boot } = workspace;
    const id = selected === null ? null : marks.id(selected);
    const asked = `${id} ${selected === null ? "" : marks.version(selected)} ${marks.size} ${boot.reading.state}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    try {
      const [entries, deleted] = await Promise.all([id === null ? null : historyOf(workspace, id), deletedMarks(workspace)]);
      if (asked !== this.#asked) return;
      this.#entries = entries;
      this.#deleted = deleted;
      this.#problem = "";
    } catch (error) {
      this.#asked = "";
      this.#problem = error instanceof Refused ? describeProblem(error.problem) : t("The server cannot be reached.");
    }
    this.tick++;
  }

  protected override render(): TemplateResult {
    const { selected, marks } = this.host.workspace;
    return html`
      ${this.#problem
        ? html`<p class="field__error" role="alert">
            ${this.#problem}
            <button type="button" class="button button--s" @click=${() => this.refresh()}>${t("Try again")}</button>
          </p>`
        : nothing}
      ${selected === null
        ? html`<p class="ws-history__hint">${t("Select a mark to see what was done to it.")}</p>`
        : html`<section aria-label=${t("History of the selected mark")}>
            <h3>${labelChip(this.host.workspace, marks.label(selected), true)}</h3>
            ${this.#list(selected)}
          </section>`}
      ${this.#deletedList()}
    `;
  }

  #list(slot: number): TemplateResult {
    const entries = this.#entries?.results ?? [];
    if (!this.#entries) return html`<p class="ws-history__hint" role="status">${t("Loading…")}</p>`;
    return html`<ol class="ws-history__list">
        ${entries.map((entry, at) => this.#entry(slot, entry, entries[at - 1]))}
      </ol>
      ${this.#entries.next ? html`<p class="ws-history__hint">${t("Older changes stand in the project’s history.")}</p>` : nothing}`;
  }

  /** The state that an entry led to; that of an import is what the change after it began from, or what is there now. */
  #stateAfter(slot: number, entry: HistoryEntry, later: HistoryEntry | undefined): MarkState | null {
    if (entry.kind !== "annotations.imported") return entry.after;
    if (later) return later.before;
    const { marks, boot, codebook } = this.host.workspace;
    const { label, fragments, note, attributes = {}, version } = marks.mark(slot);
    const label_path = codebook.describe(label).path;
    return { version, revision: boot.revision.id, label, label_path, fragments, note, attributes, deleted: false };
  }

  #entry(slot: number, entry: HistoryEntry, later: HistoryEntry | undefined): TemplateResult {
    const { workspace } = this.host;
    const state = this.#stateAfter(slot, entry, later);
    const now = workspace.marks.mark(slot);
    const same =
      state !== null &&
      state.label === now.label &&
      state.note === now.note &&
      sameFragments(state.fragments, now.fragments) &&
      sameValue(state.attributes, now.attributes ?? {});
    const offered = state !== null && !state.deleted && !same && workspace.mayEdit(slot);
    return html`<li>
      <p class="ws-history__what">${entry.sentence} ${time(entry.at)}</p>
      ${state && !state.deleted ? this.#facts(state, entry.changed) : nothing}
      ${same && !later ? html`<p class="ws-history__now">${t("as it is now")}</p>` : nothing}
      ${offered && state
        ? html`<button type="button" class="button button--s" data-action="restore-state" @click=${() => this.#restore(state)}>
            ${icon("undo")} ${t("Restore this state")}
          </button>`
        : nothing}
    </li>`;
  }

  #facts(state: MarkState, changed: readonly string[]): TemplateResult {
    const { index, boot } = this.host.workspace;
    const words =
      state.revision === boot.revision.id
        ? shortLine(state.fragments.map(([start, end]) => index.slice(start, end)).join(" … "), QUOTE)
        : t("words of an earlier text");
    const facts: [string, string, string][] = [
      ["label", t("Label"), state.label_path],
      ["fragments", t("Words"), words],
      ["note", t("Note"), state.note],
      ["attributes", t("Attributes"), Object.keys(state.attributes).length ? JSON.stringify(state.attributes) : ""],
    ];
    const shown = facts.filter(([name, , value]) => value || changed.includes(name));
    return html`<dl class="ws-history__facts">
      ${shown.map(
        ([name, title, value]) =>
          html`<div class=${changed.includes(name) ? "is-changed" : ""}>
            <dt>${title}${changed.includes(name) ? html`<span class="visually-hidden"> (${t("changed")})</span>` : nothing}</dt>
            <dd dir="auto">${value || "—"}</dd>
          </div>`,
      )}
    </dl>`;
  }

  #restore(state: MarkState): void {
    const slot = this.host.workspace.selected;
    if (slot !== null) restoreState(this.host.workspace, slot, state);
    this.focus();
  }

  #deletedList(): TemplateResult | typeof nothing {
    const { workspace } = this.host;
    const rows = (this.#deleted?.results ?? []).filter(({ id }) => workspace.marks.slotOf(id) === undefined);
    if (!this.#deleted) return nothing;
    return html`<section class="ws-history__deleted" aria-label=${t("Deleted marks")}>
      <h3>${rows.length ? tn("{count} deleted mark", "{count} deleted marks", rows.length) : t("No mark was deleted here.")}</h3>
      <ul class="ws-history__list">
        ${rows.map((row) => this.#deletedMark(row))}
      </ul>
    </section>`;
  }

  #deletedMark(row: Annotation): TemplateResult {
    const { workspace } = this.host;
    const restore = (): void => {
      restoreDeleted(workspace, row);
      this.focus();
    };
    const mine = row.author?.id === workspace.boot.me.participant;
    return html`<li data-mark=${row.id}>
      <p class="ws-history__what">
        ${labelChip(workspace, row.label)} <bdi>${mine ? t("you") : row.author?.name}</bdi> ${row.deleted_at ? time(row.deleted_at) : nothing}
      </p>
      <p class="ws-history__words" dir="auto">${shortLine(row.exact ?? "", QUOTE)}</p>
      ${row.note ? html`<p class="ws-history__words" dir="auto">${row.note}</p>` : nothing}
      ${mayRestore(workspace, row)
        ? html`<button type="button" class="button button--s" data-action="restore-mark" @click=${restore}>
            ${icon("undo")} ${t("Restore this mark")}
          </button>`
        : nothing}
    </li>`;
  }
}

function time(at: string): TemplateResult {
  return html`<time datetime=${at} data-relative .textContent=${relative(new Date(at), new Date())}></time>`;
}

customElements.define("ws-history", MarkHistory);

export function historyPanel(host: PanelHost): Panel {
  const element = new MarkHistory();
  element.host = host;
  return { element, shown: () => element.refresh() };
}
