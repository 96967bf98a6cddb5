/**
 * The text of one revision, as the server cuts it: sections of a few thousand characters, each with its blocks.
 *
 * Everything outside this package speaks Unicode code points, counted from the start of the text. The browser counts
 * UTF-16 units. Both are kept apart here: a section remembers where its astral characters (two units each) stand, in
 * order, so that either count is found from the other by one binary search.
 */

export type BlockAttributes = Readonly<Record<string, unknown>>;
export type BlockData = readonly [start: number, end: number, kind: string, attributes: BlockAttributes | null];

export interface SectionData {
  readonly start: number;
  readonly text: string;
  readonly blocks: readonly BlockData[];
}

/** The number of entries of a sorted array that are smaller than `value`. */
export function countBelow(sorted: ArrayLike<number>, value: number, offsetByIndex = false): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = (sorted[middle] as number) + (offsetByIndex ? middle : 0);
    if (entry < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const NONE = new Uint32Array(0);

function astralPositions(text: string, expected: number): Uint32Array {
  if (text.length === expected) return NONE;
  const found: number[] = [];
  for (let unit = 0, point = 0; unit < text.length; unit++, point++) {
    const code = text.charCodeAt(unit);
    if (code >= 0xd800 && code < 0xdc00) {
      found.push(point);
      unit++;
    }
  }
  return Uint32Array.from(found);
}

export class TextIndex {
  readonly length: number;
  readonly sections: readonly SectionData[];
  readonly starts: Uint32Array;
  readonly #astral: Uint32Array[];

  constructor(sections: readonly SectionData[], length: number) {
    this.sections = sections;
    this.length = length;
    this.starts = Uint32Array.from(sections, (section) => section.start);
    this.#astral = sections.map((section, index) =>
      astralPositions(section.text, this.sectionEnd(index) - section.start),
    );
  }

  sectionStart(section: number): number {
    return this.starts[section] ?? this.length;
  }

  sectionEnd(section: number): number {
    return this.starts[section + 1] ?? this.length;
  }

  /** The section that holds the character at `offset`; the end of the text belongs to the last one. */
  sectionAt(offset: number): number {
    return Math.max(0, Math.min(countBelow(this.starts, offset + 1) - 1, this.sections.length - 1));
  }

  sectionText(section: number): string {
    return this.sections[section]?.text ?? "";
  }

  /** Code points from the start of the text → UTF-16 units from the start of the section. */
  toUnits(section: number, offset: number): number {
    const local = offset - this.sectionStart(section);
    return local + countBelow(this.#astral[section] ?? NONE, local);
  }

  /** UTF-16 units from the start of the section → code points from the start of the text. Inside a pair: its start. */
  toPoints(section: number, units: number): number {
    return this.sectionStart(section) + units - countBelow(this.#astral[section] ?? NONE, units, true);
  }

  clamp(offset: number): number {
    return Math.max(0, Math.min(offset, this.length));
  }

  slice(start: number, end: number): string {
    const from = this.clamp(start);
    const to = this.clamp(end);
    if (to <= from) return "";
    const first = this.sectionAt(from);
    const last = this.sectionAt(to - 1);
    const parts: string[] = [];
    for (let section = first; section <= last; section++) {
      const text = this.sectionText(section);
      const left = section === first ? this.toUnits(section, from) : 0;
      const right = section === last ? this.toUnits(section, to) : text.length;
      parts.push(text.slice(left, right));
    }
    return parts.join("");
  }
}
