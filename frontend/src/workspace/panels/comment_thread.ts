/** One thread: what was said in order, what can be done with each comment, and where to answer. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { relative } from "../../site/times";
import type { Conversation } from "../model/conversation";
import { pieces, type About, type CommentRow, type Thread } from "../model/talk";
import { t } from "../model/words";
import { avatar } from "../parts/avatar";
import { CommentField } from "../parts/comment_field";
import { icon } from "../parts/icons";
import { LightElement } from "../parts/light_element";

export class CommentThread extends LightElement {
  static override properties = { thread: { attribute: false }, writing: { state: true }, editing: { state: true } };
  declare thread: Thread | null;
  declare writing: boolean;
  declare editing: string | null;
  about: About = "document";
  subject = "";
  /** The words of the mark, or nothing for the document. */
  heading: string | TemplateResult = "";
  level: "selected" | "other" = "other";
  mayOpen = false;
  conversation!: Conversation;
  goTo: (() => void) | null = null;
  left: () => void = () => {};
  #field: CommentField | null = null;

  constructor() {
    super();
    this.thread = null;
    this.writing = false;
    this.editing = null;
    this.className = "ws-thread";
  }

  /** Brings the field for new words, with the focus in it. */
  async write(): Promise<void> {
    this.editing = null;
    this.writing = true;
    await this.updateComplete;
    await this.#field?.focusField();
  }

  #writeField(): CommentField {
    const { conversation, subject } = this;
    if (!this.#field) {
      const field = new CommentField();
      field.members = () => conversation.members();
      field.value = conversation.drafts.get(subject) ?? "";
      field.mayOpen = this.mayOpen;
      field.typed = (text) => conversation.drafts.set(subject, text);
      field.send = (text, open) => {
        conversation.write(this.about, subject, text, open);
        void this.write();
      };
      field.leave = () => {
        this.writing = false;
        this.left();
      };
      this.#field = field;
    }
    this.#field.label = this.thread ? t("Reply") : this.about === "document" ? t("Comment on the document") : t("Comment on this mark");
    this.#field.verb = this.thread ? t("Reply") : t("Comment");
    return this.#field;
  }

  #editField(row: CommentRow): CommentField {
    const field = new CommentField();
    field.members = () => this.conversation.members();
    field.value = this.conversation.drafts.get(row.id) ?? row.text;
    field.label = t("Change this comment");
    field.verb = t("Save");
    field.typed = (text) => this.conversation.drafts.set(row.id, text);
    const done = (): void => {
      this.conversation.drafts.delete(row.id);
      this.editing = null;
      void this.updateComplete.then(() => this.querySelector<HTMLElement>(`[data-comment="${row.id}"] [data-action=edit-comment]`)?.focus());
    };
    field.send = (text) => {
      this.conversation.change(this.conversation.talk.get(row.id) ?? row, text);
      done();
    };
    field.leave = done;
    void field.focusField();
    return field;
  }

  #editor: { readonly id: string; readonly field: CommentField } | null = null;

  #editorOf(row: CommentRow): CommentField {
    if (this.#editor?.id !== row.id) this.#editor = { id: row.id, field: this.#editField(row) };
    return this.#editor.field;
  }

  protected override render(): TemplateResult {
    const { thread, conversation } = this;
    if (this.editing === null) this.#editor = null;
    const may = conversation.mayWrite;
    return html`<section
      class="ws-thread__box ${thread?.resolved ? "is-resolved" : ""}"
      aria-label=${this.about === "document" ? t("Comments on the document") : t("Comments on a mark")}
      data-subject=${this.subject}
    >
      <header class="ws-thread__head">
        ${this.goTo
          ? html`<button type="button" class="ws-thread__quote" dir="auto" title=${t("Show this mark")} @click=${() => this.goTo?.()}>${this.heading}</button>`
          : html`<span class="ws-thread__quote">${this.heading}</span>`}
        ${thread?.resolved ? html`<span class="badge badge--good">${icon("check")} ${t("Resolved")}</span>` : nothing}
        ${may && thread ? this.#turnButton(thread) : nothing}
      </header>
      ${thread
        ? html`<ol class="ws-thread__rows">
            ${repeat(thread.rows, ({ id }) => id, (row) => this.#row(row))}
          </ol>`
        : nothing}
      ${may ? this.#foot() : nothing}
    </section>`;
  }

  #turnButton(thread: Thread): TemplateResult {
    const words = thread.resolved ? t("Reopen") : t("Resolve");
    return html`<button
      type="button"
      class="button button--quiet button--s"
      data-action=${thread.resolved ? "reopen-thread" : "resolve-thread"}
      ?disabled=${thread.id === null}
      title=${thread.id === null ? t("This comment is being saved.") : nothing}
      @click=${() => this.conversation.turn(thread, !thread.resolved)}
    >
      ${icon(thread.resolved ? "undo" : "check")} ${words}
    </button>`;
  }

  #foot(): TemplateResult {
    if (this.writing || (!this.thread && this.level === "selected")) return html`${this.#writeField()}`;
    return html`<button type="button" class="button button--quiet button--s ws-thread__reply" data-action="reply" @click=${() => void this.write()}>
      ${icon("message")} ${this.thread ? t("Reply") : t("Comment")}
    </button>`;
  }

  #row(row: CommentRow): TemplateResult {
    if (row.kind !== "comment") {
      const words = row.kind === "resolved" ? t("resolved this") : t("took this up again");
      return html`<li class="ws-thread__turn" data-comment=${row.id}>
        ${icon(row.kind === "resolved" ? "check" : "undo")}<span><bdi>${row.author.name}</bdi> ${words}</span>${this.#time(row.created_at)}
      </li>`;
    }
    const mine = this.conversation.isMine(row);
    return html`<li class="ws-said ${row.unread ? "is-new" : ""}" data-comment=${row.id}>
      ${avatar(row.author.name)}
      <div class="ws-said__head">
        <strong><bdi>${mine ? t("you") : row.author.name}</bdi></strong>
        ${row.version === 0 ? html`<span class="ws-said__when">${t("on its way")}</span>` : this.#time(row.created_at)}
        ${row.edited_at && !row.deleted_at ? html`<span class="ws-said__when">${t("edited")}</span>` : nothing}
        ${row.open ? html`<span class="badge badge--info">${t("for all readers")}</span>` : nothing}
      </div>
      ${row.deleted_at
        ? html`<p class="ws-said__gone">${t("This comment was deleted.")}</p>`
        : this.editing === row.id
          ? html`${this.#editorOf(row)}`
          : html`<p class="ws-said__text" dir="auto">${pieces(row.text, row.mentions).map(({ text, who }) => who ? html`<mark class="ws-said__who" title=${who.name}>${text}</mark>` : text)}</p>
              ${mine && this.conversation.mayWrite ? this.#actions(row) : nothing}`}
    </li>`;
  }

  #actions(row: CommentRow): TemplateResult {
    return html`<div class="ws-said__actions">
      <button type="button" class="ws-said__action" data-action="edit-comment" @click=${() => (this.editing = row.id)}>${t("Edit")}</button>
      <button type="button" class="ws-said__action" data-action="delete-comment" @click=${() => this.#remove(row)}>${t("Delete")}</button>
    </div>`;
  }

  #remove(row: CommentRow): void {
    this.conversation.remove(row);
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("[data-action=reply]")?.focus());
  }

  #time(at: string): TemplateResult {
    const words = relative(new Date(at), new Date());
    return html`<time class="ws-said__when" datetime=${at} data-relative .textContent=${words}></time>`;
  }
}

customElements.define("ws-comment-thread", CommentThread);
