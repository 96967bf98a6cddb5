/** The label book: every label with its key and what it means; a click labels what is selected. */
import { html, nothing, type TemplateResult } from "lit";
import type { Label } from "../model/labels";
import { t } from "../model/words";
import { labelChip } from "../parts/label_chip";
import { LightElement } from "../parts/light_element";
import type { Panel, PanelHost } from "./registry";

export class LabelBook extends LightElement {
  static override properties = { tick: { state: true }, query: { state: true } };
  declare tick: number;
  declare query: string;
  host!: PanelHost;
  apply: (label: string) => void = () => {};

  constructor() {
    super();
    this.tick = 0;
    this.query = "";
    this.className = "ws-book";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.host.workspace.on("codebook", () => this.tick++);
  }

  protected override render(): TemplateResult {
    const words = this.query.toLocaleLowerCase().trim();
    const shown = this.host.workspace.codebook.usable.filter(
      ({ path, definition, example, code }) =>
        !words || `${path} ${code} ${definition} ${example}`.toLocaleLowerCase().includes(words),
    );
    return html`
      <div class="ws-marks__filter">
        <input
          type="search"
          aria-label=${t("Find a label")}
          placeholder=${t("Find a label or a word of its definition")}
          .value=${this.query}
          @input=${(event: InputEvent) => (this.query = (event.target as HTMLInputElement).value)}
        />
      </div>
      ${shown.length
        ? html`<ul class="ws-book__list">
            ${shown.map((label) => this.#label(label, words !== ""))}
          </ul>`
        : html`<div class="empty">
            <p class="empty__title">${words ? t("No label fits") : t("The codebook is empty")}</p>
            <p class="empty__text">
              ${words ? t("Try another word.") : t("A manager adds labels on the codebook page of the project.")}
            </p>
          </div>`}
    `;
  }

  #label(label: Label, flat: boolean): TemplateResult {
    const may = this.host.workspace.mayAnnotate;
    return html`<li class="ws-book__label" .style=${`--depth:${flat ? 0 : label.depth}`}>
      <button
        type="button"
        class="ws-book__button"
        data-label=${label.id}
        ?disabled=${!may}
        title=${t("Label what is selected")}
        @mousedown=${(event: MouseEvent) => event.preventDefault()}
        @click=${() => this.apply(label.id)}
      >
        ${labelChip(this.host.workspace, label.id, flat)} ${label.shortcut ? html`<kbd>${label.shortcut.toUpperCase()}</kbd>` : nothing}
      </button>
      ${label.definition ? html`<p class="ws-book__definition" dir="auto">${label.definition}</p>` : nothing}
      ${label.example ? html`<p class="ws-book__example" dir="auto"><span>${t("For example:")}</span> ${label.example}</p>` : nothing}
    </li>`;
  }
}

customElements.define("ws-label-book", LabelBook);

export function labelsPanel(host: PanelHost, apply: (label: string) => void): Panel {
  const book = new LabelBook();
  book.host = host;
  book.apply = apply;
  return { element: book, shown: () => book.requestUpdate() };
}
