/**
 * The label palette, which comes to the selection. It appears without taking the focus, so that a label's own key works at
 * once; Enter, an arrow or any other letter moves into it: type to filter, Enter to apply, Esc to leave.
 */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { DocumentState } from "../model/document_state";
import type { Label } from "../model/labels";
import { t } from "../model/words";
import { swatch } from "./label_chip";
import { LightElement } from "./light_element";

const GAP = 8;

export interface PaletteRequest {
  readonly title: string;
  readonly anchor: () => DOMRect | null;
  readonly current?: string;
  /** Labels that fit these words, the best first. */
  readonly suggested?: readonly string[];
  choose(label: string): void;
  left(): void;
}

export class LabelPalette extends LightElement {
  static override properties = { query: { state: true }, active: { state: true }, request: { state: true } };
  declare query: string;
  declare active: number;
  declare request: PaletteRequest | null;
  state!: DocumentState;

  constructor() {
    super();
    this.query = "";
    this.active = 0;
    this.request = null;
    this.className = "ws-palette";
    this.popover = "manual";
    this.addEventListener("focusout", (event) => {
      if (this.request && event.relatedTarget instanceof Node && !this.contains(event.relatedTarget)) this.close();
    });
  }

  get isOpen(): boolean {
    return this.request !== null;
  }

  get hasFocus(): boolean {
    return this.contains(document.activeElement);
  }

  open(request: PaletteRequest, focus: boolean, query = ""): void {
    this.request = request;
    this.query = query;
    this.active = 0;
    if (!this.matches(":popover-open")) this.showPopover();
    void this.updateComplete.then(() => {
      this.place();
      if (focus) this.focusFilter();
    });
  }

  focusFilter(query: string | null = null): void {
    if (query !== null) this.query = query;
    const input = this.querySelector("input");
    input?.focus({ preventScroll: true });
    if (input && query !== null) {
      input.value = query;
      input.setSelectionRange(query.length, query.length);
    }
  }

  close(): void {
    if (!this.request) return;
    const { left } = this.request;
    this.request = null;
    if (this.matches(":popover-open")) this.hidePopover();
    left();
  }

  /** Below the selection, above it where there is no room below; always inside the window. */
  place(): void {
    const box = this.request?.anchor();
    if (!box) return;
    const { offsetWidth: width, offsetHeight: height } = this;
    const below = box.bottom + GAP;
    const top = below + height > innerHeight - GAP && box.top - GAP - height > GAP ? box.top - GAP - height : below;
    this.style.left = `${Math.max(GAP, Math.min(box.left, innerWidth - width - GAP))}px`;
    this.style.top = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
  }

  protected override updated(): void {
    this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  #matches(): Label[] {
    return this.state.codebook.matching(this.query, this.request?.suggested);
  }

  #choose(label: Label | undefined): void {
    const request = this.request;
    if (!label || !request) return;
    this.request = null;
    this.hidePopover();
    request.choose(label.id);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const matches = this.#matches();
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) this.active = (this.active + step + matches.length) % Math.max(1, matches.length);
    else if (event.key === "Enter") this.#choose(matches[this.active]);
    else if (event.key === "Escape" || event.key === "Tab") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  protected override render(): TemplateResult | typeof nothing {
    const request = this.request;
    if (!request) return nothing;
    const matches = this.#matches();
    return html`
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="ws-palette-list"
        aria-activedescendant=${matches.length ? `ws-palette-${this.active}` : ""}
        aria-label=${request.title}
        placeholder=${request.title}
        autocomplete="off"
        spellcheck="false"
        .value=${this.query}
        @input=${(event: InputEvent) => {
          this.query = (event.target as HTMLInputElement).value;
          this.active = 0;
        }}
        @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
      />
      <ul id="ws-palette-list" class="ws-palette__list" role="listbox" aria-label=${t("Labels")}>
        ${repeat(
          matches,
          ({ id }) => id,
          (label, at) => this.#row(label, at, request.current),
        )}
      </ul>
      ${matches.length ? nothing : html`<p class="ws-palette__empty">${t("No label is called that.")}</p>`}
    `;
  }

  #row(label: Label, at: number, current: string | undefined): TemplateResult {
    const parents = label.path.slice(0, -label.name.length);
    return html`<li
      id="ws-palette-${at}"
      role="option"
      class="ws-palette__row"
      aria-selected=${at === this.active}
      data-label=${label.id}
      title=${label.definition}
      @pointermove=${() => (this.active = at)}
      @mousedown=${(event: MouseEvent) => event.preventDefault()}
      @click=${() => this.#choose(label)}
    >
      ${swatch(this.state, label.id)}
      <span class="ws-palette__name"><span class="ws-palette__path">${parents}</span>${label.name}</span>
      ${label.id === current
        ? html`<span class="ws-palette__now">${t("now")}</span>`
        : this.request?.suggested?.includes(label.id) && !this.query.trim()
          ? html`<span class="ws-palette__now" title=${t("The same words are marked so elsewhere")}>${t("suggested")}</span>`
          : nothing}
      ${label.shortcut ? html`<kbd>${label.shortcut.toUpperCase()}</kbd>` : nothing}
    </li>`;
  }
}

customElements.define("ws-label-palette", LabelPalette);
