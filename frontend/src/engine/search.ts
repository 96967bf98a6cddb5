/**
 * Finding words in the text. What is typed becomes one pattern: case does not matter, any run of white space (a wrapped line,
 * a no-break space) stands for any other, typed quotation marks and hyphens stand for the printed ones, and letters with
 * accents are found whether they are stored as one character or as two.
 *
 * A `Search` is done in steps of a few milliseconds each, so that no key waits for two million characters.
 */
import type { Fragment } from "./marks";
import type { TextIndex } from "./text_index";
import { countBelow } from "./text_index";

const SIGNS: Readonly<Record<string, string>> = {
  "'": "['‘’‚‛ʼ′]",
  '"': '["“”„‟«»″]',
  "-": "[-‐‑‒–—−]",
};
const SPECIAL = /[\\^$.*+?()[\]{}|/-]/g;
/** How much of the following sections is looked at, in UTF-16 units, for words that begin in one and end in the next. */
const OVERLAP = 400;

const literally = (text: string): string => text.replace(SPECIAL, "\\$&");

/** The pattern of a query; null where nothing was typed but white space. */
export function patternOf(query: string): RegExp | null {
  const words = query.split(/\s+/u).filter(Boolean);
  if (words.length === 0) return null;
  const letter = (cluster: string): string => {
    const sign = SIGNS[cluster];
    if (sign) return sign;
    const composed = cluster.normalize("NFC");
    const taken = cluster.normalize("NFD");
    return composed === taken ? literally(cluster) : `(?:${literally(composed)}|${literally(taken)})`;
  };
  const clusters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const parts = words.map((word) => Array.from(clusters.segment(word), ({ segment }) => letter(segment)).join(""));
  return new RegExp(parts.join("\\s+"), "giu");
}

function grown(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(column.length * 2);
  wider.set(column);
  return wider;
}

export class Search {
  readonly #index: TextIndex;
  readonly #pattern: RegExp | null;
  #starts = new Uint32Array(256);
  #ends = new Uint32Array(256);
  #count = 0;
  #section = 0;

  constructor(index: TextIndex, query: string) {
    this.#index = index;
    this.#pattern = patternOf(query);
    if (this.#pattern === null) this.#section = index.sections.length;
  }

  get count(): number {
    return this.#count;
  }

  get isDone(): boolean {
    return this.#section >= this.#index.sections.length;
  }

  /** Looks through sections until they are done or this many milliseconds are over; at least one. True when all are done. */
  step(milliseconds: number, now: () => number = () => performance.now()): boolean {
    const until = now() + milliseconds;
    while (!this.isDone) {
      this.#look(this.#section++);
      if (now() >= until) break;
    }
    return this.isDone;
  }

  #look(section: number): void {
    const pattern = this.#pattern!;
    const own = this.#index.sectionText(section);
    let text = own;
    for (let next = section + 1; text.length < own.length + OVERLAP && next < this.#index.sections.length; next++) {
      text += this.#index.sectionText(next).slice(0, own.length + OVERLAP - text.length);
    }
    // What an earlier section began is not found again inside it.
    const reached = this.#count === 0 ? 0 : (this.#ends[this.#count - 1] as number);
    const begun = reached - this.#index.sectionStart(section);
    pattern.lastIndex = begun > 0 ? this.#index.toUnits(section, reached) : 0;
    for (let found = pattern.exec(text); found && found.index < own.length; found = pattern.exec(text)) {
      this.#add(this.#index.toPoints(section, found.index), this.#pointAfter(section, found.index + found[0].length));
    }
  }

  /** Units from the start of a section, perhaps past its end, in code points of the text. */
  #pointAfter(section: number, units: number): number {
    let at = section;
    let left = units;
    while (left > this.#index.sectionText(at).length && at < this.#index.sections.length - 1) {
      left -= this.#index.sectionText(at).length;
      at++;
    }
    return this.#index.toPoints(at, left);
  }

  #add(start: number, end: number): void {
    if (this.#count === this.#starts.length) {
      this.#starts = grown(this.#starts);
      this.#ends = grown(this.#ends);
    }
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
    this.#count++;
  }

  /** A hit by its number, in code points of the text. */
  hit(number: number): Fragment {
    return [this.#starts[number] ?? 0, this.#ends[number] ?? 0];
  }

  /** The first hit that begins at or after a place; the first of all where none does; −1 without any. */
  from(offset: number): number {
    if (this.#count === 0) return -1;
    const at = countBelow(this.#starts.subarray(0, this.#count), offset);
    return at < this.#count ? at : 0;
  }

  /** The hits that share a character with `[from, to)`. */
  within(from: number, to: number): Fragment[] {
    const hits: Fragment[] = [];
    const first = countBelow(this.#ends.subarray(0, this.#count), from + 1);
    for (let at = first; at < this.#count && (this.#starts[at] as number) < to; at++) hits.push(this.hit(at));
    return hits;
  }

  /** Where the hits found so far begin. */
  get starts(): Uint32Array {
    return this.#starts.subarray(0, this.#count);
  }
}
