/** Choosing how two marks are related: the kinds as a list, read between the words of both; and which way round. */
import { html, nothing, type TemplateResult } from "lit";
import type { RelationKind } from "../model/relations";
import { shortLine } from "../model/short_line";
import { t } from "../model/words";
import type { Workspace } from "../model/workspace";
import { icon } from "./icons";
import { LightElement } from "./light_element";

const QUOTE = 90;

export class RelationDialog extends LightElement {
  static override properties = { source: { state: true }, target: { state: true } };
  declare source: string;
  declare target: string;
  workspace!: Workspace;
  done: () => void = () => {};

  constructor() {
    super();
    this.source = "";
    this.target = "";
  }

  async show(source: string, target: string): Promise<void> {
    this.source = source;
    this.target = target;
    this.requestUpdate(); // the same two marks may be related in more ways than before
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
    this.#choices()[0]?.focus();
  }

  #choices(): HTMLButtonElement[] {
    return [...this.querySelectorAll<HTMLButtonElement>(".ws-kinds button")];
  }

  #close(): void {
    this.querySelector("dialog")?.close();
  }

  #choose(kind: RelationKind): void {
    this.#close();
    this.workspace.relations.relate(this.source, this.target, kind);
  }

  #turn(): void {
    [this.source, this.target] = [this.target, this.source];
  }

  #onKey(event: KeyboardEvent): void {
    const choices = this.#choices();
    const at = choices.indexOf(document.activeElement as HTMLButtonElement);
    const digit = /^[1-9]$/.test(event.key) ? choices[Number(event.key) - 1] : undefined;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (digit) digit.click();
    else if (step !== undefined) choices[(at + step + choices.length) % choices.length]?.focus();
    else return;
    event.preventDefault();
  }

  #quote(id: string): string {
    const { marks } = this.workspace;
    const slot = marks.slotOf(id);
    return slot === undefined ? "" : shortLine(marks.quote(slot), QUOTE);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.source) return nothing;
    const { relations } = this.workspace;
    const offered = relations.usable.filter((kind) => !relations.isThere(this.source, this.target, kind));
    return html`<dialog class="dialog ws-relation" aria-labelledby="ws-relation-title" @close=${() => this.done()}>
      <header class="dialog__header">
        <h2 id="ws-relation-title">${t("How are they related?")}</h2>
        <button type="button" class="button button--quiet button--icon" aria-label=${t("Close")} @click=${() => this.#close()}>
          ${icon("x")}
        </button>
      </header>
      <div class="dialog__body">
        <p class="ws-relation__words" data-end="source"><q dir="auto">${this.#quote(this.source)}</q></p>
        ${offered.length
          ? html`<div class="ws-kinds" role="group" aria-label=${t("Kinds of relation")} @keydown=${(event: KeyboardEvent) => this.#onKey(event)}>
              ${offered.map(
                (kind, at) => html`<button type="button" class="ws-kinds__kind" data-kind=${kind.id} @click=${() => this.#choose(kind)}>
                  <span class="ws-kinds__name">${kind.name}${kind.symmetric ? html` <span aria-hidden="true">⇄</span>` : nothing}</span>
                  <span class="ws-kinds__means">${kind.definition}</span>
                  ${at < 9 ? html`<kbd aria-hidden="true">${at + 1}</kbd>` : nothing}
                </button>`,
              )}
            </div>`
          : html`<p>${t("They are related in every way that this project knows.")}</p>`}
        <p class="ws-relation__words" data-end="target"><q dir="auto">${this.#quote(this.target)}</q></p>
        <p class="cluster">
          <button type="button" class="button" data-action="turn-around" @click=${() => this.#turn()}>
            ${icon("swap")} ${t("Turn around")}
          </button>
          <button type="button" class="button button--quiet" @click=${() => this.#close()}>${t("Leave")}</button>
        </p>
      </div>
    </dialog>`;
  }
}

customElements.define("ws-relation-dialog", RelationDialog);
