/**
 * Boundaries people perceive: grapheme clusters (a letter with its accents, a flag, a family of emoji) and words.
 * All positions here are code points of the whole text; the segmenters look at one section at a time, since neither a
 * cluster nor a word crosses a block.
 */
import type { TextIndex } from "./text_index";

export type Granularity = "grapheme" | "word";

const segmenters = new Map<Granularity, Intl.Segmenter>();

function segmenterFor(granularity: Granularity): Intl.Segmenter {
  let segmenter = segmenters.get(granularity);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(undefined, { granularity });
    segmenters.set(granularity, segmenter);
  }
  return segmenter;
}

const CONTEXT = 256;

/**
 * The piece of text around a position that is enough to find its boundaries: segmenting a whole section for one position
 * would be wasted work, and a line break is a boundary for every granularity.
 */
function windowAround(text: string, unit: number): { from: number; text: string } {
  const lineStart = text.lastIndexOf("\n", unit - 1) + 1;
  let from = Math.max(lineStart, unit - CONTEXT);
  if (from > lineStart) {
    const space = text.indexOf(" ", from);
    if (space >= 0 && space < unit) from = space;
    else from = lineStart;
  }
  const lineEnd = text.indexOf("\n", unit);
  const to = Math.min(lineEnd < 0 ? text.length : lineEnd + 1, unit + CONTEXT);
  return { from, text: text.slice(from, to) };
}

interface Piece {
  start: number;
  end: number;
  wordLike: boolean;
}

function pieceAt(text: string, unit: number, granularity: Granularity): Piece | null {
  if (unit < 0 || unit >= text.length) return null;
  const around = windowAround(text, unit);
  const found = segmenterFor(granularity).segment(around.text).containing(unit - around.from);
  if (!found) return null;
  const start = around.from + found.index;
  return { start, end: start + found.segment.length, wordLike: found.isWordLike ?? false };
}

/** The boundary at or before `offset` (`side` −1), or at or after it (`side` 1). */
export function snap(index: TextIndex, offset: number, side: -1 | 1, granularity: Granularity = "grapheme"): number {
  const at = index.clamp(offset);
  const section = index.sectionAt(at);
  const text = index.sectionText(section);
  const unit = index.toUnits(section, at);
  const piece = pieceAt(text, unit, granularity);
  if (!piece || piece.start === unit) return at;
  return index.toPoints(section, side < 0 ? piece.start : piece.end);
}

/** Widens a range to whole clusters; an empty range stays empty. */
export function snapRange(
  index: TextIndex,
  start: number,
  end: number,
  granularity: Granularity = "grapheme",
): [number, number] {
  const from = snap(index, Math.min(start, end), -1, granularity);
  return start === end ? [from, from] : [from, snap(index, Math.max(start, end), 1, granularity)];
}

/** What a person means by a selection: whole clusters, or the whole words it touches without the white space around them. */
export function snapSelection(index: TextIndex, start: number, end: number, granularity: Granularity): [number, number] {
  const clusters = snapRange(index, start, end);
  if (granularity === "grapheme" || clusters[0] === clusters[1]) return clusters;
  const characters = [...index.slice(...clusters)];
  const first = characters.findIndex((character) => character.trim() !== "");
  if (first < 0) return clusters;
  const last = characters.findLastIndex((character) => character.trim() !== "");
  return snapRange(index, clusters[0] + first, clusters[0] + last + 1, "word");
}

/** The next boundary in a direction; words are stepped over as editors do: to the end of a word, or to its start. */
export function step(index: TextIndex, offset: number, direction: -1 | 1, granularity: Granularity): number {
  let at = index.clamp(offset);
  for (;;) {
    const edge = direction < 0 ? at === 0 : at === index.length;
    if (edge) return at;
    const probe = direction < 0 ? at - 1 : at;
    const section = index.sectionAt(probe);
    const piece = pieceAt(index.sectionText(section), index.toUnits(section, probe), granularity);
    if (!piece) return index.clamp(at + direction);
    at = index.toPoints(section, direction < 0 ? piece.start : piece.end);
    if (granularity === "grapheme" || piece.wordLike) return at;
  }
}
