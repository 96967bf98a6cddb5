/**
 * The margin lane: the codes of the marks that begin on a line stand beside it. It is drawn for what is visible, when the
 * scrolling rests, and asks the layout only about marks in view. A sign says where something is being said.
 */
import { html, render } from "lit";
import { visibleBox, type ReadingView } from "../../engine/view/reading_view";
import type { Workspace } from "../model/workspace";
import { icon } from "../parts/icons";

const SHOWN = 2;
/** Marks whose middles are nearer than this, in pixels, stand on one line: a heading's and a footnote's differ in height. */
const SAME_LINE = 16;

export class MarginLane {
  readonly #view: ReadingView;
  readonly #state: Workspace;
  readonly #lane: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: ReadingView, state: Workspace, layer: HTMLElement) {
    this.#view = view;
    this.#state = state;
    this.#lane = document.createElement("div");
    this.#lane.className = "ws-lane";
    this.#lane.setAttribute("aria-hidden", "true");
    layer.append(this.#lane);
    view.addEventListener("scrolled", () => this.later(120));
    view.addEventListener("painted", () => this.later(60));
    state.on("codebook", () => this.later(0));
    state.on("comments", () => this.later(60));
  }

  later(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.draw(), milliseconds);
  }

  draw(): void {
    if (getComputedStyle(this.#lane).display === "none") return;
    const view = this.#view;
    const frame = view.scroller.getBoundingClientRect();
    const origin = (this.#lane.offsetParent ?? view.surface).getBoundingClientRect();
    const lines = new Map<number, number[]>();
    const begun = new Set<string>();
    for (const span of this.#visibleSpans(frame)) {
      const fresh = (span.dataset["annotationIds"] ?? "").split(" ").filter((id) => !begun.has(id));
      if (fresh.length === 0) continue;
      const slots = fresh.flatMap((id) => this.#state.marks.slotOf(id) ?? []);
      for (const id of fresh) begun.add(id);
      const box = visibleBox(span.getClientRects());
      if (!box || box.top < frame.top - 100 || box.top > frame.bottom + 100) continue;
      const middle = Math.round(box.top + box.height / 2 - origin.top);
      const line = [...lines.keys()].findLast((top) => Math.abs(top - middle) < SAME_LINE) ?? middle;
      lines.set(line, [...(lines.get(line) ?? []), ...slots]);
    }
    this.#lane.replaceChildren(...[...lines].map(([top, slots]) => this.#line(top, slots)));
  }

  #visibleSpans(frame: DOMRect): HTMLElement[] {
    const spans: HTMLElement[] = [];
    for (const block of this.#view.geometry.visibleBlocks(frame.top, frame.bottom)) {
      spans.push(...block.querySelectorAll<HTMLElement>("[data-annotation-ids]"));
    }
    return spans;
  }

  #line(top: number, slots: readonly number[]): HTMLElement {
    const line = document.createElement("div");
    line.className = "ws-lane__line";
    line.style.top = `${top}px`;
    const marks = this.#state.marks;
    const byLabel = new Map<string, number>();
    for (const slot of slots) byLabel.set(marks.label(slot), marks.labelCode(slot));
    const labels = [...byLabel];
    for (const [id, code] of labels.slice(0, SHOWN)) {
      const item = document.createElement("span");
      item.className = `ws-code label-${code}`;
      item.textContent = this.#state.codebook.describe(id).code;
      line.append(item);
    }
    if (labels.length > SHOWN) {
      const more = document.createElement("span");
      more.className = "ws-code ws-code--more";
      more.textContent = `+${labels.length - SHOWN}`;
      line.append(more);
    }
    if (slots.some((slot) => this.#isTalkedAbout(marks.id(slot)))) {
      const sign = document.createElement("span");
      sign.className = "ws-code ws-code--said";
      render(html`${icon("message")}`, sign);
      line.prepend(sign);
    }
    return line;
  }

  #isTalkedAbout(id: string): boolean {
    const thread = this.#state.conversation.talk.threads.get(id);
    return thread !== undefined && thread.count > 0 && !thread.resolved;
  }
}
