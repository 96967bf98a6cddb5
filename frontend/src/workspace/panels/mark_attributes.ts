/**
 * The attributes of the selected mark: names with values, as a person or a program gave them. One's own are changed in
 * their place and added below; what has been typed is kept when another mark is selected.
 */
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Attributes } from "../../engine/marks";
import { LARGEST_ATTRIBUTES, readBack, tooLarge, withAttribute, written } from "../model/attribute_values";
import { t } from "../model/words";
import { icon } from "../parts/icons";
import { LightElement } from "../parts/light_element";
import type { PanelHost } from "./registry";

interface Draft {
  readonly id: string;
  readonly name: string;
  readonly words: string;
  /** The version of the mark that the writer saw when they began. */
  readonly base: number;
}

export class MarkAttributes extends LightElement {
  static override properties = { slotNumber: { attribute: false }, tick: { state: true } };
  declare slotNumber: number | null;
  declare tick: number;
  host!: PanelHost;
  #draft: Draft | null = null;
  #adding = false;
  #problem = "";
  #base = 0;

  constructor() {
    super();
    this.slotNumber = null;
    this.tick = 0;
    this.className = "ws-attrs";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.host.workspace.on("selection", () => this.#leave());
  }

  /** Opens the place for a new one. */
  async add(): Promise<void> {
    this.#adding = true;
    this.tick++;
    await this.updateComplete;
    this.#field("name")?.focus();
  }

  #field(part: "name" | "value"): HTMLInputElement | null {
    return this.querySelector(`.ws-attrs__new [data-part="${part}"]`);
  }

  #leave(): void {
    this.#keep();
    this.#adding = false;
    this.#problem = "";
  }

  get #all(): Attributes {
    return this.slotNumber === null ? {} : (this.host.workspace.marks.mark(this.slotNumber).attributes ?? {});
  }

  /** Saves what was typed; false where it cannot be said so. */
  #keep(): boolean {
    const draft = this.#draft;
    const { marks } = this.host.workspace;
    const slot = draft === null ? undefined : marks.slotOf(draft.id);
    if (draft === null || slot === undefined) return true;
    const all = marks.mark(slot).attributes ?? {};
    const value = readBack(draft.words, all[draft.name]);
    if (value === undefined) return this.#refuse(t("This value is {value}: write JSON of the same kind.", { value: written(all[draft.name]) }));
    return this.#set(slot, draft.name, value, draft.base);
  }

  #set(slot: number, name: string, value: unknown, base?: number): boolean {
    const next = withAttribute(this.host.workspace.marks.mark(slot).attributes ?? {}, name, value);
    if (next && tooLarge(next)) {
      return this.#refuse(t("The attributes of a mark hold at most {count} bytes together.", { count: LARGEST_ATTRIBUTES.toLocaleString() }));
    }
    this.#draft = null;
    this.#problem = "";
    if (next) this.host.workspace.setAttributes(slot, next, base || undefined);
    this.tick++;
    return true;
  }

  #refuse(problem: string): false {
    this.#problem = problem;
    this.tick++;
    return false;
  }

  /** The new one, from its two fields; false where there is none yet. */
  #addNow(): boolean {
    const [name, words] = [this.#field("name")?.value.trim() ?? "", this.#field("value")?.value ?? ""];
    if (this.slotNumber === null || (!name && !words)) return false;
    if (!name) return this.#refuse(t("Name the attribute."));
    if (Object.hasOwn(this.#all, name)) return this.#refuse(t("This mark has an attribute of this name: change it above."));
    if (!this.#set(this.slotNumber, name, words)) return false;
    this.#adding = false;
    for (const part of ["name", "value"] as const) this.#field(part)!.value = ""; // they may stay for the next one
    return true;
  }

  #onKey(event: KeyboardEvent, name: string): void {
    if (event.key === "Escape") {
      this.#draft = null;
      this.#problem = "";
      const input = event.target as HTMLInputElement;
      input.value = written(this.#all[name]);
      this.host.focusText();
    } else if (event.key === "Enter") {
      if (this.#keep()) this.host.focusText();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onNewKey(event: KeyboardEvent): void {
    const part = (event.target as HTMLElement).dataset["part"];
    if (event.key === "Escape") {
      this.#adding = false;
      this.#problem = "";
      this.tick++;
      this.host.focusText();
    } else if (event.key === "Enter" && part === "name") this.#field("value")?.focus();
    else if (event.key === "Enter" && part === "value") {
      if (this.#addNow()) void this.add(); // the next one: whoever says one thing about a mark often says two
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onLeavingNew(event: FocusEvent): void {
    if ((event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)) return;
    if (!this.#addNow() && !this.#problem) {
      this.#adding = false;
      this.tick++;
    }
  }

  #row(name: string, value: unknown): TemplateResult {
    const id = this.host.workspace.marks.id(this.slotNumber!);
    return html`<li>
      <label>
        <span class="ws-attrs__name" dir="auto">${name}</span>
        <input
          type="text"
          data-attribute=${name}
          dir="auto"
          .value=${written(value)}
          @focus=${() => (this.#base = this.host.workspace.marks.version(this.slotNumber!))}
          @input=${(event: InputEvent) => (this.#draft = { id, name, words: (event.target as HTMLInputElement).value, base: this.#base })}
          @blur=${() => this.#keep()}
          @keydown=${(event: KeyboardEvent) => this.#onKey(event, name)}
        />
      </label>
      <button
        type="button"
        class="button button--quiet button--icon button--s"
        data-action="remove-attribute"
        aria-label=${t("Take the attribute {name} away", { name })}
        title=${t("Take this attribute away")}
        @click=${() => this.#set(this.slotNumber!, name, undefined)}
      >
        ${icon("x")}
      </button>
    </li>`;
  }

  #new(): TemplateResult {
    return html`<div
      class="ws-attrs__new"
      @keydown=${(event: KeyboardEvent) => this.#onNewKey(event)}
      @focusout=${(event: FocusEvent) => this.#onLeavingNew(event)}
    >
      <input type="text" data-part="name" dir="auto" maxlength="200" list="ws-attribute-names" aria-label=${t("Name of the attribute")} placeholder=${t("Name")} />
      <input type="text" data-part="value" dir="auto" aria-label=${t("Value of the attribute")} placeholder=${t("Value")} />
      <datalist id="ws-attribute-names">
        ${this.host.workspace.marks.attributeNames().map((name) => html`<option value=${name}></option>`)}
      </datalist>
    </div>`;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.slotNumber === null) return nothing;
    const mine = this.host.workspace.mayEdit(this.slotNumber);
    const all = Object.entries(this.#all).sort(([a], [b]) => a.localeCompare(b));
    if (!mine && all.length === 0) return nothing;
    const problem = this.#problem ? html`<p class="ws-attrs__problem" role="alert">${this.#problem}</p>` : nothing;
    if (!mine) {
      return html`<dl class="ws-attrs__read" aria-label=${t("Attributes of this mark")}>
        ${all.map(([name, value]) => html`<div><dt dir="auto">${name}</dt><dd dir="auto">${written(value)}</dd></div>`)}
      </dl>`;
    }
    const body = html`${all.length
      ? html`<ul aria-label=${t("Attributes of this mark")}>
          ${all.map(([name, value]) => this.#row(name, value))}
        </ul>`
      : nothing}
    ${this.#adding
      ? this.#new()
      : html`<button type="button" class="button button--quiet button--s" data-action="add-attribute" @click=${() => void this.add()}>
          ${icon("plus")} ${t("Attribute")}
        </button>`}
    ${problem}`;
    // Fields are made anew for another mark: what was typed for one never stands under the other.
    return html`${keyed(this.host.workspace.marks.id(this.slotNumber), body)}`;
  }
}

customElements.define("ws-mark-attributes", MarkAttributes);
