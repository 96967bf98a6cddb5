/**
 * All marks, in the order of the text unless another is chosen: the accessible face of the painted marks. A list box that is moved through with the
 * arrow keys; only the rows in view are in the document, each says which of how many it is.
 */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t, tn } from "../model/words";
import { icon } from "../parts/icons";
import { labelChip } from "../parts/label_chip";
import { LightElement } from "../parts/light_element";
import { EVERYTHING, filtered, isNarrow, peopleIn, type MarkFilter, type Order, type Person } from "./mark_filter";
import type { PanelHost } from "./registry";

const ROW = 58;
const AROUND = 6;
const QUOTE = 160;
const ORDERS: readonly (readonly [Order, () => string])[] = [
  ["place", () => t("As in the text")],
  ["label", () => t("By label")],
  ["person", () => t("By person")],
  ["newest", () => t("Newest first")],
];

export class MarkList extends LightElement {
  static override properties = { tick: { state: true }, filter: { state: true } };
  declare tick: number;
  declare filter: MarkFilter;
  host!: PanelHost;
  #rows: ArrayLike<number> = [];
  #people: readonly Person[] = [];
  #stale = true;
  #queued = false;

  constructor() {
    super();
    this.tick = 0;
    this.filter = EVERYTHING;
    this.className = "ws-marks";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { workspace } = this.host;
    workspace.on("marks", () => this.#refresh());
    workspace.on("codebook", () => this.#refresh());
    workspace.on("reading", () => this.#refresh());
    workspace.on("comments", () => this.#refresh());
    workspace.on("selection", () => {
      this.tick++;
      void this.updateComplete.then(() => this.#reveal());
    });
  }

  #refresh(): void {
    this.#stale = true;
    if (this.#queued) return;
    this.#queued = true;
    requestAnimationFrame(() => {
      this.#queued = false;
      this.tick++;
    });
  }

  #filtered(): ArrayLike<number> {
    if (!this.#stale) return this.#rows;
    this.#stale = false;
    const { marks, codebook } = this.host.workspace;
    this.#people = peopleIn(marks);
    const gone = this.filter.person && !this.#people.some(({ id }) => id === this.filter.person);
    if (gone) this.filter = { ...this.filter, person: "" };
    this.#rows = filtered(marks, codebook, this.filter);
    return this.#rows;
  }

  #position(slot: number | null): number {
    return slot === null ? -1 : Array.prototype.indexOf.call(this.#filtered(), slot);
  }

  get #box(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".ws-marks__box");
  }

  focusList(): void {
    this.#box?.focus();
  }

  focusFilter(): void {
    this.querySelector<HTMLInputElement>("input")?.select();
  }

  /** From the filter on into what it found, and back to the text. */
  #onFilterKey(event: KeyboardEvent): void {
    const rows = this.#filtered();
    if ((event.key !== "ArrowDown" && event.key !== "Enter") || rows.length === 0) return;
    event.preventDefault();
    this.focusList();
    this.host.goTo(rows[0]!);
  }

  #reveal(): void {
    const box = this.#box;
    const at = this.#position(this.host.workspace.selected);
    if (!box || at < 0) return;
    if (at * ROW < box.scrollTop) box.scrollTop = at * ROW;
    else if ((at + 1) * ROW > box.scrollTop + box.clientHeight) box.scrollTop = (at + 1) * ROW - box.clientHeight;
  }

  #onKey(event: KeyboardEvent): void {
    const rows = this.#filtered();
    const box = this.#box;
    if (!box || event.altKey || event.ctrlKey || event.metaKey || rows.length === 0) return;
    const at = this.#position(this.host.workspace.selected);
    const page = Math.max(1, Math.floor(box.clientHeight / ROW) - 1);
    const targets: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? rows.length - 1 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.host.goTo(rows[Math.max(0, Math.min(rows.length - 1, target))]!);
  }

  protected override render(): TemplateResult {
    const { workspace } = this.host;
    const rows = this.#filtered();
    const total = workspace.marks.size;
    const narrow = isNarrow(this.filter);
    return html`
      <div class="ws-marks__filter">
        <input
          type="search"
          aria-label=${t("Filter the marks")}
          placeholder=${t("Filter")}
          .value=${this.filter.query}
          @input=${(event: InputEvent) => this.#filterBy({ query: (event.target as HTMLInputElement).value })}
          @keydown=${(event: KeyboardEvent) => this.#onFilterKey(event)}
        />
        ${this.#choice("label", t("Only marks with this label"), [["", t("All labels")], ...workspace.codebook.all.map(({ id, path }) => [id, path] as const)])}
        ${this.#people.length > 1
          ? this.#choice("person", t("Only marks of this person"), [["", t("Everybody")], ...this.#people.map(({ id, name }) => [id, name] as const)])
          : nothing}
      </div>
      <div class="ws-marks__head">
        <p class="ws-marks__count" role="status">
          ${narrow
            ? t("{shown} of {total}", { shown: rows.length.toLocaleString(), total: total.toLocaleString() })
            : tn("{count} mark", "{count} marks", total)}
        </p>
        ${this.#choice("order", t("Order of the marks"), ORDERS.map(([order, name]) => [order, name()] as const))}
      </div>
      ${this.#body(rows, narrow)}
    `;
  }

  #choice(name: "label" | "person" | "order", title: string, options: readonly (readonly [string, string])[]): TemplateResult {
    return html`<select
      aria-label=${title}
      @change=${(event: Event) => this.#filterBy({ [name]: (event.target as HTMLSelectElement).value })}
    >
      ${options.map(([value, words]) => html`<option value=${value} ?selected=${value === this.filter[name]}>${words}</option>`)}
    </select>`;
  }

  #filterBy(change: Partial<MarkFilter>): void {
    this.filter = { ...this.filter, ...change };
    this.#stale = true;
    const box = this.#box;
    if (box) box.scrollTop = 0;
  }

  #body(rows: ArrayLike<number>, narrow: boolean): TemplateResult {
    if (rows.length === 0) return this.#empty(narrow);
    const box = this.#box;
    const top = box?.scrollTop ?? 0;
    const height = box?.clientHeight ?? 600;
    const first = Math.max(0, Math.floor(top / ROW) - AROUND);
    const last = Math.min(rows.length, Math.ceil((top + height) / ROW) + AROUND);
    const selected = this.host.workspace.selected;
    const visible: number[] = [];
    for (let at = first; at < last; at++) visible.push(at);
    const at = this.#position(selected);
    const inView = at >= first && at < last;
    return html`<div
      class="ws-marks__box"
      role="listbox"
      tabindex="0"
      aria-label=${t("Marks in this document")}
      aria-activedescendant=${inView ? `ws-mark-${at}` : nothing}
      @scroll=${() => this.tick++}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
      @focus=${() => selected === null && rows.length && this.tick++}
    >
      <div class="ws-marks__all" role="presentation" .style=${`height:${rows.length * ROW}px`}>
        ${repeat(
          visible,
          (row) => rows[row],
          (row) => this.#row(rows[row]!, row, rows.length, rows[row] === selected),
        )}
      </div>
    </div>`;
  }

  #row(slot: number, at: number, count: number, selected: boolean): TemplateResult {
    const { workspace } = this.host;
    const { marks } = workspace;
    const quote = marks.quote(slot).slice(0, QUOTE);
    const note = marks.note(slot);
    const author = marks.isBy(slot, workspace.boot.me.participant) ? t("you") : marks.authorName(slot);
    return html`<div
      id="ws-mark-${at}"
      class="ws-marks__row"
      role="option"
      aria-selected=${selected}
      aria-setsize=${count}
      aria-posinset=${at + 1}
      data-mark=${marks.id(slot)}
      .style=${`top:${at * ROW}px`}
      @click=${() => this.host.goTo(slot)}
    >
      <span class="ws-marks__line">${labelChip(workspace, marks.label(slot))}${this.#sign(marks.id(slot))}<span class="ws-marks__by">${author}</span></span>
      <span class="ws-marks__quote" dir="auto">${quote}${note ? html` <span class="ws-marks__note"><span aria-hidden="true">✎</span><span class="visually-hidden">${t("Note")}:</span> ${note}</span>` : nothing}</span>
    </div>`;
  }

  /** That there are comments on a mark, and how many. */
  #sign(id: string): TemplateResult | typeof nothing {
    const thread = this.host.workspace.conversation.talk.threads.get(id);
    if (!thread?.count) return nothing;
    const words = thread.resolved
      ? tn("{count} comment, resolved", "{count} comments, resolved", thread.count)
      : tn("{count} comment", "{count} comments", thread.count);
    return html`<span class="ws-marks__said ${thread.resolved ? "is-resolved" : ""}" title=${words}
      >${icon("message")}<span aria-hidden="true">${thread.count}</span><span class="visually-hidden">${words}</span></span
    >`;
  }

  #empty(narrow: boolean): TemplateResult {
    return html`<div class="empty ws-marks__empty">
      <p class="empty__title">${narrow ? t("No mark fits this filter") : t("Nothing is marked yet")}</p>
      <p class="empty__text">
        ${narrow
          ? t("Change the words, the label or the person above.")
          : this.host.workspace.mayAnnotate
            ? t("Select words in the text, then choose a label.")
            : t("Marks appear here when you may see them.")}
      </p>
    </div>`;
  }
}

customElements.define("ws-mark-list", MarkList);
