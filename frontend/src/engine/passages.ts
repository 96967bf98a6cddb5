/**
 * Places worth going to: passages (blocks) that nobody has marked, and conflicts, where marks of two people overlap and say
 * different things. Both are looked for from a place in the text, in one direction.
 */
import type { Fragment, MarkStore } from "./marks";
import type { TextIndex } from "./text_index";

const BY_A_PERSON = 0;

/** Everything that is worth marking: the blocks with words in them, without what only frames a page. */
export function passagesOf(index: TextIndex): Fragment[] {
  const passages: Fragment[] = [];
  const words = /[\p{L}\p{N}]/u;
  const add = (start: number, end: number): void => {
    if (end > start && words.test(index.slice(start, end))) passages.push([start, end]);
  };
  index.sections.forEach((section, at) => {
    let reached = section.start;
    for (const [start, end, kind] of section.blocks) {
      add(reached, start);
      if (kind !== "boilerplate") add(Math.max(start, reached), end);
      reached = Math.max(reached, end);
    }
    add(reached, index.sectionEnd(at));
  });
  return passages;
}

function isMarked(marks: MarkStore, [start, end]: Fragment): boolean {
  let marked = false;
  marks.index.query(start, end, () => (marked = true));
  return marked;
}

/** The passage after (or before) a place that no visible mark touches; the one the place stands in does not count. */
export function unmarkedPassage(
  passages: readonly Fragment[],
  marks: MarkStore,
  from: number,
  direction: -1 | 1,
): Fragment | null {
  if (direction > 0) return passages.find((passage) => passage[0] > from && !isMarked(marks, passage)) ?? null;
  return passages.findLast((passage) => passage[1] <= from && !isMarked(marks, passage)) ?? null;
}

export interface Conflict {
  readonly start: number;
  readonly end: number;
  /** The mark that begins here, and one it contradicts. */
  readonly slot: number;
  readonly other: number;
}

interface Part {
  readonly slot: number;
  readonly start: number;
  readonly end: number;
}

function disagree(marks: MarkStore, a: number, b: number): boolean {
  return marks.labelCode(a) !== marks.labelCode(b) && marks.person(a) !== marks.person(b);
}

/** Every place where a person's mark begins on words that somebody else has labelled differently, in the order of the text. */
export function conflictsOf(marks: MarkStore): Conflict[] {
  const parts: Part[] = [];
  for (const slot of marks.inOrder()) {
    if (marks.layer(slot) !== BY_A_PERSON) continue;
    for (const [start, end] of marks.fragments(slot)) parts.push({ slot, start, end });
  }
  parts.sort((a, b) => a.start - b.start || b.end - a.end || a.slot - b.slot);
  const conflicts: Conflict[] = [];
  let open: Part[] = [];
  for (const part of parts) {
    open = open.filter(({ end }) => end > part.start);
    const other = open.find(({ slot }) => disagree(marks, slot, part.slot));
    if (other) {
      const end = Math.min(part.end, other.end);
      conflicts.push({ start: part.start, end, slot: part.slot, other: other.slot });
    }
    open.push(part);
  }
  return conflicts;
}

export function conflictFrom(conflicts: readonly Conflict[], from: number, direction: -1 | 1): Conflict | null {
  if (direction > 0) return conflicts.find(({ start }) => start > from) ?? null;
  return conflicts.findLast(({ start }) => start < from) ?? null;
}
