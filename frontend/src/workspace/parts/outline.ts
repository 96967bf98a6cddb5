/** The left zone: the headings of the text, with the one being read marked. */
import { html, nothing, type TemplateResult } from "lit";
import type { ReadingView } from "../../engine/view/reading_view";
import { t } from "../model/words";
import { LightElement } from "./light_element";

interface Heading {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly text: string;
}

export class Outline extends LightElement {
  static override properties = { current: { state: true } };
  declare current: number;
  view!: ReadingView;
  goTo: (offset: number) => void = () => {};
  #headings: Heading[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.current = -1;
    this.className = "ws-outline";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { index } = this.view;
    for (const section of index.sections) {
      for (const [start, end, kind, attributes] of section.blocks) {
        if (kind !== "heading") continue;
        const text = index.slice(start, end).replace(/^#+\s*|\s+/g, " ").trim();
        if (text) this.#headings.push({ start, end, level: Number(attributes?.["level"]) || 2, text });
      }
    }
    this.view.addEventListener("scrolled", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#follow(), 150);
    });
    this.#follow();
  }

  #follow(): void {
    const at = this.view.geometry.firstVisible();
    this.current = this.#headings.findLastIndex(({ start }) => start <= at);
    void this.updateComplete.then(() => this.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }));
  }

  protected override render(): TemplateResult | typeof nothing {
    const top = Math.min(...this.#headings.map(({ level }) => level));
    if (this.#headings.length === 0) return html`<p class="ws-outline__none">${t("This text has no headings.")}</p>`;
    return html`<ol class="ws-outline__list">
      ${this.#headings.map(
        ({ start, level, text }, at) => html`<li .style=${`--depth:${level - top}`}>
          <button
            type="button"
            dir="auto"
            aria-current=${at === this.current ? "location" : nothing}
            title=${text}
            @click=${() => this.goTo(start)}
          >
            ${text}
          </button>
        </li>`,
      )}
    </ol>`;
  }
}

customElements.define("ws-outline", Outline);
