/**
 * The painted text. A section of the server becomes a `<section>`, a block an element in it, and every run of characters
 * that can be decorated on its own a *leaf*: a block, or a cell of a table. A leaf is one text node until marks are drawn
 * in it. Characters between blocks (line breaks, the pipes of a table) stay in the document, so that its text is the text of
 * the revision, character by character.
 */
import { isHardWrapped } from "../hard_wraps";
import type { Sign } from "../notes";
import type { BlockData, TextIndex } from "../text_index";
import { showSigns } from "./signs";

export interface Leaf {
  readonly section: number;
  readonly start: number;
  readonly end: number;
  /** Null for characters between blocks: they are a bare text node and are never decorated. */
  readonly element: HTMLElement | null;
  readonly block: HTMLElement | null;
  /** Calls of footnotes and the like, drawn in the leaf whatever marks it carries. */
  readonly signs: readonly Sign[];
  decorated: boolean;
}

export interface SectionPage {
  readonly element: HTMLElement;
  readonly leaves: readonly Leaf[];
}

export class LeafMap {
  readonly #byNode = new WeakMap<Node, Leaf>();

  set(node: Node, leaf: Leaf): void {
    this.#byNode.set(node, leaf);
  }

  of(node: Node | null, within: Node): Leaf | null {
    for (let at: Node | null = node; at && at !== within; at = at.parentNode) {
      const leaf = this.#byNode.get(at);
      if (leaf) return leaf;
    }
    return null;
  }
}

type Range = readonly [number, number];

interface TableAttributes {
  readonly rows?: readonly (readonly Range[])[];
  readonly header?: boolean;
}

const KINDS = new Set([
  "heading",
  "paragraph",
  "list_item",
  "table",
  "footnote",
  "caption",
  "pull_quote",
  "boilerplate",
  "byline",
  "biography",
]);

const NO_SIGNS: readonly Sign[] = [];

/** What a reader who hears the page is told a block is; a heading says more and a table has its own. */
const ROLES: Readonly<Record<string, string>> = { footnote: "doc-footnote", pull_quote: "doc-pullquote" };

class SectionBuilder {
  readonly page: HTMLElement;
  readonly leaves: Leaf[] = [];
  readonly #signs: readonly Sign[];
  readonly #index: TextIndex;
  readonly #map: LeafMap;
  readonly #section: number;
  readonly #text: string;

  constructor(index: TextIndex, map: LeafMap, section: number, signs: readonly Sign[]) {
    this.#index = index;
    this.#signs = signs;
    this.#map = map;
    this.#section = section;
    this.#text = index.sectionText(section);
    this.page = document.createElement("section");
    this.page.className = "tx-page";
  }

  build(): SectionPage {
    const from = this.#index.sectionStart(this.#section);
    const to = this.#index.sectionEnd(this.#section);
    let at = from;
    for (const block of this.#index.sections[this.#section]?.blocks ?? []) {
      const start = Math.max(block[0], at);
      const end = Math.min(block[1], to);
      if (end <= start) continue;
      this.#between(this.page, at, start);
      this.#block(block, start, end);
      at = end;
    }
    this.#between(this.page, at, to);
    return { element: this.page, leaves: this.leaves };
  }

  #slice(start: number, end: number): string {
    return this.#text.slice(this.#index.toUnits(this.#section, start), this.#index.toUnits(this.#section, end));
  }

  #leaf(start: number, end: number, element: HTMLElement | null, block: HTMLElement | null): Leaf {
    const signs = this.#signs.length ? this.#signs.filter((sign) => sign.start >= start && sign.end <= end) : NO_SIGNS;
    const leaf: Leaf = { section: this.#section, start, end, element, block, signs, decorated: false };
    this.leaves.push(leaf);
    return leaf;
  }

  /** White space between blocks is a text node the layout drops; anything else is text that belongs to no block. */
  #between(parent: HTMLElement, start: number, end: number): void {
    if (end <= start) return;
    const text = this.#slice(start, end);
    const node = document.createTextNode(text);
    if (text.trim() === "") {
      parent.append(node);
      this.#map.set(node, this.#leaf(start, end, null, null));
      return;
    }
    const element = document.createElement("div");
    element.className = "tx-block tx-paragraph";
    element.append(node);
    parent.append(element);
    this.#map.set(element, this.#leaf(start, end, element, element));
  }

  #block([, , kind, attributes]: BlockData, start: number, end: number): void {
    const element = document.createElement("div");
    element.className = `tx-block tx-${KINDS.has(kind) ? kind.replace("_", "-") : "paragraph"}`;
    element.dir = "auto";
    if (kind === "heading") {
      const level = Math.max(1, Math.min(6, Number(attributes?.["level"]) || 2));
      element.setAttribute("role", "heading");
      element.setAttribute("aria-level", String(level));
    } else if (ROLES[kind]) element.setAttribute("role", ROLES[kind]);
    this.page.append(element);
    const rows = kind === "table" ? (attributes as TableAttributes | null)?.rows : undefined;
    if (rows?.length) {
      this.#table(element, rows, Boolean((attributes as TableAttributes).header), start, end);
      return;
    }
    const text = this.#slice(start, end);
    if (kind !== "table" && isHardWrapped(text)) element.classList.add("tx-flowing");
    element.append(document.createTextNode(text));
    this.#add(start, end, element, element);
  }

  #add(start: number, end: number, element: HTMLElement, block: HTMLElement): void {
    const leaf = this.#leaf(start, end, element, block);
    this.#map.set(element, leaf);
    showSigns(this.#index, leaf);
  }

  #table(block: HTMLElement, rows: readonly (readonly Range[])[], header: boolean, start: number, end: number): void {
    block.setAttribute("role", "table");
    let at = start;
    rows.forEach((cells, number) => {
      const first = cells[0];
      if (!first) return;
      const row = document.createElement("div");
      row.className = header && number === 0 ? "tx-row tx-header" : "tx-row";
      row.setAttribute("role", "row");
      for (const [cellStart, cellEnd] of cells) {
        if (cellStart < at || cellEnd > end || cellEnd < cellStart) continue;
        // What is out of the layout still takes a column of its own, so each row begins with as much of it.
        if (cellStart > at) this.#pipe(row, block, at, cellStart);
        else if (cells[0]![0] === cellStart) row.append(this.#border());
        const cell = document.createElement("span");
        cell.className = "tx-cell";
        cell.dir = "auto";
        cell.setAttribute("role", header && number === 0 ? "columnheader" : "cell");
        if (cellEnd > cellStart) {
          cell.append(document.createTextNode(this.#slice(cellStart, cellEnd)));
          this.#add(cellStart, cellEnd, cell, block);
        }
        row.append(cell);
        at = cellEnd;
      }
      block.append(row);
    });
    this.#pipe(block.lastElementChild instanceof HTMLElement ? block.lastElementChild : block, block, at, end);
  }

  #border(): HTMLElement {
    const border = document.createElement("span");
    border.className = "tx-pipe";
    border.setAttribute("aria-hidden", "true");
    return border;
  }

  /** The characters that draw a table in plain text: kept, but out of the layout. */
  #pipe(parent: HTMLElement, block: HTMLElement, start: number, end: number): void {
    if (end <= start) return;
    const pipe = this.#border();
    pipe.append(document.createTextNode(this.#slice(start, end)));
    parent.append(pipe);
    this.#map.set(pipe, this.#leaf(start, end, pipe, block));
  }
}

/** `signs` are those of this section. */
export function buildSection(index: TextIndex, map: LeafMap, section: number, signs: readonly Sign[] = NO_SIGNS): SectionPage {
  return new SectionBuilder(index, map, section, signs).build();
}
