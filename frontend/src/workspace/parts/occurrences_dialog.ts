/**
 * The same words everywhere: a list of all places where they stand, each in its surroundings and to be ticked off, and one
 * label for those that stay. What is marked there is one change, and one undo takes it back.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { Fragment } from "../../engine/marks";
import { occurrencesOf } from "../../engine/occurrences";
import { shortLine } from "../model/short_line";
import { t, tn } from "../model/words";
import type { Workspace } from "../model/workspace";
import { icon } from "./icons";
import { LightElement } from "./light_element";

/** The most that one request takes. */
const MOST = 1000;
const AROUND = 48;
export const LONGEST_WORDS = 300;

export class OccurrencesDialog extends LightElement {
  static override properties = { words: { state: true }, label: { state: true }, tick: { state: true } };
  declare words: string;
  declare label: string;
  declare tick: number;
  workspace!: Workspace;
  #wholeWords = true;
  #matchCase = false;
  #found: readonly Fragment[] = [];
  readonly #left = new Set<number>();

  constructor() {
    super();
    this.words = "";
    this.label = "";
    this.tick = 0;
  }

  async show(words: string, label: string): Promise<void> {
    this.words = words;
    this.label = label;
    this.#left.clear();
    this.#look();
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
    this.querySelector<HTMLElement>("select")?.focus();
  }

  #look(): void {
    const { index } = this.workspace;
    this.#found = occurrencesOf(index, this.words, { wholeWords: this.#wholeWords, matchCase: this.#matchCase });
    this.tick++;
  }

  /** Where a mark of this person with this label stands on just these words. */
  #marked(range: Fragment): boolean {
    const { marks, boot } = this.workspace;
    return marks
      .at(range[0])
      .some(
        (slot) =>
          marks.label(slot) === this.label &&
          marks.isBy(slot, boot.me.participant) &&
          marks.fragments(slot).some(([start, end]) => start === range[0] && end === range[1]),
      );
  }

  get #offered(): readonly Fragment[] {
    return this.#found.slice(0, MOST);
  }

  get #chosen(): Fragment[] {
    return this.#offered.filter((range) => !this.#left.has(range[0]) && !this.#marked(range));
  }

  #submit(event: Event): void {
    event.preventDefault();
    const chosen = this.#chosen;
    if (chosen.length === 0) return;
    this.querySelector("dialog")?.close();
    this.workspace.createMany(this.label, chosen);
    const text = tn("{count} passage marked", "{count} passages marked", chosen.length);
    this.workspace.emit("notice", { text, undo: true });
  }

  #tickAll(ticked: boolean): void {
    this.#left.clear();
    if (!ticked) for (const [start] of this.#offered) this.#left.add(start);
    this.tick++;
  }

  #turn([start]: Fragment, ticked: boolean): void {
    if (ticked) this.#left.delete(start);
    else this.#left.add(start);
    this.tick++;
  }

  /** From tick to tick with the arrow keys, so that a long list is not a hundred stops of Tab. */
  #onKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const boxes = [...this.querySelectorAll<HTMLInputElement>(".ws-places input:not(:disabled)")];
    const at = boxes.indexOf(event.target as HTMLInputElement);
    if (at < 0) return;
    const next = event.key === "Home" ? 0 : event.key === "End" ? boxes.length - 1 : step === undefined ? -1 : at + step;
    if (!boxes[next]) return;
    event.preventDefault();
    boxes[next].focus();
  }

  protected override render(): TemplateResult {
    const chosen = this.#chosen.length;
    const option = (name: string, on: boolean, set: (on: boolean) => void): TemplateResult =>
      html`<label class="cluster">
        <input
          type="checkbox"
          .checked=${on}
          @change=${(event: Event) => {
            set((event.target as HTMLInputElement).checked);
            this.#look();
          }}
        />
        ${name}
      </label>`;
    return html`<dialog class="dialog dialog--wide ws-occurrences" aria-labelledby="ws-occurrences-title">
      <form @submit=${(event: Event) => this.#submit(event)}>
        <header class="dialog__header">
          <h2 id="ws-occurrences-title">${t("Every “{words}”", { words: shortLine(this.words, 60) })}</h2>
          <button
            type="button"
            class="button button--quiet button--icon"
            aria-label=${t("Close")}
            @click=${() => this.querySelector("dialog")?.close()}
          >
            ${icon("x")}
          </button>
        </header>
        <div class="dialog__body">
          <div class="ws-occurrences__how">
            <label class="cluster"
              >${t("Label")}
              <select @change=${(event: Event) => (this.label = (event.target as HTMLSelectElement).value)}>
                ${this.workspace.codebook.usable.map(
                  ({ id, path }) => html`<option value=${id} ?selected=${id === this.label}>${path}</option>`,
                )}
              </select>
            </label>
            ${option(t("Whole words only"), this.#wholeWords, (on) => (this.#wholeWords = on))}
            ${option(t("Same case"), this.#matchCase, (on) => (this.#matchCase = on))}
          </div>
          <div class="ws-occurrences__count">
            <p role="status">
              ${tn("{chosen} of {count} place chosen", "{chosen} of {count} places chosen", this.#found.length, { chosen })}${this.#found.length > MOST
                ? ` · ${t("only the first {count} are shown", { count: MOST.toLocaleString() })}`
                : nothing}
            </p>
            <button type="button" class="button button--quiet button--s" @click=${() => this.#tickAll(true)}>${t("All")}</button>
            <button type="button" class="button button--quiet button--s" @click=${() => this.#tickAll(false)}>${t("None")}</button>
          </div>
          <ol class="ws-places" @keydown=${(event: KeyboardEvent) => this.#onKey(event)}>
            ${this.#offered.map((range) => this.#place(range))}
          </ol>
        </div>
        <footer class="ws-occurrences__do">
          <button type="submit" class="button button--primary" ?disabled=${chosen === 0}>
            ${tn("Mark {count} passage", "Mark {count} passages", chosen)}
          </button>
          <button type="button" class="button button--quiet" @click=${() => this.querySelector("dialog")?.close()}>
            ${t("Leave")}
          </button>
        </footer>
      </form>
    </dialog>`;
  }

  #place(range: Fragment): TemplateResult {
    const { index } = this.workspace;
    const [start, end] = range;
    const marked = this.#marked(range);
    const around = (from: number, to: number): string => index.slice(from, to).replace(/\s+/gu, " ");
    return html`<li>
      <label>
        <input
          type="checkbox"
          .checked=${!marked && !this.#left.has(start)}
          ?disabled=${marked}
          @change=${(event: Event) => this.#turn(range, (event.target as HTMLInputElement).checked)}
        />
        <span class="ws-places__words" dir="auto"
          >…${around(start - AROUND, start)}<b>${around(start, end)}</b>${around(end, end + AROUND)}…</span
        >
        ${marked ? html`<span class="ws-places__is">${t("marked already")}</span>` : nothing}
      </label>
    </li>`;
  }
}

customElements.define("ws-occurrences-dialog", OccurrencesDialog);
