/** Every key, as the workspace has it at this moment: the list is made from the commands themselves. */
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { setSingleKeys, singleKeysOn } from "../../site/keys";
import { printed } from "../keys/keys";
import type { HelpGroup } from "../keys/commands";
import { t } from "../model/words";
import { icon } from "./icons";
import { LightElement } from "./light_element";

export class HelpDialog extends LightElement {
  static override properties = { groups: { state: true } };
  declare groups: readonly HelpGroup[];

  constructor() {
    super();
    this.groups = [];
  }

  async show(groups: readonly HelpGroup[]): Promise<void> {
    this.groups = groups;
    await this.updateComplete;
    const dialog = this.querySelector("dialog");
    if (!dialog?.open) dialog?.showModal();
  }

  readonly #onSwitch = (event: Event): void => {
    setSingleKeys((event.target as HTMLInputElement).checked);
    this.requestUpdate();
  };

  protected override render(): TemplateResult {
    return html`<dialog class="dialog dialog--wide" id="ws-help" aria-labelledby="ws-help-title">
      <header class="dialog__header">
        <h2 id="ws-help-title">${t("Keys")}</h2>
        <form method="dialog">
          <button class="button button--quiet button--icon" aria-label=${t("Close")}>${icon("x")}</button>
        </form>
      </header>
      <div class="dialog__body keys" tabindex="0">
        <label class="choice">
          <input type="checkbox" name="single-keys" .checked=${live(singleKeysOn())} @change=${this.#onSwitch} />
          <span
            >${t("Use single keys")}
            <span class="choice__hint">${t("Switch this off if speech input or another tool sends keys by itself.")}</span></span
          >
        </label>
        ${this.groups.map(
          ({ title, rows }) => html`<section>
            <h3>${title}</h3>
            <dl>
              ${rows.map(
                (row) => html`<div class="keys__row">
                  <dt>${row.title}</dt>
                  <dd>${row.keys.map((name, at) => html`${at ? html` <span class="muted">${t("or")}</span> ` : ""}${keys(name)}`)}</dd>
                </div>`,
              )}
            </dl>
          </section>`,
        )}
      </div>
    </dialog>`;
  }
}

function keys(name: string): TemplateResult[] {
  return printed(name).map((part) => html`<kbd>${part}</kbd> `);
}

customElements.define("ws-help-dialog", HelpDialog);
