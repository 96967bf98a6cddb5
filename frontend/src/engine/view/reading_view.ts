/**
 * The view of the engine: the whole text as section pages, of which only those near the viewport carry painted marks.
 * Painting happens in the scroll event itself, before the browser paints the frame, so that no bare text flashes by.
 */
import { snapSelection, type Granularity } from "../graphemes";
import type { Fragment, MarkStore } from "../marks";
import { bySection, signsOf, type Sign } from "../notes";
import type { TextIndex } from "../text_index";
import { Geometry } from "./geometry";
import { buildSection, LeafMap, type Leaf, type SectionPage } from "./leaves";
import { Painter } from "./painter";
import { Points } from "./points";
import { Revealer } from "./revealer";

export interface TextSelection {
  /** Where the selection was begun, and where it ends now: the caret. */
  readonly anchor: number;
  readonly focus: number;
}

/** Painted beyond the visible part, in pixels: enough for a turn of the wheel. */
const MARGIN = 300;
/** Farther than this, marks are taken off the text again. */
const FORGET = 12_000;
/** So many blocks at a time: scrolling must not wait for it. */
const FORGET_AT_ONCE = 60;
/** A section with more fragments than this is painted block by block. */
const DENSE = 600;

export class ReadingView extends EventTarget {
  readonly surface: HTMLElement;
  readonly points: Points;
  readonly pages: readonly SectionPage[];
  readonly geometry: Geometry;
  readonly signs: readonly Sign[];
  /** What a selection is widened to. */
  snapping: Granularity = "grapheme";
  readonly #painter: Painter;
  readonly #painted = new Set<Leaf>();
  readonly #whole = new Set<number>();
  readonly #revealer: Revealer;
  #announced = false;

  constructor(
    readonly index: TextIndex,
    marks: MarkStore,
    readonly scroller: HTMLElement,
    surface: HTMLElement,
  ) {
    super();
    this.surface = surface;
    this.#painter = new Painter(index, marks);
    const map = new LeafMap();
    this.signs = signsOf(index);
    const signs = bySection(index, this.signs);
    this.pages = index.sections.map((_, section) => buildSection(index, map, section, signs.get(section)));
    this.points = new Points(surface, index, this.pages, map);
    this.geometry = new Geometry(index, this.pages, scroller, surface);
    this.geometry.estimateHeights();
    this.#revealer = new Revealer(this);
    surface.replaceChildren(...this.pages.map((page) => page.element));
    scroller.addEventListener("scroll", this.#onScroll, { passive: true });
    addEventListener("beforeprint", this.#onBeforePrint);
  }

  destroy(): void {
    this.scroller.removeEventListener("scroll", this.#onScroll);
    removeEventListener("beforeprint", this.#onBeforePrint);
  }

  get marks(): MarkStore {
    return this.#painter.marks;
  }

  /** How many relations a mark has; what is painted already is painted again by whoever changes them. */
  set linksOf(count: (slot: number) => number) {
    this.#painter.linksOf = count;
  }

  /** Other marks under the same text: after a refetch. */
  set marks(marks: MarkStore) {
    this.#painter.marks = marks;
    this.#painter.selected.clear();
    this.repaintAll();
  }

  readonly #onScroll = (): void => {
    this.paintVisible();
    this.dispatchEvent(new Event("scrolled"));
  };

  /** Tells those who draw over the text, once a frame and before it is shown: the layout is then asked once. */
  announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    requestAnimationFrame(() => {
      this.#announced = false;
      this.dispatchEvent(new Event("painted"));
    });
  }

  readonly #onBeforePrint = (): void => this.paintEverything();

  paintVisible(): void {
    const frame = this.scroller.getBoundingClientRect();
    const top = frame.top - MARGIN;
    const bottom = frame.bottom + MARGIN;
    const [first, last] = this.geometry.sectionsWithin(top, bottom);
    const wanted: Leaf[] = [];
    for (let section = first; section < last; section++) {
      if (this.#whole.has(section)) continue;
      const dense = this.marks.index.density(section) > DENSE;
      const leaves = dense ? this.geometry.leavesWithin(section, top, bottom) : this.pages[section]!.leaves;
      for (const leaf of leaves) if (leaf.element && !this.#painted.has(leaf)) wanted.push(leaf);
      if (!dense) this.#whole.add(section);
    }
    if (wanted.length) this.#paint(wanted);
    this.#forgetFar(first, last);
  }

  #paint(leaves: readonly Leaf[]): void {
    this.keepingSelection(leaves, () => {
      for (const leaf of leaves) {
        this.#painter.decorate(leaf);
        this.#painted.add(leaf);
      }
    });
    this.announce();
  }

  /** Takes marks off sections far from the viewport, except where the selection stands. */
  #forgetFar(first: number, last: number): void {
    if (this.#painted.size < 2000) return;
    const frame = this.scroller.getBoundingClientRect();
    const selection = this.selection;
    const far = new Map<number, boolean>();
    const forgotten: Leaf[] = [];
    for (const leaf of this.#painted) {
      if (leaf.section >= first && leaf.section < last) continue;
      let isFar = far.get(leaf.section);
      if (isFar === undefined) {
        const box = this.pages[leaf.section]!.element.getBoundingClientRect();
        isFar = box.bottom < frame.top - FORGET || box.top > frame.bottom + FORGET;
        far.set(leaf.section, isFar);
      }
      if (isFar && !(selection && holds(leaf, selection))) forgotten.push(leaf);
      if (forgotten.length === FORGET_AT_ONCE) break;
    }
    for (const leaf of forgotten) {
      this.#painter.undecorate(leaf);
      this.#painted.delete(leaf);
      this.#whole.delete(leaf.section);
    }
  }

  paintEverything(): void {
    const leaves = this.pages.flatMap((page) => page.leaves.filter((leaf) => leaf.element && !this.#painted.has(leaf)));
    if (leaves.length) this.#paint(leaves);
    this.pages.forEach((_, section) => this.#whole.add(section));
  }

  repaintAll(): void {
    const leaves = [...this.#painted];
    this.keepingSelection(leaves, () => {
      for (const leaf of leaves) this.#painter.undecorate(leaf);
      this.#painted.clear();
      this.#whole.clear();
    });
    this.paintVisible();
  }

  /** Paints again what a change of these places touches. */
  repaint(places: readonly Fragment[]): void {
    const wanted = this.#paintedLeaves(places);
    this.keepingSelection(wanted, () => {
      for (const leaf of wanted) this.#painter.decorate(leaf);
    });
    this.announce();
  }

  setSelectedMarks(slots: readonly number[]): void {
    const touched = [...this.#painter.selected, ...slots];
    this.#painter.selected.clear();
    for (const slot of slots) this.#painter.selected.add(slot);
    for (const slot of touched) {
      for (const leaf of this.#paintedLeaves(this.marks.fragments(slot))) this.#painter.showSelected(leaf);
    }
    this.announce();
  }

  #paintedLeaves(places: readonly Fragment[]): Leaf[] {
    const leaves = new Set<Leaf>();
    for (const [start, end] of places) {
      const last = this.index.sectionAt(Math.max(start, end - 1));
      for (let section = this.index.sectionAt(start); section <= last; section++) {
        for (const leaf of this.pages[section]?.leaves ?? []) {
          if (leaf.start < end && leaf.end > start && this.#painted.has(leaf)) leaves.add(leaf);
        }
      }
    }
    return [...leaves];
  }

  /** Runs a change of leaves; a selection that stands in one of them is set again by its offsets. */
  keepingSelection(leaves: readonly Leaf[], change: () => void): void {
    const selection = this.selection;
    const touched = selection !== null && leaves.some((leaf) => holds(leaf, selection));
    change();
    if (touched) this.select(selection.anchor, selection.focus);
  }

  /** The selection inside the text, in code points; null where it is elsewhere. */
  get selection(): TextSelection | null {
    const selection = document.getSelection();
    if (!selection || selection.rangeCount === 0) return null;
    const anchor = this.points.offsetOf(selection.anchorNode, selection.anchorOffset);
    const focus = this.points.offsetOf(selection.focusNode, selection.focusOffset);
    return anchor === null || focus === null ? null : { anchor, focus };
  }

  /** The selection widened to whole grapheme clusters, or words; null where nothing is selected. */
  get selectedRange(): Fragment | null {
    const selection = this.selection;
    if (!selection || selection.anchor === selection.focus) return null;
    const range = snapSelection(this.index, selection.anchor, selection.focus, this.snapping);
    return range[1] > range[0] ? range : null;
  }

  select(anchor: number, focus: number = anchor): void {
    const forwards = focus >= anchor;
    const from = this.points.placeOf(anchor, anchor === focus || forwards ? 1 : -1);
    const to = this.points.placeOf(focus, anchor === focus || !forwards ? 1 : -1);
    if (!from || !to) return;
    document.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  }

  /** The offset under a point of the window. */
  offsetAtPoint(x: number, y: number): number | null {
    if (document.caretPositionFromPoint) {
      const place = document.caretPositionFromPoint(x, y);
      return place ? this.points.offsetOf(place.offsetNode, place.offset) : null;
    }
    const range = document.caretRangeFromPoint?.(x, y);
    return range ? this.points.offsetOf(range.startContainer, range.startOffset) : null;
  }

  /** Marks drawn under a point, the shortest first; none where the point is beside the text. */
  marksAtPoint(x: number, y: number): number[] {
    const offset = this.offsetAtPoint(x, y);
    if (offset === null) return [];
    for (const candidate of [offset, offset - 1]) {
      if (candidate < 0) continue;
      const range = this.points.rangeOf(candidate, candidate + 1);
      for (const box of range?.getClientRects() ?? []) {
        if (x >= box.left && x <= box.right && y >= box.top - 2 && y <= box.bottom + 8) return this.marks.at(candidate);
      }
    }
    return [];
  }

  /** Brings a place into view, a third down the page, unless it is comfortably visible already. */
  reveal(start: number, end: number = start): void {
    this.#revealer.reveal(start, end);
  }

  /** Somebody else moves the text from here on. */
  letGo(): void {
    this.#revealer.letGo();
  }

  boxOf(start: number, end: number): DOMRect | null {
    return visibleBox(this.points.rangeOf(start, end)?.getClientRects());
  }

  /** After a change of width or type size the guesses for unseen sections are made anew. */
  relayout(): void {
    if (this.geometry.outgrown) this.geometry.estimateHeights();
    else if (!this.geometry.resized) return;
    this.paintVisible();
    this.announce();
  }
}

/** The first box that has a width: what begins at a line break also has an empty box at the end of the line before. */
export function visibleBox(boxes: Iterable<DOMRect> | undefined): DOMRect | null {
  let first: DOMRect | null = null;
  for (const box of boxes ?? []) {
    if (box.width > 0.5) return box;
    first ??= box;
  }
  return first;
}

function holds(leaf: Leaf, selection: TextSelection): boolean {
  const within = (offset: number): boolean => offset >= leaf.start && offset <= leaf.end;
  return within(selection.anchor) || within(selection.focus);
}
