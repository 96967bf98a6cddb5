/** The bar for finding words in the document: a field, which hit of how many, back and on, and a way out. */
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../model/words";
import type { Finder } from "../reading/find";
import { icon } from "./icons";
import { LightElement } from "./light_element";

export class FindBar extends LightElement {
  static override properties = { tick: { state: true } };
  declare tick: number;
  finder!: Finder;
  /** Called once the bar has been left: the caret then goes to the hit. */
  onLeave: () => void = () => {};
  #query = "";

  constructor() {
    super();
    this.tick = 0;
    this.className = "ws-find";
    this.hidden = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.finder.addEventListener("changed", () => {
      this.hidden = !this.finder.isOpen;
      this.tick++;
    });
  }

  /** Opens the bar with the focus in it; words that are selected are looked for at once. */
  async open(from: number, words: string): Promise<void> {
    const again = this.finder.isOpen;
    if (words) this.#query = words;
    if (!again) this.finder.open(from);
    if (!again || words) this.finder.look(this.#query);
    await this.updateComplete;
    const field = this.#field;
    if (!field) return;
    field.value = this.#query;
    field.focus();
    field.select();
  }

  get #field(): HTMLInputElement | null {
    return this.querySelector("input");
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape") this.onLeave();
    else if (event.key === "Enter") this.finder.next(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  get #said(): string {
    const { count, position, isDone } = this.finder;
    if (this.#query.trim() === "") return "";
    const total = `${count.toLocaleString()}${isDone ? "" : "…"}`;
    if (count === 0) return isDone ? t("Nothing found") : t("Searching…");
    if (position < 0) return total;
    return t("{position} of {count}", { position: (position + 1).toLocaleString(), count: total });
  }

  protected override render(): TemplateResult {
    const { count, isDone } = this.finder;
    const none = this.#query.trim() !== "" && count === 0 && isDone;
    const step = (direction: -1 | 1, label: string, name: "chevronUp" | "chevronDown"): TemplateResult => html`<button
      type="button"
      class="button button--quiet button--icon button--s"
      aria-label=${label}
      title=${label}
      ?disabled=${count === 0}
      @click=${() => this.finder.next(direction)}
    >
      ${icon(name)}
    </button>`;
    return html`<div class="ws-find__row" role="search" aria-label=${t("Find in this document")} @keydown=${(event: KeyboardEvent) => this.#onKey(event)}>
      ${icon("search", "ws-find__icon")}
      <input
        type="text"
        class="ws-find__field"
        inputmode="search"
        enterkeyhint="search"
        autocomplete="off"
        spellcheck="false"
        dir="auto"
        aria-label=${t("Words to find")}
        aria-invalid=${none ? "true" : nothing}
        placeholder=${t("Find in this document")}
        @input=${(event: InputEvent) => {
          this.#query = (event.target as HTMLInputElement).value;
          this.finder.look(this.#query);
        }}
      />
      <span class=${none ? "ws-find__count is-none" : "ws-find__count"} role="status">${this.#said}</span>
      ${step(-1, t("Previous hit (Shift Enter)"), "chevronUp")} ${step(1, t("Next hit (Enter)"), "chevronDown")}
      <button
        type="button"
        class="button button--quiet button--icon button--s"
        aria-label=${t("Close")}
        title=${t("Close (Esc)")}
        @click=${() => this.onLeave()}
      >
        ${icon("x")}
      </button>
    </div>`;
  }
}

customElements.define("ws-find-bar", FindBar);
