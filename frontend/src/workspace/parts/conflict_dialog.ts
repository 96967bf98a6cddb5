/** Somebody else changed the same mark: both versions side by side, and one decision. */
import { html, nothing, type TemplateResult } from "lit";
import { written } from "../model/attribute_values";
import { markOf, sameFragments, type Patch } from "../model/changes";
import type { Mark } from "../../engine/marks";
import { keepMine, takeTheirs } from "../model/decisions";
import { t } from "../model/words";
import type { Workspace } from "../model/workspace";
import type { Operation } from "../store/operations";
import { currentOf } from "../store/outbox";
import { labelChip } from "./label_chip";
import { LightElement } from "./light_element";

export class ConflictDialog extends LightElement {
  static override properties = { operation: { state: true } };
  declare operation: Operation | null;
  workspace!: Workspace;

  constructor() {
    super();
    this.operation = null;
  }

  async show(operation: Operation): Promise<void> {
    const dialog = this.querySelector("dialog");
    if (dialog?.open) return;
    this.operation = operation;
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
  }

  #decide(mine: boolean): void {
    const operation = this.operation;
    if (!operation) return;
    this.querySelector("dialog")?.close();
    const current = currentOf(operation);
    if (mine && current) void keepMine(this.workspace, operation, current);
    else void takeTheirs(this.workspace, operation, current);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { operation } = this;
    if (!operation) return nothing;
    const current = currentOf(operation);
    const theirs = current && !current.deleted_at ? markOf(current) : null;
    const slot = this.workspace.marks.slotOf(operation.annotation);
    const base = theirs ?? (slot === undefined ? null : this.workspace.marks.mark(slot));
    const mine = operation.kind === "delete" || !base ? null : { ...base, ...((operation.body ?? {}) as Patch) };
    return html`<dialog class="dialog dialog--wide ws-conflict" aria-labelledby="ws-conflict-title">
      <header class="dialog__header">
        <h2 id="ws-conflict-title">${t("This mark was changed meanwhile")}</h2>
      </header>
      <div class="dialog__body">
        <p>${t("You and somebody else changed the same mark. Neither version is lost until you choose.")}</p>
        <div class="compare">
          ${this.#version(t("Yours, not saved yet"), mine, theirs)} ${this.#version(t("On the server"), theirs, mine)}
        </div>
        <p class="cluster">
          <button type="button" class="button button--primary" data-action="keep-mine" @click=${() => this.#decide(true)}>
            ${t("Keep yours")}
          </button>
          <button type="button" class="button" data-action="take-theirs" @click=${() => this.#decide(false)}>
            ${t("Take the server’s")}
          </button>
          <button type="button" class="button button--quiet" @click=${() => this.querySelector("dialog")?.close()}>
            ${t("Decide later")}
          </button>
        </p>
      </div>
    </dialog>`;
  }

  #version(title: string, mark: Mark | null, other: Mark | null): TemplateResult {
    if (!mark) {
      return html`<div class="compare__column">
        <div class="compare__title">${title}</div>
        <dl class="compare__facts"><div class="compare__fact is-different"><dt>${t("State")}</dt><dd>${t("Deleted")}</dd></div></dl>
      </div>`;
    }
    const quote = mark.fragments.map(([start, end]) => this.workspace.index.slice(start, end)).join(" … ");
    const fact = (name: string, value: unknown, differs: boolean): TemplateResult =>
      html`<div class=${differs ? "compare__fact is-different" : "compare__fact"}><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<div class="compare__column">
      <div class="compare__title">${title}</div>
      <dl class="compare__facts">
        ${fact(t("Label"), labelChip(this.workspace, mark.label, true), !!other && other.label !== mark.label)}
        ${fact(t("Words"), quote, !!other && !sameFragments(other.fragments, mark.fragments))}
        ${fact(t("Note"), mark.note || "—", !!other && other.note !== mark.note)}
        ${namesOf(mark, other).map((name) => {
          const value = valueOf(mark, name);
          return fact(name, value || "—", !!other && value !== valueOf(other, name));
        })}
      </dl>
    </div>`;
  }
}

/** The names of the attributes that either version has. */
function namesOf(mark: Mark, other: Mark | null): string[] {
  return [...new Set([...Object.keys(mark.attributes ?? {}), ...Object.keys(other?.attributes ?? {})])];
}

function valueOf(mark: Mark, name: string): string {
  const value = mark.attributes?.[name];
  return value === undefined ? "" : written(value);
}

customElements.define("ws-conflict-dialog", ConflictDialog);
