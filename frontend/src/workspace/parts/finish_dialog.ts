/**
 * Finishing one's reading, and seeing what others did there: two acts, which can be done in one. The second closes the
 * reading for its reader, so each asks first and says what it means.
 */
import { html, nothing, type TemplateResult } from "lit";
import { whyNot } from "../model/own_reading";
import { t, tn } from "../model/words";
import type { Workspace } from "../model/workspace";
import { icon } from "./icons";
import { LightElement } from "./light_element";

type Act = "finish" | "reveal";

export class FinishDialog extends LightElement {
  static override properties = { act: { state: true }, busy: { state: true }, error: { state: true } };
  declare act: Act;
  declare busy: "" | Act;
  declare error: string;
  workspace!: Workspace;

  constructor() {
    super();
    this.act = "finish";
    this.busy = "";
    this.error = "";
  }

  show(act: Act): void {
    this.act = act;
    this.error = "";
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector("dialog")?.showModal());
  }

  /** Whoever leaves the dialog while marks are still being saved gives the act up; what was sent by then is told of. */
  async #do(busy: Act, work: (wanted: () => boolean) => Promise<void>): Promise<void> {
    const dialog = this.querySelector("dialog")!;
    this.busy = busy;
    this.error = "";
    try {
      await work(() => dialog.open);
      dialog.close();
    } catch (error) {
      if (dialog.open) this.error = whyNot(error);
      else this.workspace.refuse(whyNot(error));
    } finally {
      this.busy = "";
    }
  }

  #button(words: string, act: Act, action: string, main: boolean, work: (wanted: () => boolean) => Promise<void>): TemplateResult {
    return html`<button
      type="button"
      class=${main ? "button button--primary" : "button"}
      data-action=${action}
      aria-busy=${this.busy === act}
      ?disabled=${this.busy !== ""}
      @click=${() => this.#do(act, work)}
    >
      ${act === "reveal" ? icon("eye") : nothing} ${words}
    </button>`;
  }

  protected override render(): TemplateResult {
    return html`<dialog class="dialog" id="ws-finish" aria-labelledby="ws-finish-title" aria-describedby="ws-finish-words">
      ${this.act === "finish" ? this.#finish() : this.#reveal()}
    </dialog>`;
  }

  #finish(): TemplateResult {
    const { marks, boot } = this.workspace;
    const { size } = marks;
    const finish = (look: boolean) => (wanted: () => boolean) => this.workspace.reading.finish(look, wanted);
    return html`
      <header class="dialog__header"><h2 id="ws-finish-title">${t("Finish reading?")}</h2></header>
      <div class="dialog__body">
        <p>${size ? tn("You see {count} mark in this document.", "You see {count} marks in this document.", size) : t("Nothing is marked in this document: finishing records that there was nothing to mark.")}</p>
        <p id="ws-finish-words">
          ${
            boot.blind === ""
              ? t("A manager can open the reading again.")
              : t(
                  "You can go on reading later, as long as you have not seen the work of others. Seeing it closes your reading: from then on only a manager can open it again.",
                )
          }
        </p>
        ${this.#trouble()}
        <p class="cluster">
          ${this.#button(t("Finish reading"), "finish", "confirm-finish", true, finish(false))}
          ${boot.blind === "until_finished" ? this.#button(t("Finish and see the work of others"), "reveal", "confirm-look", false, finish(true)) : nothing}
          ${this.#leave(t("Keep reading"))}
        </p>
      </div>
    `;
  }

  #reveal(): TemplateResult {
    return html`
      <header class="dialog__header"><h2 id="ws-finish-title">${t("See the work of others?")}</h2></header>
      <div class="dialog__body">
        <p id="ws-finish-words">
          ${t("It closes your reading: what you did here can no longer be undone, and only a manager can open the reading again.")}
        </p>
        ${this.#trouble()}
        <p class="cluster">
          ${this.#button(t("See the work of others"), "reveal", "confirm-look", true, () => this.workspace.reading.reveal())}
          ${this.#leave(t("Not yet"), true)}
        </p>
      </div>
    `;
  }

  #trouble(): TemplateResult | typeof nothing {
    return this.error ? html`<p class="field__error" role="alert">${this.error}</p>` : nothing;
  }

  /** `first`: it has the focus at first, for what it leaves undone cannot be taken back. */
  #leave(words: string, first = false): TemplateResult {
    return html`<button type="button" class="button button--quiet" ?autofocus=${first} @click=${() => this.querySelector("dialog")?.close()}>
      ${words}
    </button>`;
  }
}

customElements.define("ws-finish-dialog", FinishDialog);
