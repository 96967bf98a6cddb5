/** Where sections and blocks stand in the scroller, asked with as few looks at the layout as will do. */
import type { TextIndex } from "../text_index";
import type { Leaf, SectionPage } from "./leaves";

export class Geometry {
  #estimatedWidth = 0;
  #size = "";

  constructor(
    readonly index: TextIndex,
    readonly pages: readonly SectionPage[],
    readonly scroller: HTMLElement,
    readonly surface: HTMLElement,
  ) {}

  /** Skipped sections take up an estimated height until they are first laid out; good guesses keep the scrollbar calm. */
  estimateHeights(): void {
    const width = this.surface.clientWidth || 640;
    this.#estimatedWidth = width;
    this.#size = `${this.scroller.clientWidth}×${this.scroller.clientHeight}`;
    const style = getComputedStyle(this.surface);
    const fontSize = parseFloat(style.fontSize) || 18;
    const lineHeight = parseFloat(style.lineHeight) || fontSize * 1.8;
    const perLine = Math.max(20, width / (fontSize * 0.47));
    this.pages.forEach((page, section) => {
      let lines = 0;
      for (const leaf of page.leaves) {
        if (leaf.element) lines += Math.ceil((leaf.end - leaf.start) / perLine) + 0.7;
      }
      if (lines === 0) lines = Math.ceil(this.index.sectionText(section).length / perLine);
      page.element.style.containIntrinsicSize = `auto none auto ${Math.round(lines * lineHeight)}px`;
    });
  }

  /** True where the text has become so much wider or narrower that the guesses no longer hold. */
  get outgrown(): boolean {
    return Math.abs(this.surface.clientWidth - this.#estimatedWidth) > 40;
  }

  /** True once after each change of the size of the scroller. */
  get resized(): boolean {
    const size = `${this.scroller.clientWidth}×${this.scroller.clientHeight}`;
    const changed = size !== this.#size;
    this.#size = size;
    return changed;
  }

  /** The sections that touch a band of the scroller, by binary search on their positions. */
  sectionsWithin(top: number, bottom: number): [number, number] {
    const count = this.pages.length;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.pages[middle]!.element.getBoundingClientRect().bottom <= top) low = middle + 1;
      else high = middle;
    }
    let last = low;
    while (last < count && this.pages[last]!.element.getBoundingClientRect().top < bottom) last++;
    return [low, last];
  }

  /** The leaves of a section whose block touches the band. */
  leavesWithin(section: number, top: number, bottom: number): Leaf[] {
    const wanted: Leaf[] = [];
    let block: HTMLElement | null = null;
    let near = false;
    for (const leaf of this.pages[section]!.leaves) {
      if (!leaf.element) continue;
      if (leaf.block !== block) {
        block = leaf.block;
        const box = (block ?? leaf.element).getBoundingClientRect();
        if (box.top > bottom) return wanted;
        near = box.bottom >= top;
      }
      if (near) wanted.push(leaf);
    }
    return wanted;
  }

  visibleBlocks(top: number, bottom: number): Set<HTMLElement> {
    const blocks = new Set<HTMLElement>();
    const [first, last] = this.sectionsWithin(top, bottom);
    for (let section = first; section < last; section++) {
      for (const leaf of this.leavesWithin(section, top, bottom)) blocks.add(leaf.block ?? leaf.element!);
    }
    return blocks;
  }

  /**
   * Whether the section of a place is within so many pixels of the window. The browser skips the layout of sections farther
   * away; asking where something stands in one of them would make it lay out all of that section.
   */
  isNear(offset: number, around = 0): boolean {
    const frame = this.scroller.getBoundingClientRect();
    const box = this.pages[this.index.sectionAt(offset)]?.element.getBoundingClientRect();
    return box !== undefined && box.bottom > frame.top - around && box.top < frame.bottom + around;
  }

  /** The first character that is at least partly visible. */
  firstVisible(below = 4): number {
    const frame = this.scroller.getBoundingClientRect();
    const [first, last] = this.sectionsWithin(frame.top, frame.bottom);
    for (let section = first; section < last; section++) {
      for (const leaf of this.pages[section]!.leaves) {
        if (leaf.element && leaf.element.getBoundingClientRect().bottom > frame.top + below) return leaf.start;
      }
    }
    return 0;
  }
}
