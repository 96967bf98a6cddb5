/**
 * The attributes of the selected mark: names with values, as a person or a program gave them. One's own are changed in
 * their place and added below; what has been typed is kept when another mark is selected.
 */
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import type { Attributes } from "../../engine/marks";
import { LARGEST_ATTRIBUTES, readBack, tooLarge, withAttribute, written } from "../model/attribute_values";
import { t } from "../model/words";
import { icon } from "../parts/icons";
import { LightElement } from "../parts/light_element";
import type { PanelHost } from "./registry";

interface Draft {
  readonly words: string;
  /** The version of the mark that the writer saw when they began. */
  readonly base: number;
}

export class MarkAttributes extends LightElement {
  static override properties = { mark: { attribute: false }, tick: { state: true } };
  /** The mark that is shown, by its id; null for none. */
  declare mark: string | null;
  declare tick: number;
  host!: PanelHost;
  /** What is being typed, by the name of the attribute. */
  readonly #drafts = new Map<string, Draft>();
  #adding = false;
  #problem = "";
  #base = 0;

  constructor() {
    super();
    this.mark = null;
    this.tick = 0;
    this.className = "ws-attrs";
  }

  /** Shows a mark. What was typed for the one before is saved, or given up with a word about why. */
  show(mark: string | null): void {
    if (mark === this.mark) return this.requestUpdate();
    if (this.#adding) this.#addNow();
    for (const name of [...this.#drafts.keys()]) this.#keep(name);
    if (this.#drafts.size && this.#problem) this.host.workspace.emit("notice", { text: this.#problem, bad: true });
    this.#drafts.clear();
    this.#adding = false;
    this.#problem = "";
    this.mark = mark;
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

  get #slot(): number | undefined {
    return this.mark === null ? undefined : this.host.workspace.marks.slotOf(this.mark);
  }

  get #all(): Attributes {
    const slot = this.#slot;
    return slot === undefined ? {} : (this.host.workspace.marks.mark(slot).attributes ?? {});
  }

  /** Saves what was typed of one; false where it cannot be said so. */
  #keep(name: string): boolean {
    const draft = this.#drafts.get(name);
    if (!draft) return true;
    const before = this.#all[name];
    const value = readBack(draft.words, before);
    if (value === undefined) return this.#refuse(t("This value is {value}: write JSON of the same kind.", { value: written(before) }));
    return this.#set(name, value, draft.base);
  }

  #set(name: string, value: unknown, base?: number): boolean {
    const slot = this.#slot;
    const next = withAttribute(this.#all, name, value);
    if (next && tooLarge(next)) {
      return this.#refuse(t("The attributes of a mark hold at most {count} bytes together.", { count: LARGEST_ATTRIBUTES.toLocaleString() }));
    }
    this.#drafts.delete(name);
    this.#problem = "";
    if (next && slot !== undefined) this.host.workspace.setAttributes(slot, next, base || undefined);
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
    if (!name && !words) return false;
    if (!name) return this.#refuse(t("Name the attribute."));
    if (Object.hasOwn(this.#all, name)) return this.#refuse(t("This mark has an attribute of this name: change it above."));
    if (!this.#set(name, words)) return false;
    this.#adding = false;
    for (const part of ["name", "value"] as const) this.#field(part)!.value = ""; // they may stay for the next one
    return true;
  }

  #remove(name: string): void {
    this.#drafts.delete(name);
    this.#set(name, undefined);
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("[data-action=add-attribute]")?.focus());
  }

  #onKey(event: KeyboardEvent, name: string): void {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      this.#drafts.delete(name);
      this.#problem = "";
      this.tick++;
      this.host.focusText();
    } else if (event.key === "Enter") {
      if (this.#keep(name)) this.host.focusText();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onNewKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
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
    if (!this.#adding || (event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)) return;
    if (!this.#addNow() && !this.#problem) {
      this.#adding = false;
      this.tick++;
    }
  }

  #onInput(name: string, words: string): void {
    this.#drafts.set(name, { words, base: this.#drafts.get(name)?.base ?? this.#base });
  }

  #row(name: string, value: unknown): TemplateResult {
    return html`<li>
      <label>
        <span class="ws-attrs__name" dir="auto">${name}</span>
        <input
          type="text"
          data-attribute=${name}
          dir="auto"
          .value=${live(this.#drafts.get(name)?.words ?? written(value))}
          @focus=${() => (this.#base = this.host.workspace.marks.version(this.#slot!))}
          @input=${(event: InputEvent) => this.#onInput(name, (event.target as HTMLInputElement).value)}
          @blur=${() => this.#keep(name)}
          @keydown=${(event: KeyboardEvent) => this.#onKey(event, name)}
        />
      </label>
      <button
        type="button"
        class="button button--quiet button--icon button--s"
        data-action="remove-attribute"
        aria-label=${t("Take the attribute {name} away", { name })}
        title=${t("Take this attribute away")}
        @click=${() => this.#remove(name)}
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
    const slot = this.#slot;
    if (slot === undefined) return nothing;
    const mine = this.host.workspace.mayEdit(slot);
    const all = Object.entries(this.#all).sort(([a], [b]) => a.localeCompare(b));
    if (!mine && all.length === 0) return nothing;
    if (!mine) {
      return html`<dl class="ws-attrs__read" aria-label=${t("Attributes of this mark")}>
        ${all.map(([name, value]) => html`<div><dt dir="auto">${name}</dt><dd dir="auto">${written(value)}</dd></div>`)}
      </dl>`;
    }
    const body = html`${all.length
      ? html`<ul aria-label=${t("Attributes of this mark")}>
          ${repeat(all, ([name]) => name, ([name, value]) => this.#row(name, value))}
        </ul>`
      : nothing}
    ${this.#adding
      ? this.#new()
      : html`<button type="button" class="button button--quiet button--s" data-action="add-attribute" @click=${() => void this.add()}>
          ${icon("plus")} ${t("Attribute")}
        </button>`}
    ${this.#problem ? html`<p class="ws-attrs__problem" role="alert">${this.#problem}</p>` : nothing}`;
    // Fields are made anew for another mark: what was typed for one never stands under the other.
    return html`${keyed(this.mark, body)}`;
  }
}

customElements.define("ws-mark-attributes", MarkAttributes);
