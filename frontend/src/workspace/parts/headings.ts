/** The headings of a text, as its outline lists them. */
import type { TextIndex } from "../../engine/text_index";

export interface Heading {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly text: string;
}

/** Letters of a running title that is printed down the page come out as headings of so few characters each … */
const PIECE = 4;
/** … and so many of them follow one another. */
const PIECES = 3;

export function headingsOf(index: TextIndex): Heading[] {
  const found: Heading[] = [];
  for (const section of index.sections) {
    for (const [start, end, kind, attributes] of section.blocks) {
      if (kind !== "heading") continue;
      const text = index.slice(start, end).replace(/^#+\s*|\s+/g, " ").trim();
      if (text) found.push({ start, end, level: Number(attributes?.["level"]) || 2, text });
    }
  }
  return withoutPieces(found);
}

/** Without runs of pieces: they name nothing, and would bury the headings that do. */
export function withoutPieces<T extends { readonly text: string }>(headings: readonly T[]): T[] {
  const kept: T[] = [];
  let run: T[] = [];
  const close = (): void => {
    if (run.length < PIECES) kept.push(...run);
    run = [];
  };
  for (const heading of headings) {
    if ([...heading.text].length <= PIECE) run.push(heading);
    else {
      close();
      kept.push(heading);
    }
  }
  close();
  return kept;
}
