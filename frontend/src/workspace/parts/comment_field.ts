/**
 * Where a comment is written: plain text, sent with Ctrl+Enter. Typing `@` brings the members; arrows choose among them, Enter
 * or Tab takes one, Esc leaves the list first and the field then.
 */
import { html, nothing, type TemplateResult } from "lit";
import { printed } from "../keys/keys";
import type { Member } from "../model/talk";
import { t } from "../model/words";
import { avatar } from "./avatar";
import { LightElement } from "./light_element";

const LONGEST = 5_000;
const OFFERED = 6;
const NAMING = /(?:^|[^\w.@+-])@([\w.@+-]*)$/u;

let made = 0;

export class CommentField extends LightElement {
  static override properties = { offered: { state: true }, active: { state: true }, length: { state: true } };
  declare offered: readonly Member[];
  declare active: number;
  declare length: number;
  label = "";
  verb = "";
  value = "";
  /** A manager's comment on a document may be open to readers who work blind. */
  mayOpen = false;
  members: () => Promise<readonly Member[]> = async () => [];
  typed: (text: string) => void = () => {};
  send: (text: string, open: boolean) => void = () => {};
  leave: (() => void) | null = null;
  readonly #id = `ws-comment-${made++}`;

  constructor() {
    super();
    this.offered = [];
    this.active = 0;
    this.length = 0;
    this.className = "ws-write";
  }

  get #field(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.length = [...this.value].length;
  }

  async focusField(): Promise<void> {
    await this.updateComplete;
    const field = this.#field;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }

  #send(): void {
    const field = this.#field;
    if (!field || !field.value.trim() || this.length > LONGEST) return field?.focus();
    const open = this.querySelector<HTMLInputElement>("input[name=open]")?.checked ?? false;
    const text = field.value;
    field.value = this.value = "";
    this.length = 0;
    this.offered = [];
    this.typed("");
    this.send(text, open);
  }

  async #onInput(): Promise<void> {
    const field = this.#field!;
    this.value = field.value;
    this.length = [...field.value].length;
    this.typed(field.value);
    const naming = NAMING.exec(field.value.slice(0, field.selectionStart));
    if (!naming) return void (this.offered = []);
    const word = naming[1]!.toLocaleLowerCase();
    const members = await this.members();
    const fits = (member: Member): boolean =>
      member.username.toLocaleLowerCase().startsWith(word) ||
      member.name.toLocaleLowerCase().split(/\s+/).some((part) => part.startsWith(word));
    this.active = 0;
    this.offered = members.filter(fits).slice(0, OFFERED);
  }

  #take(member: Member): void {
    const field = this.#field!;
    const before = field.value.slice(0, field.selectionStart);
    const start = before.length - NAMING.exec(before)![1]!.length;
    field.setRangeText(`${member.username} `, start, field.selectionStart, "end");
    this.offered = [];
    this.value = field.value;
    this.length = [...field.value].length;
    this.typed(field.value);
    field.focus();
  }

  #onKey(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.isComposing) return;
    const { key } = event;
    const count = this.offered.length;
    if (count && (key === "ArrowDown" || key === "ArrowUp")) {
      this.active = (this.active + (key === "ArrowDown" ? 1 : count - 1)) % count;
    } else if (count && (key === "Enter" || key === "Tab") && !event.ctrlKey && !event.metaKey) this.#take(this.offered[this.active]!);
    else if (count && key === "Escape") this.offered = [];
    else if (key === "Enter" && (event.ctrlKey || event.metaKey)) this.#send();
    else if (key === "Escape" && this.leave) this.leave();
    else return;
    event.preventDefault();
  }

  protected override render(): TemplateResult {
    const list = `${this.#id}-members`;
    const over = this.length - LONGEST;
    return html`
      <div class="ws-write__field">
        <textarea
          rows="2"
          dir="auto"
          aria-label=${this.label}
          placeholder=${this.label}
          aria-autocomplete="list"
          aria-controls=${this.offered.length ? list : nothing}
          aria-activedescendant=${this.offered.length ? `${list}-${this.active}` : nothing}
          aria-invalid=${over > 0 ? "true" : nothing}
          .value=${this.value}
          @input=${() => void this.#onInput()}
          @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
          @blur=${() => setTimeout(() => (this.offered = []), 150)}
        ></textarea>
        ${this.offered.length
          ? html`<ul class="ws-write__members" role="listbox" id=${list} aria-label=${t("Members")}>
              ${this.offered.map((member, at) => this.#member(member, at, list))}
            </ul>`
          : nothing}
      </div>
      <p class="visually-hidden" role="status">
        ${this.offered.length ? t("{name}: arrow keys choose, Enter takes", { name: this.offered[this.active]!.name }) : ""}
      </p>
      ${over > 0 ? html`<p class="ws-write__wrong" role="alert">${t("{count} characters too many.", { count: over })}</p>` : nothing}
      <div class="ws-write__actions">
        <button type="button" class="button button--primary button--s" data-action="send-comment" title=${printed("Mod+Enter").join("+")} @click=${() => this.#send()}>
          ${this.verb}
        </button>
        ${this.leave
          ? html`<button type="button" class="button button--quiet button--s" @click=${() => this.leave?.()}>${t("Cancel")}</button>`
          : nothing}
        ${this.mayOpen
          ? html`<label class="ws-write__open"><input type="checkbox" name="open" /> ${t("Also for readers who work blind")}</label>`
          : nothing}
      </div>
    `;
  }

  #member(member: Member, at: number, list: string): TemplateResult {
    return html`<li
      id=${`${list}-${at}`}
      role="option"
      class="ws-write__member"
      aria-selected=${at === this.active ? "true" : "false"}
      @mousedown=${(event: MouseEvent) => {
        event.preventDefault();
        this.#take(member);
      }}
    >
      ${avatar(member.name)}<bdi class="ws-write__name">${member.name}</bdi><span class="ws-write__username" dir="ltr">@${member.username}</span>
    </li>`;
  }
}

customElements.define("ws-comment-field", CommentField);
