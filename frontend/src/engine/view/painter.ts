/** Draws marks into leaves: a leaf's single text node becomes segments, and back again. */
import type { MarkStore } from "../marks";
import { LANES, segmentsOf, type Segment, type Span } from "../segments";
import type { TextIndex } from "../text_index";
import type { Leaf } from "./leaves";
import { laneClass } from "./mark_styles";
import { showSigns } from "./signs";

/** Where too many marks overlap, one "+n" stands at the beginning of the run, with the most that are hidden in it. */
function hiddenByRun(segments: readonly Segment[]): Map<number, number> {
  const runs = new Map<number, number>();
  let run = -1;
  segments.forEach(({ hidden }, at) => {
    if (hidden === 0) run = -1;
    else {
      if (run < 0) run = at;
      runs.set(run, Math.max(runs.get(run) ?? 0, hidden));
    }
  });
  return runs;
}

export class Painter {
  marks: MarkStore;
  readonly #index: TextIndex;
  readonly selected = new Set<number>();
  /** How many relations a mark has; asked once for each mark, where it begins. */
  linksOf: (slot: number) => number = () => 0;

  constructor(index: TextIndex, marks: MarkStore) {
    this.#index = index;
    this.marks = marks;
  }

  #spansOf(leaf: Leaf): Span[] {
    const spans: Span[] = [];
    this.marks.index.query(leaf.start, leaf.end, (slot, start, end) => spans.push({ slot, start, end }));
    return spans;
  }

  /** True where the content of the leaf changed. */
  decorate(leaf: Leaf): boolean {
    const element = leaf.element;
    if (!element || element.className === "tx-pipe") return false;
    const spans = this.#spansOf(leaf);
    if (spans.length === 0) return this.undecorate(leaf);
    const section = leaf.section;
    const text = this.#index.sectionText(section);
    const content = document.createDocumentFragment();
    const segments = segmentsOf(leaf.start, leaf.end, spans);
    const hidden = hiddenByRun(segments);
    segments.forEach((segment, at) => {
      const piece = text.slice(this.#index.toUnits(section, segment.start), this.#index.toUnits(section, segment.end));
      if (segment.slots.length === 0) content.append(piece);
      else content.append(this.#segment(segment, piece, hidden.get(at) ?? 0));
    });
    element.replaceChildren(content);
    showSigns(this.#index, leaf);
    leaf.decorated = true;
    return true;
  }

  #segment(segment: Segment, piece: string, more: number): HTMLElement {
    const span = document.createElement("span");
    const { slots, lanes } = segment;
    let classes = "mk";
    let depth = 0;
    let ids = "";
    let links = 0;
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at] as number;
      const lane = lanes[at] as number;
      ids += at === 0 ? this.marks.id(slot) : ` ${this.marks.id(slot)}`;
      if (lane < LANES) {
        classes += ` ${laneClass(this.marks.labelCode(slot), this.marks.layer(slot), lane)}`;
        if (lane >= depth) depth = lane + 1;
      }
      if (this.selected.size && this.selected.has(slot)) classes += " is-selected";
      if (segment.start === this.marks.start(slot)) links += this.linksOf(slot);
    }
    span.className = `${classes} d${depth}`;
    span.setAttribute("data-annotation-ids", ids);
    if (links) span.setAttribute("data-links", String(links));
    if (more) span.setAttribute("data-more", `+${more}`);
    span.append(piece);
    return span;
  }

  /** Shows which segments belong to selected marks, without drawing the leaf again. */
  showSelected(leaf: Leaf): void {
    const ids = new Set([...this.selected].map((slot) => this.marks.id(slot)));
    for (const span of leaf.element?.querySelectorAll<HTMLElement>("[data-annotation-ids]") ?? []) {
      const selected = ids.size > 0 && (span.dataset["annotationIds"] ?? "").split(" ").some((id) => ids.has(id));
      span.classList.toggle("is-selected", selected);
    }
  }

  undecorate(leaf: Leaf): boolean {
    const element = leaf.element;
    if (!element || !leaf.decorated) return false;
    element.replaceChildren(element.textContent ?? "");
    showSigns(this.#index, leaf);
    leaf.decorated = false;
    return true;
  }
}
