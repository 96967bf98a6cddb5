/**
 * Lines from the selected mark to those it is related to, as far as these are on the screen: quiet curves beside the words, with
 * the kind on each. The list of the mark's relations says the same in words, so they are hidden from screen readers.
 */
import type { ReadingView } from "../../engine/view/reading_view";
import type { Workspace } from "../model/workspace";

const SVG = "http://www.w3.org/2000/svg";
/** Marks this far beyond what is visible still get their line. */
const AROUND = 600;
const MOST = 30;

function element<K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string>): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export class RelationLines {
  readonly #view: ReadingView;
  readonly #workspace: Workspace;
  readonly #layer: HTMLElement;
  #svg: SVGSVGElement | null = null;

  constructor(view: ReadingView, workspace: Workspace, layer: HTMLElement) {
    this.#view = view;
    this.#workspace = workspace;
    this.#layer = layer;
    view.addEventListener("painted", () => this.draw());
    for (const name of ["selection", "relations"] as const) workspace.on(name, () => view.announce());
  }

  draw(): void {
    const { selected, marks, relations } = this.#workspace;
    const seen = selected === null || relations.links.size === 0 ? [] : relations.of(marks.id(selected)).slice(0, MOST);
    if (selected === null || seen.length === 0) {
      this.#svg?.remove();
      this.#svg = null;
      return;
    }
    const from = this.#boxOf(selected);
    const curves = from ? seen.flatMap((one) => this.#curve(from, one.other, one.kind, one.forward)) : [];
    this.#svg ??= element("svg", { class: "ws-lines", "aria-hidden": "true" });
    this.#svg.replaceChildren(...curves);
    if (!this.#svg.isConnected) this.#layer.append(this.#svg);
  }

  /** Where a mark begins, as far as that is near what is visible: from the corner of the layer. */
  #boxOf(slot: number): DOMRect | null {
    const [start, end] = this.#workspace.marks.fragments(slot)[0]!;
    if (!this.#view.geometry.isNear(start, AROUND)) return null;
    const box = this.#view.points.rangeOf(start, end)?.getClientRects()[0];
    const frame = this.#view.scroller.getBoundingClientRect();
    if (!box || box.bottom < frame.top - AROUND || box.top > frame.bottom + AROUND) return null;
    const origin = this.#layer.getBoundingClientRect();
    return new DOMRect(box.left - origin.left, box.top - origin.top, box.width, box.height);
  }

  #curve(from: DOMRect, other: number, kind: string, forward: boolean): SVGElement[] {
    const to = this.#boxOf(other);
    if (!to) return [];
    const [a, b] = [middle(from), middle(to)];
    const sameLine = Math.abs(a.y - b.y) < 4;
    const lift = Math.min(28, 10 + Math.abs(a.x - b.x) / 12);
    const path = sameLine
      ? `M${a.x} ${a.y} C${a.x} ${a.y - lift} ${b.x} ${b.y - lift} ${b.x} ${b.y}`
      : `M${a.x} ${a.y} C${a.x} ${(a.y + b.y) / 2} ${b.x} ${(a.y + b.y) / 2} ${b.x} ${b.y}`;
    // Between two lines of text, over the words of the other mark: there it covers none.
    const words = element("text", { class: "ws-lines__kind", x: String(b.x + 7), y: String(b.y - 1) });
    words.textContent = forward ? kind : `← ${kind}`;
    return [element("path", { class: "ws-lines__line", d: path }), dot(a, !forward), dot(b, forward), words];
  }
}

const middle = (box: DOMRect): { x: number; y: number } => ({ x: box.left + box.width / 2, y: box.top });

function dot({ x, y }: { x: number; y: number }, isTarget: boolean): SVGElement {
  return element("circle", { class: isTarget ? "ws-lines__end is-target" : "ws-lines__end", cx: String(x), cy: String(y), r: "3" });
}
