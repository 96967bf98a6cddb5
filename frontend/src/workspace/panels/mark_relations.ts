/** The relations of the selected mark, each read as a sentence, with the way to the other mark. */
import { html, nothing, type TemplateResult } from "lit";
import type { Seen } from "../model/relations";
import { shortLine } from "../model/short_line";
import { t } from "../model/words";
import { icon } from "../parts/icons";
import type { PanelHost } from "./registry";

const QUOTE = 70;

export function relationsOf(host: PanelHost, slot: number): TemplateResult | typeof nothing {
  const { workspace } = host;
  const seen = workspace.relations.of(workspace.marks.id(slot));
  if (seen.length === 0) return nothing;
  return html`<section class="ws-related" aria-label=${t("Relations of this mark")}>
    <ul>
      ${seen.map((one) => row(host, one))}
    </ul>
  </section>`;
}

function row({ workspace, goTo }: PanelHost, { relation, kind, other, forward }: Seen): TemplateResult {
  const quote = html`<q dir="auto">${shortLine(workspace.marks.quote(other), QUOTE)}</q>`;
  const mine = workspace.relations.mayChange(relation);
  const author = mine ? nothing : html` <span class="ws-related__by">${relation.author.name}</span>`;
  return html`<li>
    <button type="button" class="ws-related__way" data-relation=${relation.id} @click=${() => goTo(other)}>
      ${forward
        ? html`<span class="visually-hidden">${t("This mark")}</span> <b>${kind}</b> ${quote}`
        : html`${quote} <b>${kind}</b> <span>${t("this")}</span>`}
    </button>
    ${author}
    ${mine
      ? html`<button
          type="button"
          class="button button--quiet button--icon button--s"
          data-action="unrelate"
          aria-label=${t("Take this relation away")}
          title=${t("Take this relation away")}
          @click=${() => workspace.relations.remove(relation)}
        >
          ${icon("x")}
        </button>`
      : nothing}
  </li>`;
}
