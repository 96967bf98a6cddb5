/** Finishing cannot be taken back by the reader (others' marks become visible), so this one act asks first and says why. */
import { html, nothing, type TemplateResult } from "lit";
import { describeProblem, Refused } from "../model/api";
import { t, tn } from "../model/words";
import type { Workspace } from "../model/workspace";
import { LightElement } from "./light_element";

export class FinishDialog extends LightElement {
  static override properties = { busy: { state: true }, error: { state: true } };
  declare busy: boolean;
  declare error: string;
  workspace!: Workspace;

  constructor() {
    super();
    this.busy = false;
    this.error = "";
  }

  show(): void {
    this.error = "";
    this.requestUpdate();
    this.querySelector("dialog")?.showModal();
  }

  async #finish(): Promise<void> {
    this.busy = true;
    this.error = "";
    try {
      await this.workspace.outbox.emptied();
      await this.workspace.finish();
      this.querySelector("dialog")?.close();
      this.workspace.emit("notice", { text: t("Reading finished") });
    } catch (error) {
      this.error =
        error instanceof Refused ? describeProblem(error.problem) : t("The server cannot be reached. Try again in a moment.");
    } finally {
      this.busy = false;
    }
  }

  protected override render(): TemplateResult {
    const { size } = this.workspace.marks;
    const lifts = this.workspace.boot.blind === "until_finished";
    return html`<dialog class="dialog" id="ws-finish" aria-labelledby="ws-finish-title">
      <header class="dialog__header"><h2 id="ws-finish-title">${t("Finish reading?")}</h2></header>
      <div class="dialog__body">
        <p>${size ? tn("You see {count} mark in this document.", "You see {count} marks in this document.", size) : t("Nothing is marked in this document: finishing records that there was nothing to mark.")}</p>
        <p>
          ${lifts
            ? t("Finishing shows you the marks of others, so you cannot take it back yourself: a manager can open the reading again.")
            : t("A manager can open the reading again.")}
        </p>
        ${this.error ? html`<p class="field__error" role="alert">${this.error}</p>` : nothing}
        <p class="cluster">
          <button
            type="button"
            class="button button--primary"
            data-action="confirm-finish"
            aria-busy=${this.busy}
            ?disabled=${this.busy}
            @click=${() => this.#finish()}
          >
            ${t("Finish reading")}
          </button>
          <button type="button" class="button button--quiet" @click=${() => this.querySelector("dialog")?.close()}>
            ${t("Keep reading")}
          </button>
        </p>
      </div>
    </dialog>`;
  }
}

customElements.define("ws-finish-dialog", FinishDialog);
