/**
 * Which marks cover this place? Fragments are kept in one bucket per section of the text, ordered by start, so that a
 * question touches only the sections it asks about and a change touches only those the fragment crosses.
 */
import type { TextIndex } from "./text_index";
import { countBelow } from "./text_index";

class Bucket {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly slots: number[] = [];

  insert(slot: number, start: number, end: number): void {
    const at = countBelow(this.starts, start + 1);
    if (at === this.starts.length) {
      this.starts.push(start);
      this.ends.push(end);
      this.slots.push(slot);
      return;
    }
    this.starts.splice(at, 0, start);
    this.ends.splice(at, 0, end);
    this.slots.splice(at, 0, slot);
  }

  remove(slot: number, start: number, end: number): void {
    for (let at = countBelow(this.starts, start); this.starts[at] === start; at++) {
      if (this.slots[at] === slot && this.ends[at] === end) {
        this.starts.splice(at, 1);
        this.ends.splice(at, 1);
        this.slots.splice(at, 1);
        return;
      }
    }
  }
}

export type Visit = (slot: number, start: number, end: number) => void;

export class IntervalIndex {
  readonly #text: TextIndex;
  readonly #buckets: Bucket[];

  constructor(text: TextIndex) {
    this.#text = text;
    this.#buckets = text.sections.map(() => new Bucket());
  }

  insert(slot: number, start: number, end: number): void {
    if (end <= start) return;
    const last = this.#text.sectionAt(end - 1);
    for (let section = this.#text.sectionAt(start); section <= last; section++) {
      this.#buckets[section]?.insert(slot, start, end);
    }
  }

  remove(slot: number, start: number, end: number): void {
    if (end <= start) return;
    const last = this.#text.sectionAt(end - 1);
    for (let section = this.#text.sectionAt(start); section <= last; section++) {
      this.#buckets[section]?.remove(slot, start, end);
    }
  }

  /** Every fragment that shares a character with `[from, to)`, once each, by start within a section. */
  query(from: number, to: number, visit: Visit): void {
    if (to <= from) return;
    const first = this.#text.sectionAt(from);
    const last = this.#text.sectionAt(to - 1);
    for (let section = first; section <= last; section++) {
      const bucket = this.#buckets[section];
      if (!bucket) continue;
      const limit = countBelow(bucket.starts, to);
      const sectionStart = this.#text.sectionStart(section);
      for (let at = 0; at < limit; at++) {
        const start = bucket.starts[at] as number;
        const end = bucket.ends[at] as number;
        if (end <= from) continue;
        if (section > first && start < sectionStart) continue; // already seen in an earlier section
        visit(bucket.slots[at] as number, start, end);
      }
    }
  }

  /** How many fragments touch a section: dense ones are decorated block by block. */
  density(section: number): number {
    return this.#buckets[section]?.starts.length ?? 0;
  }
}
