/**
 * Reading with the keyboard. Browsers show no caret in text that cannot be edited, so the surface draws its own, and moves it
 * as an editor would: by character, word, line, block; with Shift it selects. The browser's own selection is the state.
 */
import { snap, step } from "../../engine/graphemes";
import type { ReadingView } from "../../engine/view/reading_view";

export type Unit = "character" | "word" | "line" | "lineboundary" | "block" | "document";

export class Caret {
  readonly #view: ReadingView;
  readonly #mark: HTMLElement;
  #goal: number | null = null;

  constructor(view: ReadingView, layer: HTMLElement) {
    this.#view = view;
    this.#mark = document.createElement("div");
    this.#mark.className = "ws-caret";
    this.#mark.setAttribute("aria-hidden", "true");
    this.#mark.hidden = true;
    layer.append(this.#mark);
    document.addEventListener("selectionchange", () => view.announce());
    view.surface.addEventListener("focus", () => view.announce());
    view.surface.addEventListener("blur", () => view.announce());
    view.surface.addEventListener("pointerdown", () => (this.#goal = null));
    view.addEventListener("painted", () => this.draw());
  }

  /** Where the caret stands; on the first visible character where it has not been set. */
  get offset(): number {
    return this.#view.selection?.focus ?? this.#view.geometry.firstVisible();
  }

  move(unit: Unit, direction: -1 | 1, extend: boolean): void {
    const selection = this.#view.selection;
    const from = this.offset;
    if (unit !== "line") this.#goal = null;
    let to = this.#target(from, unit, direction);
    const collapses = selection && !extend && selection.anchor !== selection.focus && unit === "character";
    if (collapses) {
      to = direction < 0 ? Math.min(selection.anchor, selection.focus) : Math.max(selection.anchor, selection.focus);
    }
    this.#view.select(extend ? (selection?.anchor ?? from) : to, to);
    this.#keepVisible(to);
  }

  #target(from: number, unit: Unit, direction: -1 | 1): number {
    const { index } = this.#view;
    switch (unit) {
      case "character":
        return this.#overGaps(from, step(index, from, this.#visual(from, direction), "grapheme"));
      case "word":
        return step(index, from, this.#visual(from, direction), "word");
      case "document":
        return direction < 0 ? 0 : index.length;
      case "block":
        return this.#block(from, direction);
      case "line":
        return this.#line(from, direction);
      case "lineboundary":
        return this.#boundary(from, direction);
    }
  }

  /** In a right-to-left block the left arrow goes forward in the text. */
  #visual(offset: number, direction: -1 | 1): -1 | 1 {
    const block = this.#view.points.leafAt(offset)?.block;
    const backwards = block !== null && block !== undefined && getComputedStyle(block).direction === "rtl";
    return backwards ? (direction < 0 ? 1 : -1) : direction;
  }

  /** The line breaks between two blocks are one step, not several in which nothing seems to move. */
  #overGaps(from: number, to: number): number {
    const { points } = this.#view;
    const forward = to > from;
    for (;;) {
      const leaf = points.leafAt(forward ? Math.max(from, to - 1) : to);
      if (!leaf || leaf.element) return to;
      if (forward) {
        if (leaf.end >= this.#view.index.length) return from;
        return leaf.end;
      }
      if (leaf.start === 0) return from;
      return leaf.start;
    }
  }

  #block(from: number, direction: -1 | 1): number {
    const { points, index } = this.#view;
    const here = points.leafAt(from);
    if (direction < 0 && here?.element && from > here.start) return here.start;
    let at = direction > 0 ? (here?.end ?? from) : (here?.start ?? from) - 1;
    while (at >= 0 && at < index.length) {
      const leaf = points.leafAt(at);
      if (!leaf) break;
      if (leaf.element && leaf.element.className !== "tx-pipe") return leaf.start;
      at = direction > 0 ? leaf.end : leaf.start - 1;
    }
    return direction > 0 ? index.length : 0;
  }

  #box(offset: number): DOMRect | null {
    return caretBox(this.#view, offset);
  }

  #line(from: number, direction: -1 | 1): number {
    const view = this.#view;
    this.#keepVisible(from);
    const box = this.#box(from);
    if (!box) return from;
    const goal = (this.#goal ??= box.left);
    const area = view.surface.getBoundingClientRect();
    const x = Math.min(Math.max(goal, area.left + 2), area.right - 2);
    const edge = direction > 0 ? box.bottom : box.top;
    for (let reach = box.height * 0.6; reach < box.height * 8; reach += box.height * 0.5) {
      const offset = view.offsetAtPoint(x, edge + direction * reach);
      if (offset === null || offset === from) continue;
      const found = this.#box(offset);
      const moved = found && (direction > 0 ? found.top > box.top + 4 : found.top < box.top - 4);
      if (moved) return snap(view.index, offset, -1);
    }
    return this.#block(from, direction);
  }

  #boundary(from: number, direction: -1 | 1): number {
    const view = this.#view;
    const box = this.#box(from);
    const leaf = view.points.leafAt(from);
    if (!box || !leaf?.element) return from;
    const area = leaf.element.getBoundingClientRect();
    const toTheRight = direction > 0 === (getComputedStyle(leaf.element).direction !== "rtl");
    const offset = view.offsetAtPoint(toTheRight ? area.right - 1 : area.left + 1, box.top + box.height / 2);
    if (offset === null) return from;
    // Where a line wraps, the end of it and the start of the next are one place: stay on this line.
    const found = direction > 0 ? this.#box(offset) : null;
    return found && found.top > box.top + 4 ? step(view.index, offset, -1, "grapheme") : offset;
  }

  #keepVisible(offset: number): void {
    const { scroller } = this.#view;
    const frame = scroller.getBoundingClientRect();
    const box = this.#box(offset);
    if (!box || box.bottom < frame.top - 200 || box.top > frame.bottom + 200) return this.#view.reveal(offset);
    if (box.top < frame.top + 60) scroller.scrollTop -= frame.top + 60 - box.top;
    else if (box.bottom > frame.bottom - 60) scroller.scrollTop += box.bottom - frame.bottom + 60;
  }

  draw(): void {
    const view = this.#view;
    const active = document.activeElement === view.surface;
    const selection = active ? view.selection : null;
    const shown = selection && selection.anchor === selection.focus && view.geometry.isNear(selection.focus);
    const box = shown ? this.#box(selection.focus) : null;
    this.#mark.hidden = box === null;
    if (!box) return;
    const origin = (this.#mark.offsetParent ?? view.surface).getBoundingClientRect();
    this.#mark.style.insetInlineStart = "auto";
    this.#mark.style.left = `${box.left - origin.left}px`;
    this.#mark.style.top = `${box.top - origin.top}px`;
    this.#mark.style.height = `${box.height}px`;
  }
}

/** The thin box where a caret at this offset belongs: before the character there, or behind the last one of a block. */
export function caretBox(view: ReadingView, offset: number): DOMRect | null {
  const leaf = view.points.leafAt(offset);
  const rightToLeft = (at: Element | null | undefined): boolean => !!at && getComputedStyle(at).direction === "rtl";
  if (leaf?.element && offset < leaf.end) {
    const box = view.boxOf(offset, step(view.index, offset, 1, "grapheme"));
    if (box) return new DOMRect(rightToLeft(leaf.block) ? box.right : box.left, box.top, 0, box.height);
  }
  if (offset === 0) return null;
  const boxes = view.points.rangeOf(step(view.index, offset, -1, "grapheme"), offset)?.getClientRects();
  const box = boxes?.[boxes.length - 1];
  if (!box) return null;
  const before = view.points.leafAt(offset - 1)?.block;
  return new DOMRect(rightToLeft(before) ? box.left : box.right, box.top, 0, box.height);
}
