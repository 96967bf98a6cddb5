/**
 * The panel of claims beside the text: marks are laid out as evidence, a claim is made of them or one that there is gets them,
 * and what rests on this document is listed. The server decides who may do what; its sentences are shown as they come.
 */
import { html, nothing, type TemplateResult } from "lit";
import { describeProblem, Refused } from "../workspace/model/api";
import type { PanelInfo } from "../workspace/model/boot";
import { uuid7 } from "../workspace/model/uuid7";
import { t, tn } from "../workspace/model/words";
import type { Panel, PanelHost } from "../workspace/panels/registry";
import { icon } from "../workspace/parts/icons";
import { labelChip } from "../workspace/parts/label_chip";
import { LightElement } from "../workspace/parts/light_element";
import { Tray, type Exhibit } from "./tray";

type Choice = readonly [value: string, label: string];

/** What the server says about claims: how its words are shown, and where its pages are. */
interface Known {
  readonly kinds: readonly Choice[];
  readonly stances: readonly Choice[];
  readonly states: readonly Choice[];
  /** The page for a new claim; marks follow as `annotation=`. */
  readonly page: string;
  /** The pages of claims; an id goes at the end. */
  readonly claims: string;
}

interface Claim {
  readonly id: string;
  readonly statement: string;
  readonly state: string;
  readonly evidence: readonly { readonly annotation: string | null }[];
}

const QUOTE = 110;
const SHOWN = 50;
const TYPING_MS = 250;

class ClaimsPanel extends LightElement {
  static override properties = { tick: { state: true } };
  declare tick: number;
  readonly #host: PanelHost;
  readonly #known: Known;
  readonly #tray: Tray;
  #statement = "";
  #kind: string;
  #words = "";
  #listed: readonly Claim[] | null = null;
  #problem = "";
  #busy = false;
  /** The id of the claim that is being written: sent again, it is the same claim. */
  #id = uuid7();
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: PanelHost, known: Known) {
    super();
    this.#host = host;
    this.#known = known;
    this.#kind = known.kinds[0]?.[0] ?? "";
    this.#tray = new Tray(known.stances[0]?.[0] ?? "", (id) => host.workspace.marks.slotOf(id) !== undefined);
    this.tick = 0;
    this.className = "ws-panel ws-claims";
    for (const event of ["marks", "selection", "codebook"] as const) host.workspace.on(event, () => this.tick++);
    host.workspace.on("reading", () => void this.load());
  }

  /** Lays the selected mark out as evidence, and goes to where the claim is written. */
  take(slot: number): void {
    const { workspace } = this.#host;
    if (!this.#tray.take(workspace.marks.id(slot))) workspace.emit("notice", { text: t("This mark is laid out already.") });
    this.#problem = "";
    this.tick++;
    void this.updateComplete.then(() => this.querySelector("textarea")?.focus());
  }

  /** The claims that hold the words, or those that rest on this document. */
  async load(): Promise<void> {
    const { api, boot } = this.#host.workspace;
    const asked = ++this.#asked;
    const words = this.#words.trim();
    const which = words ? `q=${encodeURIComponent(words)}` : `document=${boot.document.id}`;
    try {
      const page = await api.get<{ results: readonly Claim[] }>(`/projects/${boot.project.slug}/claims?${which}&page_size=${SHOWN}`);
      if (asked === this.#asked) this.#listed = page.results;
    } catch (error) {
      if (asked === this.#asked) this.#problem = said(error);
    }
    this.tick++;
  }

  #look(words: string): void {
    this.#words = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), TYPING_MS);
  }

  /** Marks that the server has: evidence can rest on no others. */
  #ready(): readonly Exhibit[] | null {
    const { marks } = this.#host.workspace;
    const { exhibits } = this.#tray;
    if (exhibits.every(({ annotation }) => marks.version(marks.slotOf(annotation)!) > 0)) return exhibits;
    this.#problem = t("A mark is still being saved. Try again in a moment.");
    return null;
  }

  async #do(work: () => Promise<string>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = "";
    this.tick++;
    try {
      this.#host.workspace.emit("notice", { text: await work() });
      await this.load();
    } catch (error) {
      this.#problem = said(error);
    } finally {
      this.#busy = false;
      this.tick++;
    }
  }

  #write(state: "" | "draft"): void {
    const statement = this.#statement.trim();
    this.#problem = "";
    const evidence = this.#ready();
    if (!statement) this.#problem = t("Write the statement: one sentence that can be right or wrong.");
    else if (evidence?.length === 0 && state === "") this.#problem = t("Lay out at least one mark as evidence, or keep a draft.");
    if (!evidence || this.#problem) return void this.tick++;
    const { api, boot } = this.#host.workspace;
    const body = { id: this.#id, statement, kind: this.#kind, evidence, ...(state && { state }) };
    void this.#do(async () => {
      await api.send({ method: "POST", path: `/projects/${boot.project.slug}/claims`, body });
      this.#id = uuid7();
      this.#statement = "";
      this.#tray.empty();
      return state ? t("Draft kept") : t("Claim sent to review");
    });
  }

  #add(claim: Claim): void {
    const evidence = this.#ready();
    if (!evidence) return void this.tick++;
    const { api } = this.#host.workspace;
    void this.#do(async () => {
      for (const exhibit of evidence) {
        await api.send({ method: "POST", path: `/claims/${claim.id}/evidence`, body: exhibit });
        this.#tray.drop(exhibit.annotation); // what is on the claim is laid out no more, whatever becomes of the rest
      }
      return tn("{count} mark added to the claim", "{count} marks added to the claim", evidence.length);
    });
  }

  #onStatement(words: string): void {
    this.#statement = words;
    if (!this.#problem) return;
    this.#problem = "";
    this.tick++;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") this.#host.focusText();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#write("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #exhibit({ annotation, stance }: Exhibit): TemplateResult {
    const { workspace } = this.#host;
    const slot = workspace.marks.slotOf(annotation)!;
    const words = workspace.marks.quote(slot).replace(/\s+/gu, " ");
    const quote = words.length > QUOTE ? `${words.slice(0, QUOTE)}…` : words;
    return html`<li class="ws-exhibit" data-annotation=${annotation}>
      <button type="button" class="ws-exhibit__words" @click=${() => this.#host.goTo(slot)}>
        ${labelChip(workspace, workspace.marks.label(slot))} <q dir="auto">${quote}</q>
      </button>
      <select
        aria-label=${t("Stance of “{quote}”", { quote })}
        .value=${stance}
        @change=${(event: Event) => this.#tray.say(annotation, (event.target as HTMLSelectElement).value)}
      >
        ${options(this.#known.stances, stance)}
      </select>
      <button
        type="button"
        class="button button--quiet button--icon button--s"
        aria-label=${t("Leave “{quote}” out", { quote })}
        title=${t("Leave it out")}
        @click=${() => (this.#tray.drop(annotation), this.tick++)}
      >
        ${icon("x")}
      </button>
    </li>`;
  }

  #evidence(): TemplateResult {
    const { exhibits } = this.#tray;
    const { selected, marks } = this.#host.workspace;
    const free = selected !== null && !this.#tray.has(marks.id(selected));
    return html`<section class="ws-claims__part" aria-label=${t("Evidence")}>
      <h3>${t("Evidence")}</h3>
      ${exhibits.length
        ? html`<ul>
            ${exhibits.map((exhibit) => this.#exhibit(exhibit))}
          </ul>`
        : html`<p class="ws-claims__hint">${t("Select a mark and press K: it is laid out here, and the claim rests on it.")}</p>`}
      ${free
        ? html`<button type="button" class="button button--s" data-action="lay-out" @click=${() => this.take(selected)}>
            ${icon("plus")} ${t("The selected mark")}
          </button>`
        : nothing}
    </section>`;
  }

  #new(): TemplateResult {
    const marks = this.#tray.exhibits.map(({ annotation }) => `annotation=${annotation}`).join("&");
    return html`<section class="ws-claims__part" aria-label=${t("New claim")} @keydown=${(event: KeyboardEvent) => this.#onKey(event)}>
      <h3>${t("New claim")}</h3>
      <label>
        <span class="visually-hidden">${t("Statement")}</span>
        <textarea
          rows="3"
          maxlength="4000"
          placeholder=${t("One sentence that can be right or wrong")}
          .value=${this.#statement}
          @input=${(event: InputEvent) => this.#onStatement((event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </label>
      <label class="ws-claims__kind">
        <span>${t("Kind")}</span>
        <select .value=${this.#kind} @change=${(event: Event) => (this.#kind = (event.target as HTMLSelectElement).value)}>
          ${options(this.#known.kinds, this.#kind)}
        </select>
      </label>
      ${this.#problem ? html`<p class="field__error" role="alert">${this.#problem}</p>` : nothing}
      <p class="cluster">
        <button type="button" class="button button--primary button--s" data-action="send-claim" aria-busy=${this.#busy} @click=${() => this.#write("")}>
          ${t("Send to review")}
        </button>
        <button type="button" class="button button--s" data-action="keep-draft" @click=${() => this.#write("draft")}>${t("Keep as draft")}</button>
        <a class="button button--quiet button--s" href=${marks ? `${this.#known.page}?${marks}` : this.#known.page}>${t("On its own page")}</a>
      </p>
    </section>`;
  }

  #row(claim: Claim): TemplateResult {
    const { selected, marks } = this.#host.workspace;
    const mark = selected === null ? null : marks.id(selected);
    const rests = mark !== null && claim.evidence.some(({ annotation }) => annotation === mark);
    const state = this.#known.states.find(([value]) => value === claim.state)?.[1] ?? claim.state;
    return html`<li class="ws-claim ${rests ? "is-here" : ""}" data-claim=${claim.id}>
      <a class="ws-claim__words" href=${this.#known.claims + claim.id}><bdi>${claim.statement}</bdi></a>
      <p class="ws-claim__foot">
        <span>${state}</span>
        ${rests ? html`<span>${t("rests on the selected mark")}</span>` : nothing}
        ${this.#tray.exhibits.length
          ? html`<button type="button" class="button button--s" data-action="add-evidence" ?disabled=${this.#busy} @click=${() => this.#add(claim)}>
              ${icon("plus")} ${t("Add the evidence")}
            </button>`
          : nothing}
      </p>
    </li>`;
  }

  #claims(): TemplateResult {
    const none = this.#words.trim() ? t("No claim has these words.") : t("No claim rests on this document yet.");
    return html`<section class="ws-claims__part" aria-label=${t("Claims")}>
      <h3>${this.#words.trim() ? t("Claims with these words") : t("Claims that rest on this document")}</h3>
      <input
        type="search"
        aria-label=${t("Find a claim of the project")}
        placeholder=${t("Find a claim of the project")}
        @input=${(event: InputEvent) => this.#look((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.#host.focusText()}
      />
      ${this.#listed === null
        ? html`<p class="ws-claims__hint" role="status">${t("Loading…")}</p>`
        : this.#listed.length
          ? html`<ul>
              ${this.#listed.map((claim) => this.#row(claim))}
            </ul>`
          : html`<p class="ws-claims__hint">${none}</p>`}
    </section>`;
  }

  protected override render(): TemplateResult {
    return html`${this.#evidence()} ${this.#new()} ${this.#claims()}`;
  }
}

customElements.define("ws-claims", ClaimsPanel);

function options(choices: readonly Choice[], chosen: string): TemplateResult[] {
  return choices.map(([value, label]) => html`<option value=${value} ?selected=${value === chosen}>${label}</option>`);
}

function said(error: unknown): string {
  return error instanceof Refused
    ? describeProblem(error.problem)
    : t("The server cannot be reached. What you wrote stays here; try again in a moment.");
}

export default function claimsPanel(host: PanelHost, data: PanelInfo["data"]): Panel {
  const element = new ClaimsPanel(host, data as unknown as Known);
  return { element, shown: () => void element.load(), take: (slot) => element.take(slot) };
}
