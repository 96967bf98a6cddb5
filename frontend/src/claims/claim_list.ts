/** The claims that rest on the document, or those of the project that have some words; each may be given what is laid out. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../workspace/model/words";
import type { PanelHost } from "../workspace/panels/registry";
import { icon } from "../workspace/parts/icons";
import { LightElement } from "../workspace/parts/light_element";
import { restsOn, said, type Claim, type Known } from "./known";

const SHOWN = 50;
const TYPING_MS = 250;

export class ClaimList extends LightElement {
  static override properties = { offers: { attribute: false }, busy: { attribute: false }, tick: { state: true } };
  /** Whether there is evidence to give to a claim, and whether it is being given. */
  declare offers: boolean;
  declare busy: boolean;
  declare tick: number;
  add: (claim: Claim) => void = () => {};
  readonly #host: PanelHost;
  readonly #known: Known;
  #words = "";
  #listed: readonly Claim[] | null = null;
  #problem = "";
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: PanelHost, known: Known) {
    super();
    this.#host = host;
    this.#known = known;
    this.offers = false;
    this.busy = false;
    this.tick = 0;
    host.workspace.on("selection", () => this.tick++);
    host.workspace.on("reading", () => void this.load());
  }

  async load(): Promise<void> {
    const { api, boot } = this.#host.workspace;
    const asked = ++this.#asked;
    const words = this.#words.trim();
    const which = words ? `q=${encodeURIComponent(words)}` : `document=${boot.document.id}`;
    try {
      const page = await api.get<{ results: readonly Claim[] }>(`/projects/${boot.project.slug}/claims?${which}&page_size=${SHOWN}`);
      if (asked === this.#asked) [this.#listed, this.#problem] = [page.results, ""];
    } catch (error) {
      if (asked === this.#asked) this.#problem = said(error);
    }
    this.tick++;
  }

  focusClaim(id: string): void {
    this.querySelector<HTMLElement>(`[data-claim="${id}"] a`)?.focus();
  }

  #look(words: string): void {
    this.#words = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), TYPING_MS);
  }

  #row(claim: Claim): TemplateResult {
    const { selected, marks } = this.#host.workspace;
    const rests = selected !== null && restsOn(claim, marks.id(selected));
    const state = this.#known.states.find(([value]) => value === claim.state)?.[1] ?? claim.state;
    return html`<li class="ws-claim ${rests ? "is-here" : ""}" data-claim=${claim.id}>
      <a class="ws-claim__words" href=${this.#known.claims + claim.id}><bdi>${claim.statement}</bdi></a>
      <p class="ws-claim__foot">
        <span>${state}</span>
        ${rests ? html`<span>${t("rests on the selected mark")}</span>` : nothing}
        ${this.offers
          ? html`<button type="button" class="button button--s" data-action="add-evidence" aria-busy=${this.busy} @click=${() => this.add(claim)}>
              ${icon("plus")} ${t("Add the evidence")}
            </button>`
          : nothing}
      </p>
    </li>`;
  }

  #list(): TemplateResult {
    if (this.#problem) {
      return html`<p class="field__error" role="status">${this.#problem}</p>
        <button type="button" class="button button--s" @click=${() => void this.load()}>${t("Try again")}</button>`;
    }
    if (this.#listed === null) return html`<p class="ws-claims__hint" role="status">${t("Loading…")}</p>`;
    if (this.#listed.length) return html`<ul>${repeat(this.#listed, ({ id }) => id, (claim) => this.#row(claim))}</ul>`;
    return html`<p class="ws-claims__hint">${this.#words.trim() ? t("No claim has these words.") : t("No claim rests on this document yet.")}</p>`;
  }

  protected override render(): TemplateResult {
    return html`<section class="ws-claims__part" aria-label=${t("Claims")}>
      <h3>${this.#words.trim() ? t("Claims with these words") : t("Claims that rest on this document")}</h3>
      <input
        type="search"
        aria-label=${t("Find a claim of the project")}
        placeholder=${t("Find a claim of the project")}
        @input=${(event: InputEvent) => this.#look((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => event.key === "Escape" && !event.isComposing && this.#host.focusText()}
      />
      ${this.#list()}
    </section>`;
  }
}

customElements.define("ws-claim-list", ClaimList);
