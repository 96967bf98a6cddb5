/**
 * Moving an edge of the selected mark: by its handles, or by keys. By keys the fragment becomes the selection of the text;
 * what moves the caret then moves the edge, and Enter keeps it.
 */
import { snap, snapRange } from "../../engine/graphemes";
import type { Fragment } from "../../engine/marks";
import type { ReadingView } from "../../engine/view/reading_view";
import type { Workspace } from "../model/workspace";
import { t } from "../model/words";
import { caretBox } from "./caret";
import { clearHighlight, showHighlight } from "./highlights";

interface Editing {
  readonly id: string;
  readonly fragment: number;
  /** The version on the page when the edge was taken up; a change by somebody else meanwhile is then noticed. */
  readonly base: number;
}

export class EdgeEditor {
  readonly #view: ReadingView;
  readonly #workspace: Workspace;
  readonly #layer: HTMLElement;
  #editing: Editing | null = null;
  #dragging = false;
  onModeChange: (active: boolean) => void = () => {};

  constructor(view: ReadingView, workspace: Workspace, layer: HTMLElement) {
    this.#view = view;
    this.#workspace = workspace;
    this.#layer = document.createElement("div");
    this.#layer.className = "ws-handles";
    layer.append(this.#layer);
    workspace.on("selection", () => {
      this.leave();
      view.announce();
    });
    view.addEventListener("painted", () => this.draw());
  }

  get active(): boolean {
    return this.#editing !== null;
  }

  /** Takes up the fragment nearest to a place. */
  begin(near: number): boolean {
    const slot = this.#workspace.selected;
    if (slot === null || !this.#workspace.mayEdit(slot)) return false;
    const { marks } = this.#workspace;
    const fragments = marks.fragments(slot);
    const distance = ([start, end]: Fragment): number => Math.max(start - near, near - end, 0);
    const nearest = fragments.reduce((best, fragment, at) => (distance(fragment) < distance(fragments[best]!) ? at : best), 0);
    const [start, end] = fragments[nearest]!;
    this.#editing = { id: marks.id(slot), fragment: nearest, base: marks.version(slot) };
    this.#view.reveal(start, end);
    this.#view.surface.focus({ preventScroll: true });
    this.#view.select(start, end);
    this.onModeChange(true);
    return true;
  }

  otherEdge(): void {
    const selection = this.#view.selection;
    if (selection) this.#view.select(selection.focus, selection.anchor);
  }

  keep(): void {
    const editing = this.#editing;
    const range = this.#view.selectedRange;
    this.leave();
    if (editing && range) this.#move(editing, range);
  }

  leave(): void {
    if (!this.#editing) return;
    this.#editing = null;
    const selection = this.#view.selection;
    if (selection) this.#view.select(selection.focus);
    this.onModeChange(false);
  }

  #move({ id, fragment, base }: Editing, range: Fragment): void {
    const slot = this.#workspace.marks.slotOf(id);
    if (slot === undefined) return;
    const fragments = this.#workspace.marks.fragments(slot).map((old, at) => (at === fragment ? range : old));
    this.#workspace.moveTo(slot, fragments, base);
  }

  draw(): void {
    if (this.#dragging) return; // the handle under the pointer has to stay the one that was taken hold of
    const slot = this.#workspace.selected;
    this.#layer.replaceChildren();
    if (slot === null || !this.#workspace.mayEdit(slot)) return;
    const frame = this.#view.scroller.getBoundingClientRect();
    const origin = (this.#layer.offsetParent ?? this.#view.surface).getBoundingClientRect();
    this.#workspace.marks.fragments(slot).forEach(([start, end], fragment) => {
      for (const side of [-1, 1] as const) {
        const box = side < 0 ? caretBox(this.#view, start) : endBox(this.#view, end);
        if (!box || box.bottom < frame.top - 400 || box.top > frame.bottom + 400) continue;
        const handle = this.#handle(fragment, side);
        handle.style.left = `${box.left - origin.left}px`;
        handle.style.top = `${box.top - origin.top}px`;
        handle.style.height = `${box.height}px`;
        this.#layer.append(handle);
      }
    });
  }

  #handle(fragment: number, side: -1 | 1): HTMLElement {
    const handle = document.createElement("div");
    handle.className = side < 0 ? "ws-handle ws-handle--start" : "ws-handle ws-handle--end";
    handle.dataset["edge"] = side < 0 ? "start" : "end";
    handle.title = t("Drag to move this edge (F2 by keyboard)");
    handle.addEventListener("pointerdown", (event) => this.#drag(event, fragment, side));
    return handle;
  }

  #drag(down: PointerEvent, fragment: number, side: -1 | 1): void {
    const slot = this.#workspace.selected;
    const handle = down.currentTarget as HTMLElement;
    if (slot === null || down.button !== 0) return;
    down.preventDefault();
    down.stopPropagation();
    const { marks } = this.#workspace;
    const editing: Editing = { id: marks.id(slot), fragment, base: marks.version(slot) };
    const [start, end] = marks.fragments(slot)[fragment]!;
    let range: Fragment = [start, end];
    const end_ = new AbortController();
    const { signal } = end_;
    handle.setPointerCapture(down.pointerId);
    this.#layer.classList.add("is-dragging");
    this.#dragging = true;
    const move = (event: PointerEvent): void => {
      const offset = this.#view.offsetAtPoint(event.clientX, event.clientY);
      if (offset === null) return;
      const edge = snap(this.#view.index, offset, side, this.#view.snapping);
      const next = side < 0 ? snapRange(this.#view.index, edge, end) : snapRange(this.#view.index, start, edge);
      const turned = side < 0 ? edge >= end : edge <= start;
      if (turned || next[1] <= next[0]) return;
      range = next;
      showHighlight(this.#view, "edge", [range]);
    };
    const done = (keep: boolean): void => {
      end_.abort();
      clearHighlight("edge");
      this.#layer.classList.remove("is-dragging");
      this.#dragging = false;
      this.draw();
      if (keep && (range[0] !== start || range[1] !== end)) this.#move(editing, range);
      else this.#view.announce();
    };
    handle.addEventListener("pointermove", move, { signal });
    handle.addEventListener("pointerup", () => done(true), { signal });
    handle.addEventListener("pointercancel", () => done(false), { signal });
    addEventListener("keydown", (event) => event.key === "Escape" && done(false), { signal });
  }
}

/** Behind the last character of a fragment, on its line: not before the first of the next. */
function endBox(view: ReadingView, end: number): DOMRect | null {
  const boxes = view.points.rangeOf(Math.max(0, snap(view.index, end - 1, -1)), end)?.getClientRects();
  const box = boxes?.[boxes.length - 1];
  if (!box) return null;
  const block = view.points.leafAt(end - 1)?.block;
  const rightToLeft = !!block && getComputedStyle(block).direction === "rtl";
  return new DOMRect(rightToLeft ? box.left : box.right, box.top, 0, box.height);
}
