/** Cutting the fragments of a mark apart, and putting those of several marks together. */
import type { Fragment } from "./marks";
import type { TextIndex } from "./text_index";

const WORDS = /[\p{L}\p{N}]/u;

/** A stretch of text without the white space at those of its ends that were cut; null where it is nothing else. */
function trimmed(index: TextIndex, start: number, end: number, atStart: boolean, atEnd: boolean): Fragment | null {
  const characters = [...index.slice(start, end)];
  const first = characters.findIndex((character) => character.trim() !== "");
  if (first < 0) return null;
  const last = characters.findLastIndex((character) => character.trim() !== "");
  return [atStart ? start + first : start, atEnd ? start + last + 1 : end];
}

/** The fragments between cuts, as one group for each part that is left; white space at a cut belongs to neither part. */
export function cut(index: TextIndex, fragments: readonly Fragment[], cuts: readonly number[]): Fragment[][] {
  const at = [...new Set(cuts)].sort((a, b) => a - b);
  const groups: Fragment[][] = Array.from({ length: at.length + 1 }, () => []);
  for (const [start, end] of fragments) {
    const inside = at.filter((place) => place > start && place < end);
    const edges = [start, ...inside, end];
    for (let piece = 0; piece + 1 < edges.length; piece++) {
      const from = edges[piece]!;
      const to = edges[piece + 1]!;
      const whole = inside.length === 0;
      const part = whole ? ([from, to] as const) : trimmed(index, from, to, piece > 0, piece < inside.length);
      if (part) groups[at.filter((place) => place <= from).length]!.push(part);
    }
  }
  return groups.filter((group) => group.length > 0);
}

/** Whether there is not a word between two places, so that what ends at one and what begins at the other are neighbours. */
export function isBeside(index: TextIndex, end: number, start: number): boolean {
  return start <= end || !WORDS.test(index.slice(end, start));
}

/** The fragments of several marks as those of one: what overlaps, touches or has no word between it becomes one fragment. */
export function united(index: TextIndex, fragments: readonly Fragment[]): Fragment[] {
  const result: [number, number][] = [];
  for (const [start, end] of [...fragments].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1);
    if (last && isBeside(index, last[1], start)) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
