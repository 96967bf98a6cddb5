/** From place to place: passages without a mark, conflicts between people, footnotes and their calls. */
import type { Fragment } from "../../engine/marks";
import { signAt, type Sign } from "../../engine/notes";
import { conflictFrom, conflictsOf, passagesOf, unmarkedPassage } from "../../engine/passages";
import { t } from "../model/words";
import type { Workspace } from "../model/workspace";
import type { ReadingDesk } from "./reading_desk";

export class Moving {
  readonly #workspace: Workspace;
  readonly #desk: ReadingDesk;
  #passages: Fragment[] | null = null;
  /** Asked for the next comment before there were any to go to. */
  #waiting = false;

  constructor(workspace: Workspace, desk: ReadingDesk) {
    this.#workspace = workspace;
    this.#desk = desk;
    desk.view.surface.addEventListener("click", (event) => this.#onClick(event));
  }

  get #from(): number {
    const { selected, marks } = this.#workspace;
    const { selection } = this.#desk.view;
    if (selection === null && selected !== null) return marks.start(selected);
    return selection ? Math.min(selection.anchor, selection.focus) : this.#desk.caret.offset;
  }

  toUnmarked(direction: -1 | 1): void {
    this.#passages ??= passagesOf(this.#workspace.index);
    const passage = unmarkedPassage(this.#passages, this.#workspace.marks, this.#from, direction);
    if (passage) {
      this.#workspace.select(null);
      this.#desk.goToPassage(passage);
    } else {
      const after = t("Every passage from here to the end has a mark.");
      const before = t("Every passage from the start to here has a mark.");
      this.#workspace.emit("notice", { text: direction > 0 ? after : before });
    }
  }

  toConflict(direction: -1 | 1): void {
    const { marks, codebook } = this.#workspace;
    const conflict = conflictFrom(conflictsOf(marks), this.#from, direction);
    if (!conflict) {
      const after = t("No marks of different people contradict each other from here to the end.");
      const before = t("No marks of different people contradict each other from the start to here.");
      this.#workspace.emit("notice", { text: direction > 0 ? after : before });
      return;
    }
    const { slot, other, start, end } = conflict;
    const said = (mark: number): string => `${marks.authorName(mark)}: ${codebook.describe(marks.label(mark)).name}`;
    this.#desk.goToPassage([start, end]);
    this.#workspace.select(slot);
    this.#workspace.emit("notice", { text: t("{one}; {other}", { one: said(slot), other: said(other) }) });
  }

  /** To the next mark about which something is said and not resolved; waits for the comments where they are on their way. */
  toComment(direction: -1 | 1): void {
    const { marks, selected, conversation } = this.#workspace;
    if (!conversation.loaded) {
      if (!this.#waiting) {
        this.#waiting = true;
        this.#workspace.emit("notice", { text: t("The comments are being fetched.") });
        const stop = this.#workspace.on("comments", () => {
          if (!conversation.loaded) return;
          stop();
          this.#waiting = false;
          this.toComment(direction);
        });
      }
      return;
    }
    const slots = [...conversation.talk.threads.values()]
      .filter(({ about, resolved, count }) => about === "annotation" && !resolved && count > 0)
      .flatMap(({ subject }) => marks.slotOf(subject) ?? [])
      .sort((a, b) => marks.start(a) - marks.start(b) || a - b);
    const at = selected === null ? -1 : slots.indexOf(selected);
    const from = this.#from;
    const found =
      at >= 0
        ? slots[at + direction]
        : direction > 0
          ? slots.find((slot) => marks.start(slot) >= from)
          : slots.findLast((slot) => marks.start(slot) < from);
    if (found !== undefined) return this.#desk.goTo(found);
    const after = t("From here to the end no mark has an open comment.");
    const before = t("From the start to here no mark has an open comment.");
    this.#workspace.emit("notice", { text: direction > 0 ? after : before });
  }

  /** Whether the caret stands at a footnote's call, or at the name a footnote begins with. */
  get atNote(): boolean {
    return this.#sign() !== null;
  }

  #sign(): Sign | null {
    const { view, caret } = this.#desk;
    if (view.signs.length === 0) return null;
    return signAt(view.signs, caret.offset);
  }

  followNote(sign: Sign | null = this.#sign()): void {
    if (sign?.target) this.#desk.goToPassage(sign.target);
  }

  #onClick(event: MouseEvent): void {
    const { view } = this.#desk;
    if (!(event.target instanceof Element) || !event.target.closest(".tx-call") || view.selectedRange) return;
    const offset = view.offsetAtPoint(event.clientX, event.clientY);
    // What a click does to marks comes first: it asks what stands under the pointer now.
    if (offset !== null) setTimeout(() => this.followNote(signAt(view.signs, offset)));
  }
}
