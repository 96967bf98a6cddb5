/**
 * What stands around the text on paper: the title, where it was published, how it may be passed on, and a legend of the labels
 * that are used in it, each with its colour, its line and its code, and the relations in words. The code also stands before
 * each mark. All of it is made when the page is about to be printed, and is out of the way otherwise.
 */
import { html, nothing, render, type TemplateResult } from "lit";
import type { ReadingView } from "../../engine/view/reading_view";
import { shortLine } from "../model/short_line";
import { t } from "../model/words";
import type { Workspace } from "../model/workspace";

const QUOTE = 90;

export class Printing {
  readonly #view: ReadingView;
  readonly #state: Workspace;
  readonly #front = document.createElement("header");
  readonly #legend = document.createElement("footer");

  constructor(view: ReadingView, state: Workspace) {
    this.#view = view;
    this.#state = state;
    this.#front.className = "ws-print ws-print--front";
    this.#legend.className = "ws-print ws-print--legend";
    view.surface.before(this.#front);
    view.surface.after(this.#legend);
    addEventListener("beforeprint", () => this.prepare());
    addEventListener("afterprint", () => this.#putAway());
  }

  prepare(): void {
    this.#view.paintEverything();
    this.#giveCodes();
    render(this.#frontMatter(), this.#front);
    render(this.#legendOfLabels(), this.#legend);
  }

  #putAway(): void {
    for (const span of this.#view.surface.querySelectorAll("[data-codes]")) span.removeAttribute("data-codes");
  }

  /** Each mark's code goes to the first piece of it. */
  #giveCodes(): void {
    const { marks, codebook } = this.#state;
    const begun = new Set<string>();
    for (const span of this.#view.surface.querySelectorAll<HTMLElement>("[data-annotation-ids]")) {
      const fresh = (span.dataset["annotationIds"] ?? "").split(" ").filter((id) => !begun.has(id));
      for (const id of fresh) begun.add(id);
      const slots = fresh.flatMap((id) => marks.slotOf(id) ?? []);
      const codes = new Set(slots.map((slot) => codebook.describe(marks.label(slot)).code));
      if (codes.size) span.dataset["codes"] = [...codes].join(" ");
    }
  }

  #frontMatter(): TemplateResult {
    const { boot } = this.#state;
    const { document: source, revision, project } = boot;
    const { authors, publisher, published, url, file_name: file } = source.record;
    const facts: [string, string][] = [
      [t("Authors"), authors.join(", ")],
      [t("Publisher"), publisher],
      [t("Published"), published],
      [t("Address"), url],
      [t("File"), file],
      [t("Project"), project.name],
      [t("Text"), t("revision {number}, SHA-256 {hash}", { number: revision.number, hash: revision.sha256 })],
      [t("Printed"), t("{when}, by {who}", { when: new Date().toLocaleString(), who: boot.me.name })],
    ];
    return html`
      ${source.tlp ? html`<p class="ws-print__tlp">TLP:${source.tlp.toUpperCase().replaceAll("_", "+")}</p>` : nothing}
      <p class="ws-print__title" dir="auto">${source.title}</p>
      <dl class="ws-print__record">
        ${facts.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}
      </dl>
    `;
  }

  #legendOfLabels(): TemplateResult {
    const { marks, codebook, boot } = this.#state;
    const count = new Map<string, number>();
    const layers = new Set<number>();
    for (const slot of marks.inOrder()) {
      count.set(marks.label(slot), (count.get(marks.label(slot)) ?? 0) + 1);
      layers.add(marks.layer(slot));
    }
    const order = codebook.all.map(({ id }) => id);
    const used = [...count.keys()].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    const lines = [t("dashed: a person’s"), t("solid: adjudicated"), t("dotted: a machine’s")];
    return html`
      <p class="ws-print__heading">${t("Labels")}</p>
      ${used.length === 0 ? html`<p>${t("No marks.")}</p>` : nothing}
      <ul class="ws-print__labels">
        ${used.map((id) => {
          const { path, code } = codebook.describe(id);
          return html`<li>
            <span class=${`ws-swatch ws-swatch--print swatch-${marks.labels.code(id)}`}></span>
            <strong>${code}</strong> <span dir="auto">${path}</span> <span class="ws-print__count">${count.get(id)}</span>
          </li>`;
        })}
      </ul>
      ${layers.size ? html`<p>${t("Lines: {kinds}.", { kinds: lines.filter((_, layer) => layers.has(layer)).join(", ") })}</p>` : nothing}
      ${this.#relations()}
      ${boot.document.tlp ? html`<p class="ws-print__tlp">TLP:${boot.document.tlp.toUpperCase().replaceAll("_", "+")}</p>` : nothing}
    `;
  }

  #relations(): TemplateResult | typeof nothing {
    const { marks, relations } = this.#state;
    const ends = [...relations.links.all].flatMap((relation) => {
      const [source, target] = [marks.slotOf(relation.source), marks.slotOf(relation.target)];
      const kind = relations.kindOf(relation);
      return source === undefined || target === undefined || !kind ? [] : [{ source, target, kind: kind.name }];
    });
    if (ends.length === 0) return nothing;
    ends.sort((a, b) => marks.start(a.source) - marks.start(b.source) || marks.start(a.target) - marks.start(b.target));
    const quote = (slot: number): TemplateResult => html`<q dir="auto">${shortLine(marks.quote(slot), QUOTE)}</q>`;
    return html`
      <p class="ws-print__heading">${t("Relations")}</p>
      <p>${t("⇄ before a mark says with how many others it is related.")}</p>
      <ul class="ws-print__relations">
        ${ends.map(({ source, target, kind }) => html`<li>${quote(source)} <strong>${kind}</strong> ${quote(target)}</li>`)}
      </ul>
    `;
  }
}
