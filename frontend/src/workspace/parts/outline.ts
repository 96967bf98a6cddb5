/** The left zone: the headings of the text, with the one being read marked. */
import { html, nothing, type TemplateResult } from "lit";
import type { ReadingView } from "../../engine/view/reading_view";
import { t } from "../model/words";
import { headingsOf, type Heading } from "./headings";
import { LightElement } from "./light_element";

/** Pixels by which a heading may stand below that place and still be the one. */
const MARGIN = 12;
/** Milliseconds in which the page comes to rest after a heading was chosen. */
const SETTLING = 600;

export class Outline extends LightElement {
  static override properties = { current: { state: true } };
  declare current: number;
  view!: ReadingView;
  goTo: (offset: number) => void = () => {};
  #headings: Heading[] = [];
  #chosenUntil = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.current = -1;
    this.className = "ws-outline";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#headings = headingsOf(this.view.index);
    this.view.addEventListener("scrolled", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#follow(), 150);
    });
    this.#follow();
  }

  /** The heading of what stands a third down the page, where a place that is gone to is put; the chosen one while it is. */
  #follow(): void {
    if (performance.now() < this.#chosenUntil) return;
    const at = this.view.geometry.firstVisible(this.view.scroller.clientHeight / 3 + MARGIN);
    this.current = this.#headings.findLastIndex(({ start }) => start <= at);
    void this.updateComplete.then(() => this.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }));
  }

  #choose(at: number, start: number): void {
    this.current = at;
    this.#chosenUntil = performance.now() + SETTLING;
    this.goTo(start);
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
            @click=${() => this.#choose(at, start)}
          >
            ${text}
          </button>
        </li>`,
      )}
    </ol>`;
  }
}

customElements.define("ws-outline", Outline);
