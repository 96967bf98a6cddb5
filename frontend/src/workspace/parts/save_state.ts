/** Where one looks to see whether the work is saved: always the same place, one sentence, and what to do where it is not. */
import { html, nothing, type TemplateResult } from "lit";
import { describeProblem } from "../model/api";
import { giveUp } from "../model/decisions";
import { markOf } from "../model/changes";
import { shortLine } from "../model/short_line";
import { t, tn } from "../model/words";
import type { Workspace } from "../model/workspace";
import type { Operation } from "../store/operations";
import type { SaveState } from "../store/outbox";
import { icon, type IconName } from "./icons";
import { labelChip } from "./label_chip";
import { LightElement } from "./light_element";

const QUOTE = 80;

export type SaveName = "saved" | "saving" | "unsaved" | "offline" | "session" | "conflict" | "failed";

export function saveName(state: SaveState): SaveName {
  if (state.trouble === "session") return "session";
  if (state.conflicts.length) return "conflict";
  if (state.failures.length) return "failed";
  if (state.unsaved === 0) return "saved";
  if (state.trouble === "offline") return "offline";
  return state.sending ? "saving" : "unsaved";
}

const ICONS: Record<SaveName, IconName> = {
  saved: "check",
  saving: "loader",
  unsaved: "loader",
  offline: "cloudOff",
  session: "lock",
  conflict: "compare",
  failed: "circleAlert",
};

function sentence(name: SaveName, state: SaveState): string {
  const count = state.unsaved;
  switch (name) {
    case "saved":
      return t("Saved");
    case "saving":
      return t("Saving…");
    case "unsaved":
      return tn("{count} unsaved", "{count} unsaved", count);
    case "offline":
      return tn("Offline: {count} unsaved", "Offline: {count} unsaved", count);
    case "session":
      return t("Session ended");
    case "conflict":
      return tn("{count} conflict", "{count} conflicts", state.conflicts.length);
    case "failed":
      return tn("{count} not accepted", "{count} not accepted", state.failures.length);
  }
}

export class SaveStateView extends LightElement {
  static override properties = { save: { state: true } };
  declare save: SaveState;
  workspace!: Workspace;
  #said: string | undefined;
  onConflict: (operation: Operation) => void = () => {};

  constructor() {
    super();
    this.className = "ws-save";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.save = this.workspace.save;
    this.workspace.on("save", (save) => (this.save = save));
  }

  /** An ended session is said at once; the rest can wait until somebody asks. */
  protected override updated(): void {
    const name = this.dataset["state"];
    const details = this.querySelector<HTMLElement>(".ws-save__details");
    if (name === this.#said || !details) return;
    this.#said = name;
    if (name === "session") details.showPopover();
    else if (details.matches(":popover-open")) details.hidePopover();
  }

  protected override render(): TemplateResult {
    const name = saveName(this.save);
    const details = name !== "saved" && name !== "saving";
    this.dataset["state"] = name;
    return html`
      <button
        type="button"
        class="button button--quiet button--s ws-save__button"
        popovertarget="ws-save-details"
        ?disabled=${!details}
      >
        ${icon(ICONS[name], name === "saving" || name === "unsaved" ? "ws-turning" : "")}
        <span role="status">${sentence(name, this.save)}</span>
      </button>
      <div id="ws-save-details" class="ws-save__details" popover>${this.#details(name)}</div>
    `;
  }

  #details(name: SaveName): TemplateResult | typeof nothing {
    const { conflicts, failures, unsaved, durable } = this.save;
    const kept = durable
      ? t("They are kept in this browser and will be sent by themselves.")
      : t("This browser keeps nothing on disk: leave the page open until they are saved.");
    return html`
      ${name === "session"
        ? html`<p><strong>${t("Your session has ended: sign in again; nothing is lost.")}</strong></p>
            <p>
              <a class="button button--primary" target="_blank" rel="noopener" href=${signInAddress()}
                >${t("Sign in in a new tab")}</a
              >
              <button type="button" class="button" @click=${() => this.workspace.outbox.retryNow()}>${t("Try again")}</button>
            </p>`
        : nothing}
      ${name === "offline"
        ? html`<p>${t("The server cannot be reached.")} ${kept}</p>
            <p><button type="button" class="button" @click=${() => this.workspace.outbox.retryNow()}>${t("Try now")}</button></p>`
        : nothing}
      ${name === "unsaved" ? html`<p>${tn("{count} change waits.", "{count} changes wait.", unsaved)} ${kept}</p>` : nothing}
      ${conflicts.map(
        (operation) => html`<div class="ws-save__item">
          <p>${operation.title}</p>
          <button type="button" class="button button--s" data-action="decide" @click=${() => this.onConflict(operation)}>
            ${t("Compare and decide")}
          </button>
        </div>`,
      )}
      ${failures.map((operation) => this.#failure(operation))}
    `;
  }

  #failure(operation: Operation): TemplateResult {
    const why = operation.problem ? describeProblem(operation.problem) : "";
    const current = operation.steps ? operation.problem?.current : null;
    const theirs = current && !current.deleted_at ? markOf(current) : null;
    return html`<div class="ws-save__item">
      <p><strong>${operation.title}</strong></p>
      <p>${t("The server did not accept this change: {why}", { why })}</p>
      ${theirs
        ? html`<p>
            ${t("On the server now:")} ${labelChip(this.workspace, theirs.label, true)}
            <q dir="auto">${shortLine(theirs.fragments.map(([start, end]) => this.workspace.index.slice(start, end)).join(" … "), QUOTE)}</q>
            ${theirs.note ? html`<span class="muted" dir="auto">${theirs.note}</span>` : nothing}
          </p>`
        : nothing}
      <button
        type="button"
        class="button button--s"
        @click=${() => this.workspace.outbox.tryAgain(operation)}
      >
        ${current ? t("Do it all the same") : t("Try again")}
      </button>
      <button type="button" class="button button--s button--quiet" @click=${() => giveUp(this.workspace, operation)}>
        ${t("Give this change up")}
      </button>
    </div>`;
  }
}

function signInAddress(): string {
  return `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
}

customElements.define("ws-save-state", SaveStateView);
