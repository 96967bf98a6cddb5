/** The selected mark: what it is, who made it, its note, and what can be done with it. */
import { html, nothing, type TemplateResult } from "lit";
import type { MarkAction } from "../model/boot";
import { t, tn } from "../model/words";
import { icon } from "../parts/icons";
import { labelChip } from "../parts/label_chip";
import { LightElement } from "../parts/light_element";
import { relationsOf } from "./mark_relations";
import { MarkAttributes } from "./mark_attributes";
import type { PanelHost } from "./registry";

const LAYER_NAMES = [() => t("a person’s mark"), () => t("adjudicated"), () => t("suggested by a machine")];

export class MarkDetail extends LightElement {
  static override properties = { tick: { state: true } };
  declare tick: number;
  host!: PanelHost;
  #id: string | null = null;
  /** What the writer of a note saw when they began: kept while others change the mark. */
  #base = 0;
  #draft: string | null = null;

  readonly #attributes = new MarkAttributes();

  constructor() {
    super();
    this.tick = 0;
    this.className = "ws-detail";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#attributes.host = this.host;
    const { workspace } = this.host;
    workspace.on("selection", () => {
      const { selected } = workspace;
      this.#attributes.show(selected === null ? null : workspace.marks.id(selected));
      this.keepNote();
      this.tick++;
    });
    workspace.on("marks", () => this.tick++);
    workspace.on("codebook", () => this.tick++);
    workspace.on("comments", () => this.tick++);
    workspace.on("relations", () => this.tick++);
  }

  focusNote(): void {
    this.querySelector("textarea")?.focus();
  }

  addAttribute(): void {
    if (this.#id !== null) void this.#attributes.add();
  }

  keepNote(): void {
    const { workspace } = this.host;
    const slot = this.#id === null ? undefined : workspace.marks.slotOf(this.#id);
    const draft = this.#draft;
    this.#draft = null;
    if (this.#id !== null && draft !== null) workspace.drafts.delete(`note:${this.#id}`);
    if (slot !== undefined && draft !== null) workspace.setNote(slot, draft.trim(), this.#base || undefined);
  }

  /** Kept with every key: a page that is closed takes nothing along, and the words are there when the mark is selected again. */
  #typed(words: string): void {
    this.#draft = words;
    this.host.workspace.drafts.set(`note:${this.#id}`, words);
  }

  #onNoteKey(event: KeyboardEvent): void {
    if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      event.stopPropagation();
      this.keepNote();
      this.host.focusText();
    }
  }

  #onAction(event: MouseEvent, action: MarkAction): void {
    if (!action.panel || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.host.takeAction(action);
  }

  /** What another app does with this mark: in a panel, or on a page, where a mark that is not saved yet is not known. */
  #action(slot: number, action: MarkAction): TemplateResult {
    const { marks } = this.host.workspace;
    const inside = html`${icon("scale")} ${action.title}`;
    if (marks.version(slot) === 0) {
      return html`<button
        type="button"
        class="button button--quiet button--s"
        data-action=${action.id}
        ?disabled=${!action.panel}
        title=${action.panel ? `${action.title} (${action.key})` : t("This mark is being saved.")}
        @click=${() => this.host.takeAction(action)}
      >
        ${inside}
      </button>`;
    }
    return html`<a
      class="button button--quiet button--s"
      data-action=${action.id}
      href=${action.href + marks.id(slot)}
      title=${`${action.title} (${action.key})`}
      @click=${(event: MouseEvent) => this.#onAction(event, action)}
      >${inside}</a
    >`;
  }

  /** What begins from this mark, and what is said about it. */
  #pages(slot: number): TemplateResult | typeof nothing {
    const { boot, marks, conversation } = this.host.workspace;
    const said = conversation.talk.threads.get(marks.id(slot))?.count ?? 0;
    if (boot.actions.length === 0 && !boot.may.comment && said === 0) return nothing;
    return html`<div class="ws-detail__actions">
      <button type="button" class="button button--quiet button--s" data-action="comment" @click=${() => this.host.comment()}>
        ${icon("message")} ${said ? tn("{count} comment", "{count} comments", said) : t("Comment")}
      </button>
      ${this.host.workspace.relations.mayRelate(slot)
        ? html`<button type="button" class="button button--quiet button--s" data-action="relate" @click=${() => this.host.relate()}>
            ${icon("link")} ${t("Relate")}
          </button>`
        : nothing}
      ${boot.actions.map((action) => this.#action(slot, action))}
    </div>`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this.host;
    const slot = workspace.selected;
    this.#id = slot === null ? null : workspace.marks.id(slot);
    this.#attributes.show(this.#id);
    if (slot === null) return nothing;
    const { marks } = workspace;
    const mine = workspace.mayEdit(slot);
    if (mine) this.#draft ??= workspace.drafts.get(`note:${marks.id(slot)}`) ?? null;
    const note = this.#draft ?? marks.note(slot);
    return html`<section class="ws-detail__card" aria-label=${t("Selected mark")} data-mark=${marks.id(slot)}>
      <div class="ws-detail__head">
        ${labelChip(workspace, marks.label(slot), true)}
        <button
          type="button"
          class="button button--quiet button--icon button--s"
          aria-label=${t("Leave this mark")}
          @click=${() => workspace.select(null)}
        >
          ${icon("x")}
        </button>
      </div>
      <p class="ws-detail__by">
        ${[marks.isBy(slot, workspace.boot.me.participant) ? t("you") : marks.authorName(slot), LAYER_NAMES[marks.layer(slot)]!()]
          .filter(Boolean)
          .join(" · ")}
      </p>
      ${mine
        ? html`<div class="ws-detail__actions">
              <button type="button" class="button button--s" data-action="relabel" @click=${() => this.host.changeLabel(slot)}>
                ${icon("tag")} ${t("Label")}
              </button>
              <button type="button" class="button button--s" data-action="edges" @click=${() => this.host.moveEdges(slot)}>
                ${icon("moveHorizontal")} ${t("Edges")}
              </button>
              <button
                type="button"
                class="button button--quiet button--icon button--s"
                data-action="history"
                aria-label=${t("History of this mark")}
                title=${t("History of this mark (Shift F4)")}
                @click=${() => this.host.history()}
              >
                ${icon("history")}
              </button>
              <button
                type="button"
                class="button button--quiet button--icon button--s"
                data-action="delete"
                aria-label=${t("Delete this mark")}
                title=${t("Delete this mark")}
                @click=${() => workspace.remove(slot)}
              >
                ${icon("trash")}
              </button>
            </div>
            <label class="ws-detail__note">
              <span class="visually-hidden">${t("Note")}</span>
              <textarea
                rows="2"
                placeholder=${t("Note")}
                .value=${note}
                @focus=${() => (this.#base = marks.version(slot))}
                @input=${(event: InputEvent) => this.#typed((event.target as HTMLTextAreaElement).value)}
                @blur=${() => this.keepNote()}
                @keydown=${(event: KeyboardEvent) => this.#onNoteKey(event)}
              ></textarea>
            </label>`
        : note
          ? html`<p class="ws-detail__text">${note}</p>`
          : nothing}
      ${this.#attributes} ${relationsOf(this.host, slot)} ${this.#pages(slot)}
    </section>`;
  }
}

customElements.define("ws-mark-detail", MarkDetail);
