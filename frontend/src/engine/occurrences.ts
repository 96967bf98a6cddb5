/** Every place where the same words stand, found as the search finds words, and told apart by their edges and their case. */
import type { Fragment } from "./marks";
import { Search } from "./search";
import type { TextIndex } from "./text_index";

export interface Sameness {
  /** Only where the words are not part of longer ones. */
  readonly wholeWords: boolean;
  readonly matchCase: boolean;
}

const IN_WORD = /[\p{L}\p{N}\p{M}_]/u;
const NOT_IN_WORDS = /[^\p{L}\p{N}]+/gu;

/** The letters and figures alone: what typed and printed quotation marks, hyphens and line breaks have in common. */
const letters = (words: string): string => words.normalize("NFC").replace(NOT_IN_WORDS, "");

/** Whether a word goes on over the place: then what begins or ends there is only a part of it. */
function isInsideWord(index: TextIndex, offset: number): boolean {
  if (offset <= 0 || offset >= index.length) return false;
  return IN_WORD.test(index.slice(offset - 1, offset)) && IN_WORD.test(index.slice(offset, offset + 1));
}

export function occurrencesOf(index: TextIndex, words: string, { wholeWords, matchCase }: Sameness): Fragment[] {
  const search = new Search(index, words);
  while (!search.step(1000));
  const wanted = letters(words);
  return search
    .within(0, index.length)
    .filter(([start, end]) => !wholeWords || (!isInsideWord(index, start) && !isInsideWord(index, end)))
    .filter(([start, end]) => !matchCase || letters(index.slice(start, end)) === wanted);
}
