/**
 * The reading desk: the text with everything that acts on it. It joins the engine's view with the mouse, the keys, the label
 * palette and the layers drawn over the text, and turns them into calls on the workspace.
 */
import type { Fragment } from "../../engine/marks";
import { MarkStyles } from "../../engine/view/mark_styles";
import { ReadingView } from "../../engine/view/reading_view";
import { typed } from "../keys/keys";
import { moveCaret, type CommandTable, type Scope } from "../keys/commands";
import { suggestedLabels } from "../model/suggesting";
import { t } from "../model/words";
import type { Workspace } from "../model/workspace";
import { LabelPalette } from "../parts/label_palette";
import { Caret } from "./caret";
import { copyExactly } from "./clipboard";
import { EdgeEditor } from "./edges";
import { clearHighlight, showHighlight } from "./highlights";
import { MarginLane } from "./margin_lane";
import { MarkTip } from "./mark_tip";
import { PointerInput } from "./pointer";
import { RelationLines } from "./relation_lines";

/** After a label's key, letters that follow this fast belong to a word somebody is typing: they are let go. */
const TYPING = 350;
/** Keys that nobody presses in the middle of a word. */
const NO_TYPING = /^(Arrow|Page|Home$|End$|Escape$|Enter$|Tab$|Delete$|F\d)/;

export class ReadingDesk {
  readonly view: ReadingView;
  readonly caret: Caret;
  readonly edges: EdgeEditor;
  readonly palette = new LabelPalette();
  readonly #workspace: Workspace;
  readonly #styles = new MarkStyles();
  #lastShortcut = -TYPING;
  /** The passage that the page's address leads to, shown until somebody takes the text in hand. */
  #found: Fragment | null = null;

  constructor(workspace: Workspace, scroller: HTMLElement, surface: HTMLElement, layer: HTMLElement) {
    this.#workspace = workspace;
    this.#applyLooks();
    this.view = new ReadingView(workspace.index, workspace.marks, scroller, surface);
    this.caret = new Caret(this.view, layer);
    this.edges = new EdgeEditor(this.view, workspace, layer);
    new MarginLane(this.view, workspace, layer);
    new MarkTip(this.view, workspace, layer);
    new PointerInput(this.view, workspace, {
      began: () => {
        this.#lastShortcut = -TYPING; // who takes the mouse is not typing a word
        this.edges.leave();
        this.palette.close();
        this.showFound(null);
      },
      selected: (range) => this.offerLabels(range, false),
    });
    copyExactly(this.view);
    this.palette.state = workspace;
    (scroller.parentElement ?? document.body).append(this.palette);
    // What is painted anew has other text nodes, so a layer over it is drawn anew as well.
    this.view.addEventListener("painted", () => this.#found && showHighlight(this.view, "found", [this.#found]));
    this.view.addEventListener("scrolled", () => this.palette.isOpen && this.palette.place());
    workspace.on("marks", (places) => this.#onMarks(places));
    workspace.on("codebook", () => this.#applyLooks());
    workspace.on("selection", () => this.#onSelection());
    this.view.linksOf = (slot) => (workspace.relations.links.size ? workspace.relations.of(workspace.marks.id(slot)).length : 0);
    workspace.on("relations", (marks) => this.#onRelations(marks));
    new RelationLines(this.view, workspace, layer);
    new ResizeObserver(() => this.view.relayout()).observe(scroller);
  }

  #applyLooks(): void {
    this.#styles.apply(this.#workspace.codebook.looks(this.#workspace.marks.labels));
  }

  #onMarks(places: readonly Fragment[] | null): void {
    if (this.view.marks !== this.#workspace.marks) this.view.marks = this.#workspace.marks;
    else if (places) this.view.repaint(places);
  }

  #onRelations(ids: ReadonlySet<string>): void {
    const { marks } = this.#workspace;
    const slots = [...ids].flatMap((id) => marks.slotOf(id) ?? []);
    this.view.repaint(slots.flatMap((slot) => marks.fragments(slot)));
  }

  #onSelection(): void {
    const slot = this.#workspace.selected;
    this.view.setSelectedMarks(slot === null ? [] : [slot]);
  }

  focus(): void {
    this.view.surface.focus({ preventScroll: true });
  }

  goTo(slot: number): void {
    this.#workspace.select(slot);
    const [start, end] = this.#workspace.marks.fragments(slot)[0]!;
    this.view.reveal(start, end);
  }

  /** Brings a passage into view, with the caret before it, and shows where it stands. */
  goToPassage(range: Fragment): void {
    this.view.reveal(...range);
    this.focus();
    this.view.select(range[0]);
    this.showFound(range);
  }

  showFound(range: Fragment | null): void {
    this.#found = range;
    if (range) showHighlight(this.view, "found", [range]);
    else clearHighlight("found");
  }

  // --- labels --------------------------------------------------------------------------------------------------------

  /** Brings the palette to a range of the text; with the focus, unless the mouse made the selection. */
  offerLabels(range: Fragment, focus: boolean, query = ""): void {
    if (!this.#workspace.mayAnnotate) return;
    showHighlight(this.view, "pending", [range]);
    this.palette.open(
      {
        title: t("Label these words"),
        suggested: suggestedLabels(this.#workspace.marks, this.#workspace.index, ...range),
        anchor: () => lastBox(this.view, range),
        choose: (label) => {
          clearHighlight("pending");
          this.#mark(label, range);
        },
        left: () => this.#backToText(range),
      },
      focus,
      query,
    );
  }

  offerOtherLabel(slot: number, query = ""): void {
    const { marks } = this.#workspace;
    if (!this.#workspace.mayEdit(slot)) return;
    const id = marks.id(slot);
    const range = marks.fragments(slot)[0]!;
    this.palette.open(
      {
        title: t("Change the label to"),
        current: marks.label(slot),
        anchor: () => lastBox(this.view, range),
        choose: (label) => {
          const now = this.#workspace.marks.slotOf(id);
          if (now !== undefined) this.#workspace.relabel(now, label);
          this.focus();
        },
        left: () => this.focus(),
      },
      true,
      query,
    );
  }

  #backToText(range: Fragment): void {
    clearHighlight("pending");
    const hadFocus = this.palette.contains(document.activeElement) || document.activeElement === document.body;
    if (!hadFocus) return;
    this.focus();
    this.view.select(...range);
  }

  #mark(label: string, range: Fragment): void {
    this.focus();
    this.view.select(range[1]);
    this.#workspace.create(label, range[0], range[1]);
  }

  /** A label from the book or by its key: for the selected words, else for the selected mark. */
  applyLabel(label: string): boolean {
    const range = this.view.selectedRange;
    const slot = this.#workspace.selected;
    if (range) {
      this.palette.close();
      this.#mark(label, range);
    } else if (slot !== null && this.#workspace.mayEdit(slot)) this.#workspace.relabel(slot, label);
    else {
      this.#workspace.emit("notice", { text: t("Select words first, or a mark of yours.") });
      return false;
    }
    return true;
  }

  enter(): void {
    const range = this.view.selectedRange;
    if (this.palette.isOpen) return this.palette.focusFilter();
    if (range) return this.offerLabels(range, true);
    const slot = this.#workspace.selected;
    const here = this.#workspace.marks.at(this.caret.offset);
    if (slot === null || (document.activeElement === this.view.surface && here.length && !here.includes(slot))) {
      return this.#workspace.select(here[0] ?? null);
    }
    this.offerOtherLabel(slot);
  }

  /** The selected words, or the place of the caret as a range of nothing. */
  get place(): Fragment {
    const at = this.caret.offset;
    return this.view.selectedRange ?? [at, at];
  }

  addPart(): void {
    const slot = this.#workspace.selected;
    const range = this.view.selectedRange;
    if (slot === null || !range) return;
    this.view.select(range[1]);
    this.#workspace.addFragment(slot, range[0], range[1]);
  }

  beginEdges(): void {
    this.palette.close();
    this.edges.begin(this.view.selection?.focus ?? 0);
  }

  // --- keys ----------------------------------------------------------------------------------------------------------

  onKey(event: KeyboardEvent, commands: CommandTable, scopes: readonly Scope[]): boolean {
    const inText = scopes.includes("text");
    if (NO_TYPING.test(event.key)) this.#lastShortcut = -TYPING;
    if (this.edges.active && inText && this.#edgeKey(event)) return true;
    if (this.palette.isOpen && inText && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      this.palette.focusFilter();
      return true;
    }
    const letter = typed(event);
    if (!/^\p{L}$/u.test(letter ?? "")) this.#lastShortcut = -TYPING; // a word being typed is letters alone
    const label = letter === null ? undefined : this.#workspace.codebook.byShortcut(letter);
    if (scopes.includes("marks") && letter !== null && this.#typing(event, letter, label?.id)) return true;
    const command = commands.find(event, scopes);
    if (command) {
      command.run();
      return true;
    }
    if (!inText) return false;
    const moved = moveCaret(this.caret, event, false);
    if (moved && this.palette.isOpen) this.palette.close();
    return moved;
  }

  #typing(event: KeyboardEvent, letter: string, label: string | undefined): boolean {
    const typingOn = event.timeStamp - this.#lastShortcut < TYPING;
    if (typingOn && /\p{L}/u.test(letter)) {
      this.#lastShortcut = event.timeStamp;
      return true;
    }
    if (label !== undefined) {
      if (this.applyLabel(label)) this.#lastShortcut = event.timeStamp;
      return true;
    }
    if (this.palette.isOpen && /[\p{L}\p{N}]/u.test(letter)) {
      this.palette.focusFilter(letter);
      return true;
    }
    return false;
  }

  #edgeKey(event: KeyboardEvent): boolean {
    if (event.key === "Enter") this.edges.keep();
    else if (event.key === "Escape") this.edges.leave();
    else if (event.key === "Tab") this.edges.otherEdge();
    else return moveCaret(this.caret, event, true);
    return true;
  }

  /** Esc leaves one thing at a time: the palette, the selected words, the selected mark. */
  escape(): void {
    if (this.palette.isOpen) return this.palette.close();
    const selection = this.view.selection;
    if (selection && selection.anchor !== selection.focus) return this.view.select(selection.focus);
    if (this.#found) return this.showFound(null);
    this.#workspace.select(null);
    this.focus();
  }
}

function lastBox(view: ReadingView, [start, end]: Fragment): DOMRect | null {
  const boxes = view.points.rangeOf(start, end)?.getClientRects();
  return boxes?.[boxes.length - 1] ?? null;
}
