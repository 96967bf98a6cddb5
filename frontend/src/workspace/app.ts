/**
 * The shell: three zones (outline, text, panels) under one bar, and the dialogs. It is built once; what changes inside it
 * is the business of its parts.
 */
import { html, nothing, render, type TemplateResult } from "lit";
import type { MarkAction } from "./model/boot";
import { Company } from "./model/company";
import { t } from "./model/words";
import type { Workspace } from "./model/workspace";
import { commandsFor } from "./keys/workspace_commands";
import { CommandTable, type Scope } from "./keys/commands";
import { labelKeys, siteKeys } from "./keys/help_groups";
import { offerInPalette } from "./keys/palette_entries";
import { CompanyView } from "./parts/company_view";
import { ConflictDialog } from "./parts/conflict_dialog";
import { FinishDialog } from "./parts/finish_dialog";
import { HelpDialog } from "./parts/help_dialog";
import { icon } from "./parts/icons";
import { Outline } from "./parts/outline";
import { SaveStateView } from "./parts/save_state";
import { tlpName, tlpShade } from "./parts/tlp";
import { showToast } from "./parts/toasts";
import { commentsPanel, type CommentsPanel } from "./panels/comments";
import { labelsPanel } from "./panels/label_book";
import { marksPanel, type MarksPanel } from "./panels/marks";
import { PanelRegistry, type PanelHost } from "./panels/registry";
import { SidePanels } from "./panels/side_panels";
import { AddressKeeper } from "./reading/address_keeper";
import { ReadingDesk } from "./reading/reading_desk";
import { dress, ReadingTools } from "./reading/reading_tools";

const FIELDS = "input, textarea, select, [contenteditable], dialog";

export class App {
  readonly workspace: Workspace;
  readonly desk: ReadingDesk;
  readonly address: AddressKeeper;
  readonly tools: ReadingTools;
  readonly company: Company;
  side!: SidePanels;
  readonly #root: HTMLElement;
  readonly #bar: HTMLElement;
  readonly #hint: HTMLElement;
  readonly #save = new SaveStateView();
  readonly #readers = new CompanyView();
  readonly #help = new HelpDialog();
  readonly #finish = new FinishDialog();
  readonly #conflict = new ConflictDialog();
  readonly #commands: CommandTable;
  #marksPanel: MarksPanel | null = null;
  #commentsPanel: CommentsPanel | null = null;

  constructor(workspace: Workspace, root: HTMLElement) {
    this.workspace = workspace;
    this.#root = root;
    this.#save.workspace = this.#finish.workspace = this.#conflict.workspace = workspace;
    this.#readers.goTo = (offset) => this.desk.view.reveal(offset);
    this.#save.onConflict = (operation) => void this.#conflict.show(operation);
    root.classList.add("ws");
    dress(root, workspace.boot.me.user);
    render(this.#frame(), root);
    const find = <T extends HTMLElement>(selector: string): T => root.querySelector<T>(selector)!;
    this.#bar = find(".ws-bar");
    this.#hint = find(".ws-hint");
    this.desk = new ReadingDesk(workspace, find(".ws-scroller"), find(".ws-text"), find(".ws-layer"));
    this.tools = new ReadingTools(workspace, this.desk, root);
    this.company = new Company(workspace.api, workspace.boot.document.id, () => this.desk.view.geometry.firstVisible());
    this.desk.view.addEventListener("scrolled", () => this.company.moved());
    this.#drawBar();
    this.address = new AddressKeeper(workspace, this.desk);
    root.append(this.#help, this.#finish, this.#conflict);
    this.#commands = new CommandTable((letter) => workspace.codebook.byShortcut(letter) !== undefined);
    this.#commands.add(...this.tools.commands, ...commandsFor(this));
    offerInPalette(this.#commands);
    this.#listen();
  }

  /** What stands beside the text: built when the text is on the screen. */
  furnish(): void {
    this.side = new SidePanels(this.#root.querySelector<HTMLElement>(".ws-side")!, this.#panels());
    this.#buildOutline(this.#root.querySelector<HTMLElement>(".ws-nav__outline")!);
    this.tools.furnish(this.company);
    this.#readers.company = this.company;
  }

  #frame(): TemplateResult {
    return html`
      <div class="ws-bar"></div>
      <nav class="ws-nav" aria-label=${t("Outline")}><div class="ws-nav__outline"></div></nav>
      <div class="ws-scroller" tabindex="-1">
        <div class="ws-paper">
          <article class="ws-text" tabindex="0" role="document" aria-label=${t("Text of the document")}></article>
          <div class="ws-layer"></div>
        </div>
      </div>
      <aside class="ws-side" aria-label=${t("Marks, labels and comments")}></aside>
      <p class="ws-hint" role="status" hidden></p>
    `;
  }

  #panels(): { registry: PanelRegistry; host: PanelHost } {
    const host: PanelHost = {
      workspace: this.workspace,
      view: this.desk.view,
      goTo: (slot) => this.desk.goTo(slot),
      focusText: () => this.desk.focus(),
      changeLabel: (slot) => this.desk.offerOtherLabel(slot),
      moveEdges: () => this.desk.beginEdges(),
      comment: () => void this.writeComment(),
    };
    const registry = new PanelRegistry();
    registry.add({
      id: "marks",
      title: t("Marks"),
      load: async () => (given) => (this.#marksPanel = marksPanel(given)),
    });
    registry.add({
      id: "labels",
      title: t("Labels"),
      load: async () => (given) => labelsPanel(given, (label) => this.desk.applyLabel(label)),
    });
    const comments = async () => (given: PanelHost) => (this.#commentsPanel = commentsPanel(given));
    registry.add({ id: "comments", title: t("Comments"), load: comments });
    registry.addFrom(this.workspace.boot.panels);
    return { registry, host };
  }

  #buildOutline(place: HTMLElement): void {
    const outline = new Outline();
    outline.view = this.desk.view;
    outline.goTo = (offset) => {
      this.desk.view.reveal(offset);
      this.desk.view.select(offset);
      this.desk.focus();
    };
    place.append(outline);
  }

  /** Opens a page that begins from the selected mark. */
  takeAction(action: MarkAction): void {
    const { selected, marks } = this.workspace;
    if (selected === null) return;
    if (marks.version(selected) > 0) location.assign(action.href + marks.id(selected));
    else this.workspace.emit("notice", { text: t("This mark is being saved.") });
  }

  // --- the bar -------------------------------------------------------------------------------------------------------

  addressOf(document: string): string {
    return `/projects/${this.workspace.boot.project.slug}/documents/${document}/annotate`;
  }

  #drawBar(): void {
    const { boot, history } = this.workspace;
    const { project, document, previous, next } = boot;
    const step = (to: string | null, label: string, name: "chevronLeft" | "chevronRight"): TemplateResult =>
      to === null
        ? html`<span class="button button--quiet button--icon button--s" aria-disabled="true">${icon(name)}</span>`
        : html`<a class="button button--quiet button--icon button--s" href=${this.addressOf(to)} aria-label=${label} title=${label}
            >${icon(name)}</a
          >`;
    const tool = (name: "undo" | "redo", label: string, title: string | null, run: () => void): TemplateResult =>
      html`<button
        type="button"
        class="button button--quiet button--icon button--s"
        data-action=${name}
        aria-label=${label}
        title=${title ? `${label}: ${title}` : label}
        ?disabled=${title === null}
        @click=${run}
      >
        ${icon(name)}
      </button>`;
    render(
      html`
        <div class="ws-bar__where">
          ${step(previous, t("Previous document"), "chevronLeft")} ${step(next, t("Next document"), "chevronRight")}
          <h1 class="ws-bar__title" title=${document.title} dir="auto">${document.title}</h1>
          ${document.tlp ? html`<span class="tlp tlp--${tlpShade(document.tlp)} ws-bar__tlp">${tlpName(document.tlp)}</span>` : nothing}
          <a class="ws-bar__project" href=${`/projects/${project.slug}/documents/${document.id}`}>${project.name}</a>
        </div>
        <div class="ws-bar__tools">
          ${this.#readers} ${this.#save} ${tool("undo", t("Undo"), history.canUndo, () => this.workspace.undo())}
          ${tool("redo", t("Redo"), history.canRedo, () => this.workspace.redo())} ${this.tools.buttons}
          <button
            type="button"
            class="button button--quiet button--icon button--s"
            data-action="help"
            aria-label=${t("Keys")}
            title=${t("Keys (?)")}
            @click=${() => this.showHelp()}
          >
            ${icon("keyboard")}
          </button>
          <button
            type="button"
            class="button button--quiet button--icon button--s ws-bar__panel"
            data-action="panel"
            aria-label=${t("Marks, labels and comments")}
            @click=${() => this.#root.classList.toggle("is-side-open")}
          >
            ${icon("panel")}
          </button>
          ${this.#finishButton()}
        </div>
      `,
      this.#bar,
    );
  }

  #finishButton(): TemplateResult | typeof nothing {
    const { reading, may } = this.workspace.boot;
    if (reading.state === "finished") {
      return html`<span class="badge badge--good" data-reading="finished">${icon("check")} ${t("Finished")}</span>`;
    }
    if (!may.finish) return nothing;
    return html`<button
      type="button"
      class="button button--primary button--s"
      data-action="finish"
      @click=${() => this.#finish.show()}
    >
      ${t("Finish reading")}
    </button>`;
  }

  // --- events --------------------------------------------------------------------------------------------------------

  #listen(): void {
    const { workspace } = this;
    workspace.on("marks", () => this.#drawBar());
    workspace.on("reading", () => this.#drawBar());
    workspace.on("notice", (notice) => showToast(notice, () => (typeof notice.undo === "function" ? notice.undo() : workspace.undo())));
    workspace.on("conflict", (operation) => void this.#conflict.show(operation));
    this.desk.edges.onModeChange = (active) => {
      this.#hint.hidden = !active;
      this.#hint.textContent = active
        ? t("Arrow keys move the edge, Tab changes to the other edge, Enter keeps it, Esc leaves it as it was.")
        : "";
    };
    document.addEventListener("keydown", (event) => this.#onKey(event), { capture: true });
  }

  /** Which commands count depends on where the focus is; fields and dialogs keep their keys to themselves. */
  #scopes(target: EventTarget | null): Scope[] {
    if (!(target instanceof Element) || target === document.body) return ["text", "marks", "page"];
    if (target.closest(FIELDS)) return [];
    if (target === this.desk.view.surface || target.contains(this.desk.view.surface)) return ["text", "marks", "page"];
    if (target.closest(".ws-marks__box")) return ["marks", "page"];
    return ["page"];
  }

  #onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || hasTheKeys(event)) return;
    const scopes = this.#scopes(event.target);
    if (scopes.length === 0 || !this.desk.onKey(event, this.#commands, scopes)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  showHelp(): void {
    const labels = labelKeys(this.workspace.codebook.usable);
    void this.#help.show([...labels, ...this.#commands.help(), ...siteKeys(document)]);
  }

  async editNote(): Promise<void> {
    await this.side.show("marks");
    this.#root.classList.add("is-side-open");
    this.#marksPanel?.detail.focusNote();
  }

  async showMarks(): Promise<void> {
    await this.side.show("marks");
    this.#marksPanel?.list.focusList();
  }

  /** A page may be opened at a panel: `?panel=comments`. */
  async showPanel(id: string): Promise<void> {
    await this.side.show(id);
    this.#root.classList.add("is-side-open");
  }

  async writeComment(): Promise<void> {
    await this.showPanel("comments");
    await this.#commentsPanel?.write();
  }

  async showLabels(): Promise<void> {
    await this.side.show("labels");
    this.side.panelElement("labels")?.querySelector("input")?.focus();
  }
}

/** A dialog has all keys while it is open, a pop-up that is not the palette only Esc. */
function hasTheKeys(event: KeyboardEvent): boolean {
  const layer = event.key === "Escape" ? "dialog[open], [popover]:popover-open:not(ws-label-palette)" : "dialog[open]";
  return document.querySelector(layer) !== null;
}
