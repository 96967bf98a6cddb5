/**
 * The mouse over the text: a drag or a double click selects words, a click selects the mark under it (again: the next one
 * there), a drag with Alt, Ctrl or ⌘ adds a part to the selected mark.
 */
import type { Fragment } from "../../engine/marks";
import type { ReadingView } from "../../engine/view/reading_view";
import type { Workspace } from "../model/workspace";

export interface PointerEvents {
  began(): void;
  selected(range: Fragment): void;
}

export function trimmed(view: ReadingView, [start, end]: Fragment): Fragment {
  const characters = [...view.index.slice(start, end)];
  let from = 0;
  let to = characters.length;
  while (from < to && characters[from]!.trim() === "") from++;
  while (to > from && characters[to - 1]!.trim() === "") to--;
  return [start + from, start + to];
}

export class PointerInput {
  readonly #view: ReadingView;
  readonly #workspace: Workspace;
  readonly #events: PointerEvents;
  #down = false;
  #adding = false;
  #pending: (() => void) | null = null;

  constructor(view: ReadingView, workspace: Workspace, events: PointerEvents) {
    this.#view = view;
    this.#workspace = workspace;
    this.#events = events;
    view.surface.addEventListener("mousedown", (event) => this.#begin(event));
    document.addEventListener("mouseup", (event) => this.#end(event));
    // A key that follows at once means what was clicked on, not what was selected before.
    document.addEventListener("keydown", () => this.#pending?.(), { capture: true });
  }

  #begin(event: MouseEvent): void {
    if (event.button !== 0) return;
    this.#down = true;
    this.#adding = (event.altKey || event.metaKey || event.ctrlKey) && this.#workspace.selected !== null;
    this.#events.began();
  }

  #end(event: MouseEvent): void {
    if (!this.#down || event.button !== 0) return;
    this.#down = false;
    const adding = this.#adding;
    // The browser settles the selection after this event: a click inside a selection only then clears it.
    const settle = (): void => {
      if (this.#pending !== settle) return;
      this.#pending = null;
      this.#settle(event, adding);
    };
    this.#pending = settle;
    setTimeout(settle);
  }

  #settle(event: MouseEvent, adding: boolean): void {
    if (document.querySelector("dialog[open]")) return; // a key was quicker, and the text is out of reach
    const view = this.#view;
    const whole = view.selectedRange;
    if (!whole) return adding ? undefined : this.#click(event);
    const range = event.detail >= 2 ? trimmed(view, whole) : whole;
    if (range[1] <= range[0]) return;
    if (event.detail >= 2 || view.snapping === "word") view.select(...range);
    const slot = this.#workspace.selected;
    if (adding && slot !== null) {
      view.select(range[1]);
      this.#workspace.addFragment(slot, range[0], range[1]);
    } else {
      this.#workspace.select(null);
      this.#events.selected(range);
    }
  }

  #click(event: MouseEvent): void {
    const found = this.#view.marksAtPoint(event.clientX, event.clientY);
    const selected = this.#workspace.selected;
    const at = selected === null ? -1 : found.indexOf(selected);
    this.#workspace.select(found[(at + 1) % Math.max(1, found.length)] ?? null);
  }
}
