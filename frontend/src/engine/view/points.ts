/**
 * Offsets of the text ↔ places in the document. A place is a node and a position in it, as selections give them; inside a
 * leaf positions are counted in UTF-16 units over its text nodes, however they are cut up by decoration.
 */
import type { TextIndex } from "../text_index";
import type { Leaf, LeafMap, SectionPage } from "./leaves";

export interface Place {
  readonly node: Node;
  readonly offset: number;
}

export class Points {
  constructor(
    readonly root: HTMLElement,
    readonly index: TextIndex,
    readonly pages: readonly SectionPage[],
    readonly map: LeafMap,
  ) {}

  leafAt(offset: number): Leaf | null {
    const section = this.index.sectionAt(offset);
    const leaves = this.pages[section]?.leaves ?? [];
    let low = 0;
    let high = leaves.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (leaves[middle]!.start <= offset) low = middle;
      else high = middle - 1;
    }
    return leaves[low] ?? null;
  }

  /** Null outside the text. */
  offsetOf(node: Node | null, offset: number): number | null {
    if (!node || (node !== this.root && !this.root.contains(node))) return null;
    if (node.nodeType === Node.TEXT_NODE) {
      const leaf = this.map.of(node, this.root);
      return leaf ? this.#inLeaf(leaf, node, offset) : null;
    }
    return this.#ofElement(node, offset);
  }

  #inLeaf(leaf: Leaf, node: Node, offset: number): number {
    let units = offset;
    const top = leaf.element;
    for (let at: Node = node; top && at !== top; ) {
      for (let before = at.previousSibling; before; before = before.previousSibling) {
        units += before.textContent?.length ?? 0;
      }
      at = at.parentNode as Node;
    }
    return this.index.toPoints(leaf.section, this.index.toUnits(leaf.section, leaf.start) + units);
  }

  /** An element and a child number: the first character at or after it, else the end of what comes before. */
  #ofElement(node: Node, offset: number): number {
    const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_TEXT);
    const child = node.childNodes[offset];
    if (child) {
      if (child.nodeType === Node.TEXT_NODE) return this.offsetOf(child, 0) ?? 0;
      walker.currentNode = child;
      const next = walker.nextNode();
      return next ? (this.offsetOf(next, 0) ?? 0) : this.index.length;
    }
    let last: Node | null = node;
    while (last?.lastChild) last = last.lastChild;
    if (last && last.nodeType === Node.TEXT_NODE) return this.offsetOf(last, last.textContent?.length ?? 0) ?? 0;
    walker.currentNode = last ?? node;
    const before = walker.previousNode();
    return before ? (this.offsetOf(before, before.textContent?.length ?? 0) ?? 0) : 0;
  }

  /** `side` says which leaf is meant where two meet: −1 the one that ends here, 1 the one that begins here. */
  placeOf(offset: number, side: -1 | 1 = 1): Place | null {
    const at = this.index.clamp(offset);
    let leaf = this.leafAt(side < 0 && at > 0 ? at - 1 : at);
    if (!leaf) return null;
    if (!leaf.element && side > 0 && at === leaf.start && at > 0) leaf = this.leafAt(at - 1) ?? leaf;
    const base = this.index.toUnits(leaf.section, leaf.start);
    let units = this.index.toUnits(leaf.section, Math.max(leaf.start, Math.min(at, leaf.end))) - base;
    if (!leaf.element) return this.#gapPlace(leaf, units);
    const walker = document.createTreeWalker(leaf.element, NodeFilter.SHOW_TEXT);
    let text = walker.nextNode();
    while (text) {
      const length = (text as Text).data.length;
      const next: Node | null = units > length || (units === length && side > 0) ? walker.nextNode() : null;
      if (!next) return { node: text, offset: Math.min(units, length) };
      units -= length;
      text = next;
    }
    return { node: leaf.element, offset: 0 };
  }

  #gapPlace(leaf: Leaf, units: number): Place | null {
    for (const node of this.pages[leaf.section]?.element.childNodes ?? []) {
      if (node.nodeType === Node.TEXT_NODE && this.map.of(node, this.root) === leaf) return { node, offset: units };
    }
    return null;
  }

  rangeOf(start: number, end: number): Range | null {
    const from = this.placeOf(start, 1);
    const to = this.placeOf(end, -1);
    if (!from || !to) return null;
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return range;
  }
}
