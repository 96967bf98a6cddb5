/**
 * The shell: three zones (outline, text, panels) under one bar, and the dialogs. It is built once; what changes inside it
 * is the business of its parts.
 */
import { html, render, type TemplateResult } from "lit";
import type { MarkAction } from "./model/boot";
import { Company } from "./model/company";
import { t } from "./model/words";
import type { Workspace } from "./model/workspace";
import { commandsFor } from "./keys/workspace_commands";
import { singleKeysOn } from "../site/keys";
import { typed } from "./keys/keys";
import { CommandTable, type Scope } from "./keys/commands";
import { labelKeys, siteKeys } from "./keys/help_groups";
import { markingCommands } from "./keys/marking_commands";
import { offerInPalette } from "./keys/palette_entries";
import { CompanyView } from "./parts/company_view";
import { ConflictDialog } from "./parts/conflict_dialog";
import { FinishDialog } from "./parts/finish_dialog";
import { HelpDialog } from "./parts/help_dialog";
import { LONGEST_WORDS, OccurrencesDialog } from "./parts/occurrences_dialog";
import { Outline } from "./parts/outline";
import { SaveStateView } from "./parts/save_state";
import { showToast } from "./parts/toasts";
import { TopBar } from "./parts/top_bar";
import { commentsPanel, type CommentsPanel } from "./panels/comments";
import { historyPanel } from "./panels/history";
import { labelsPanel } from "./panels/label_book";
import { marksPanel, type MarksPanel } from "./panels/marks";
import { PanelRegistry, type PanelHost } from "./panels/registry";
import { SidePanels } from "./panels/side_panels";
import { AddressKeeper } from "./reading/address_keeper";
import { ReadingDesk } from "./reading/reading_desk";
import { dress, ReadingTools } from "./reading/reading_tools";
import { Relating } from "./reading/relating";

const FIELDS = "input, textarea, select, [contenteditable], dialog";

export class App {
  readonly workspace: Workspace;
  readonly desk: ReadingDesk;
  readonly address: AddressKeeper;
  readonly tools: ReadingTools;
  readonly company: Company;
  readonly readers = new CompanyView();
  readonly relating: Relating;
  side!: SidePanels;
  readonly #root: HTMLElement;
  readonly #bar: TopBar;
  readonly #hint: HTMLElement;
  readonly #save = new SaveStateView();
  readonly #help = new HelpDialog();
  readonly #finish = new FinishDialog();
  readonly #conflict = new ConflictDialog();
  readonly #occurrences = new OccurrencesDialog();
  readonly #commands: CommandTable;
  #marksPanel: MarksPanel | null = null;
  #commentsPanel: CommentsPanel | null = null;

  constructor(workspace: Workspace, root: HTMLElement) {
    this.workspace = workspace;
    this.#root = root;
    this.#save.workspace = this.#finish.workspace = this.#conflict.workspace = this.#occurrences.workspace = workspace;
    this.readers.goTo = (offset) => this.desk.view.reveal(offset);
    this.#save.onConflict = (operation) => void this.#conflict.show(operation);
    root.classList.add("ws");
    dress(root, workspace.boot.me.user);
    render(this.#frame(), root);
    const find = <T extends HTMLElement>(selector: string): T => root.querySelector<T>(selector)!;
    this.#hint = find(".ws-hint");
    this.desk = new ReadingDesk(workspace, find(".ws-scroller"), find(".ws-text"), find(".ws-layer"));
    this.relating = new Relating(workspace, this.desk, root);
    this.tools = new ReadingTools(workspace, this.desk, root);
    this.company = new Company(workspace.api, workspace.boot.document.id, () => this.desk.view.geometry.firstVisible());
    this.desk.view.addEventListener("scrolled", () => this.company.moved());
    this.#bar = new TopBar(this, find(".ws-bar"), this.#save);
    this.address = new AddressKeeper(workspace, this.desk);
    root.append(this.#help, this.#finish, this.#conflict, this.#occurrences);
    this.#commands = new CommandTable((letter) => workspace.codebook.byShortcut(letter) !== undefined);
    this.#commands.add(...this.tools.commands, ...markingCommands(this), ...commandsFor(this));
    offerInPalette(this.#commands);
    this.#listen();
  }

  /** What stands beside the text: built when the text is on the screen. */
  furnish(): void {
    this.side = new SidePanels(this.#root.querySelector<HTMLElement>(".ws-side")!, this.#panels());
    this.#buildOutline(this.#root.querySelector<HTMLElement>(".ws-nav__outline")!);
    this.tools.furnish(this.company);
    this.readers.company = this.company;
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
      takeAction: (action) => this.takeAction(action),
      focusText: () => this.desk.focus(),
      changeLabel: (slot) => this.desk.offerOtherLabel(slot),
      moveEdges: () => this.desk.beginEdges(),
      comment: () => void this.writeComment(),
      history: () => void this.showHistory(),
      relate: () => this.relating.turn(),
      seeOthers: () => this.finish(),
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
    registry.add({ id: "history", title: t("History"), load: async () => historyPanel });
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
    if (action.panel) {
      this.#root.classList.add("is-side-open");
      void this.side.take(action.panel, selected);
    } else if (marks.version(selected) > 0) location.assign(action.href + marks.id(selected));
    else this.workspace.emit("notice", { text: t("This mark is being saved.") });
  }

  /** Asks whether to finish reading or, where that is done, whether to see the work of others. */
  finish(): void {
    this.#finish.show(this.workspace.boot.may.finish ? "finish" : "reveal");
  }

  addressOf(document: string): string {
    return `/projects/${this.workspace.boot.project.slug}/documents/${document}/annotate`;
  }

  // --- events --------------------------------------------------------------------------------------------------------

  #listen(): void {
    const { workspace } = this;
    workspace.on("marks", () => this.#bar.draw());
    workspace.on("reading", () => this.#bar.draw());
    workspace.on("notice", (notice) => showToast(notice, () => (typeof notice.undo === "function" ? notice.undo() : workspace.undo())));
    workspace.on("conflict", (operation) => void this.#conflict.show(operation));
    const hint = (words: string): void => {
      this.#hint.hidden = words === "";
      this.#hint.textContent = words;
    };
    this.desk.edges.onModeChange = (active) =>
      hint(active ? t("Arrow keys move the edge, Tab changes to the other edge, Enter keeps it, Esc leaves it as it was.") : "");
    this.relating.onModeChange = (active) =>
      hint(active ? t("Go to the other mark (Alt ↓, Alt ↑ or a click) and press Enter; Esc leaves it.") : "");
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
    if (typed(event) !== null && !singleKeysOn()) return;
    const scopes = this.#scopes(event.target);
    if (scopes.length === 0 || !this.desk.onKey(event, this.#commands, scopes)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  showHelp(): void {
    const labels = labelKeys(this.workspace.codebook.usable);
    void this.#help.show([...labels, ...this.#commands.help(), ...siteKeys(document)]);
  }

  toggleSide(): void {
    this.#root.classList.toggle("is-side-open");
  }

  async editNote(): Promise<void> {
    await this.side.show("marks");
    this.#root.classList.add("is-side-open");
    this.#marksPanel?.detail.focusNote();
  }

  async addAttribute(): Promise<void> {
    await this.showPanel("marks");
    this.#marksPanel?.detail.addAttribute();
  }

  async showMarks(): Promise<void> {
    await this.side.show("marks");
    this.#marksPanel?.list.focusList();
  }

  /** The selected words, or those of the selected mark, wherever they stand. */
  offerOccurrences(): void {
    const { workspace, desk } = this;
    const { selected, marks, codebook } = workspace;
    const range = desk.view.selectedRange ?? (selected === null ? null : marks.fragments(selected)[0]!);
    if (!range) return workspace.refuse(t("Select words first, or a mark."));
    const words = workspace.index.slice(...range).trim();
    if (!/[\p{L}\p{N}]/u.test(words)) return workspace.refuse(t("There is no word among what is selected."));
    if (words.length > LONGEST_WORDS) return workspace.refuse(t("Select fewer words."));
    desk.palette.close();
    const label = selected !== null && codebook.usable.some(({ id }) => id === marks.label(selected)) ? marks.label(selected) : "";
    const first = label || codebook.matching("")[0]?.id;
    if (first === undefined) return workspace.refuse(t("The codebook has no labels yet."));
    void this.#occurrences.show(words, first);
  }

  async filterMarks(): Promise<void> {
    await this.showPanel("marks");
    this.#marksPanel?.list.focusFilter();
  }

  /** A page may be opened at a panel: `?panel=comments`. */
  async showPanel(id: string): Promise<void> {
    await this.side.show(id);
    this.#root.classList.add("is-side-open");
  }

  async showHistory(): Promise<void> {
    await this.showPanel("history");
    this.side.panelElement("history")?.querySelector<HTMLElement>("ws-history")?.focus();
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
