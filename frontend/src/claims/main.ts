/**
 * The panel of claims beside the text: marks are laid out as evidence, and a claim is made of them, or one that there is gets
 * them. The server decides who may do what; its sentences are shown as they come. What is sent again because its answer was
 * lost is the same claim and the same evidence.
 */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { refusalOf } from "../workspace/model/api";
import type { PanelInfo } from "../workspace/model/boot";
import { shortLine } from "../workspace/model/short_line";
import { uuid7 } from "../workspace/model/uuid7";
import { t, tn } from "../workspace/model/words";
import type { Panel, PanelHost } from "../workspace/panels/registry";
import { icon } from "../workspace/parts/icons";
import { labelChip } from "../workspace/parts/label_chip";
import { LightElement } from "../workspace/parts/light_element";
import { ClaimList } from "./claim_list";
import { Explained, options, restsOn, said, type Claim, type Known } from "./known";
import { Tray, type Exhibit } from "./tray";

const QUOTE = 110;

class ClaimsPanel extends LightElement {
  static override properties = { tick: { state: true } };
  declare tick: number;
  readonly list: ClaimList;
  readonly #host: PanelHost;
  readonly #known: Known;
  readonly #tray: Tray;
  #statement = "";
  #kind: string;
  #problem = "";
  #busy = false;
  /** The id of the claim that is being written: sent again, it is the same claim. */
  #id = uuid7();

  constructor(host: PanelHost, known: Known) {
    super();
    this.#host = host;
    this.#known = known;
    this.#kind = known.kinds[0]?.[0] ?? "";
    this.#statement = host.workspace.drafts.get("claim") ?? "";
    this.#tray = new Tray(known.stances[0]?.[0] ?? "", (id) => host.workspace.marks.slotOf(id) !== undefined);
    this.list = new ClaimList(host, known);
    this.list.add = (claim) => this.#add(claim);
    this.tick = 0;
    this.className = "ws-panel ws-claims";
    for (const event of ["marks", "selection", "codebook"] as const) host.workspace.on(event, () => this.tick++);
  }

  /** Lays the selected mark out as evidence, and goes to where the claim is written. */
  take(slot: number): void {
    const { workspace } = this.#host;
    if (!this.#tray.take(workspace.marks.id(slot))) workspace.emit("notice", { text: t("This mark is laid out already.") });
    this.#problem = "";
    this.#toStatement();
  }

  #toStatement(): void {
    this.tick++;
    void this.updateComplete.then(() => this.querySelector("textarea")?.focus());
  }

  #refuse(problem: string): void {
    this.#problem = problem;
    this.tick++;
  }

  /** What is laid out, once the server has all of it: evidence can rest on no mark that is on its way. */
  #ready(): readonly Exhibit[] | null {
    const { marks } = this.#host.workspace;
    const { exhibits } = this.#tray;
    if (exhibits.every(({ annotation }) => marks.version(marks.slotOf(annotation)!) > 0)) return exhibits;
    this.#refuse(t("A mark is still being saved. Try again in a moment."));
    return null;
  }

  async #do(work: () => Promise<string>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#refuse("");
    try {
      this.#host.workspace.emit("notice", { text: await work() });
    } catch (error) {
      this.#problem = said(error);
    } finally {
      this.#busy = false;
      this.tick++;
    }
    await this.list.load();
  }

  #write(state: "" | "draft"): void {
    const statement = this.#statement.trim();
    const evidence = this.#ready();
    if (!evidence) return;
    if (!statement) return this.#refuse(t("Write the statement: one sentence that can be right or wrong."));
    if (evidence.length === 0 && state === "") return this.#refuse(t("Lay out at least one mark as evidence, or keep a draft."));
    void this.#do(() => this.#send(statement, evidence, state));
  }

  async #send(statement: string, evidence: readonly Exhibit[], state: "" | "draft"): Promise<string> {
    const { api, boot } = this.#host.workspace;
    const rests = evidence.map(({ annotation, stance }) => ({ annotation, stance }));
    const body = { id: this.#id, statement, kind: this.#kind, evidence: rests, ...(state && { state }) };
    try {
      await api.send({ method: "POST", path: `/projects/${boot.project.slug}/claims`, body });
    } catch (error) {
      if (refusalOf(error)?.status !== 409) throw error;
      // An answer was lost on the way, and the words have changed since: that claim is there, and these are another.
      this.#id = uuid7();
      throw new Explained(t("What you sent before did arrive: it stands among the claims. Send again to write these words as another claim."));
    }
    this.#id = uuid7();
    if (this.#statement.trim() === statement) this.#keep(""); // the next one may have been begun meanwhile
    this.#tray.drop(...evidence.map(({ annotation }) => annotation));
    return state ? t("Draft kept") : t("Claim sent to review");
  }

  #add(claim: Claim): void {
    const evidence = this.#ready()?.filter(({ annotation }) => !restsOn(claim, annotation));
    if (!evidence) return;
    if (evidence.length === 0) return this.#refuse(t("This claim rests on these marks already."));
    const { api } = this.#host.workspace;
    void this.#do(async () => {
      for (const { annotation, stance, key } of evidence) {
        const headers = { "Idempotency-Key": `${key}.${claim.id}.${stance}` };
        await api.send({ method: "POST", path: `/claims/${claim.id}/evidence`, body: { annotation, stance }, headers });
        this.#tray.drop(annotation); // what is on the claim is laid out no more, whatever becomes of the rest
      }
      return tn("{count} mark added to the claim", "{count} marks added to the claim", evidence.length);
    }).then(() => this.list.updateComplete.then(() => this.list.focusClaim(claim.id)));
  }

  #leaveOut(annotation: string): void {
    this.#tray.drop(annotation);
    this.tick++;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(".ws-exhibit button, textarea")?.focus());
  }

  /** Words that are written stay when the page is closed. */
  #keep(words: string): void {
    this.#statement = words;
    this.#host.workspace.drafts.set("claim", words);
  }

  #onStatement(words: string): void {
    this.#keep(words);
    if (this.#problem) this.#refuse("");
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape") this.#host.focusText();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#write("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onStance(annotation: string, stance: string): void {
    this.#tray.say(annotation, stance);
    this.tick++;
  }

  #exhibit({ annotation, stance }: Exhibit): TemplateResult {
    const { workspace } = this.#host;
    const slot = workspace.marks.slotOf(annotation)!;
    const quote = shortLine(workspace.marks.quote(slot), QUOTE);
    return html`<li class="ws-exhibit" data-annotation=${annotation}>
      <button type="button" class="ws-exhibit__words" @click=${() => this.#host.goTo(slot)}>
        ${labelChip(workspace, workspace.marks.label(slot))} <q dir="auto">${quote}</q>
      </button>
      <select
        aria-label=${t("Stance of “{quote}”", { quote })}
        .value=${live(stance)}
        @change=${(event: Event) => this.#onStance(annotation, (event.target as HTMLSelectElement).value)}
      >
        ${options(this.#known.stances, stance)}
      </select>
      <button
        type="button"
        class="button button--quiet button--icon button--s"
        aria-label=${t("Leave “{quote}” out", { quote })}
        title=${t("Leave it out")}
        @click=${() => this.#leaveOut(annotation)}
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
            ${repeat(exhibits, ({ annotation }) => annotation, (exhibit) => this.#exhibit(exhibit))}
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
          .value=${live(this.#statement)}
          @input=${(event: InputEvent) => this.#onStatement((event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </label>
      <label class="ws-claims__kind">
        <span>${t("Kind")}</span>
        <select .value=${live(this.#kind)} @change=${(event: Event) => (this.#kind = (event.target as HTMLSelectElement).value)}>
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

  protected override render(): TemplateResult {
    this.list.offers = this.#tray.exhibits.length > 0;
    this.list.busy = this.#busy;
    return html`${this.#evidence()} ${this.#new()} ${this.list}`;
  }
}

customElements.define("ws-claims", ClaimsPanel);

export default function claimsPanel(host: PanelHost, data: PanelInfo["data"]): Panel {
  const element = new ClaimsPanel(host, data as unknown as Known);
  return { element, shown: () => void element.list.load(), take: (slot) => element.take(slot) };
}
