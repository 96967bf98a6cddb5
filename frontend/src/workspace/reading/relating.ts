/** Relating two marks: one is taken up, the way goes on to the other with any means, and there the kind is chosen. */
import { t } from "../model/words";
import type { Workspace } from "../model/workspace";
import { RelationDialog } from "../parts/relation_dialog";
import { clearHighlight, showHighlight } from "./highlights";
import type { ReadingDesk } from "./reading_desk";

export class Relating {
  readonly #workspace: Workspace;
  readonly #desk: ReadingDesk;
  readonly #dialog = new RelationDialog();
  #from: string | null = null;
  onModeChange: (active: boolean) => void = () => {};

  constructor(workspace: Workspace, desk: ReadingDesk, root: HTMLElement) {
    this.#workspace = workspace;
    this.#desk = desk;
    this.#dialog.workspace = workspace;
    this.#dialog.done = () => this.#desk.focus();
    root.append(this.#dialog);
    desk.view.addEventListener("painted", () => this.#showFrom());
    workspace.on("marks", () => this.#from !== null && workspace.marks.slotOf(this.#from) === undefined && this.leave());
  }

  get isActive(): boolean {
    return this.#from !== null;
  }

  /** Whether there is a mark here that can be taken up. */
  get isPossible(): boolean {
    const slot = this.#slotHere();
    return slot !== null && this.#workspace.relations.mayRelate(slot);
  }

  /** At the first mark: take it up. At the other: choose the kind. */
  turn(): void {
    const { marks, relations } = this.#workspace;
    const slot = this.#slotHere();
    if (slot === null) return this.#workspace.refuse(t("Go to a mark first."));
    if (!relations.mayRelate(slot)) {
      return this.#workspace.refuse(t("You can relate marks of your own, and adjudicated ones."));
    }
    const id = marks.id(slot);
    const from = this.#from;
    if (from === null) {
      if (marks.size < 2) return this.#workspace.refuse(t("There is no other mark to relate it to."));
      this.#from = id;
      this.#workspace.select(slot);
      this.#showFrom();
      this.onModeChange(true);
    } else if (from === id) this.#workspace.refuse(t("Go to another mark, then press Enter."));
    else {
      this.leave();
      this.#workspace.select(slot);
      void this.#dialog.show(from, id);
    }
  }

  /** The selected mark; where that is still the first one, the one that the caret went into. */
  #slotHere(): number | null {
    const { selected, marks } = this.#workspace;
    if (selected !== null && marks.id(selected) !== this.#from) return selected;
    const here = marks.at(this.#desk.caret.offset).filter((slot) => slot !== selected);
    return here[0] ?? selected;
  }

  leave(): void {
    if (this.#from === null) return;
    this.#from = null;
    clearHighlight("related");
    this.onModeChange(false);
  }

  #showFrom(): void {
    const slot = this.#from === null ? undefined : this.#workspace.marks.slotOf(this.#from);
    if (slot !== undefined) showHighlight(this.#desk.view, "related", this.#workspace.marks.fragments(slot));
  }
}
