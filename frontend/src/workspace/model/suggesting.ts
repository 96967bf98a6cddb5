/** Labels that fit words before anything is typed: those that marks on the same words carry, the most used first. */
import type { MarkStore } from "../../engine/marks";
import type { TextIndex } from "../../engine/text_index";

const WORDS_AT_MOST = 200;

function plain(words: string): string {
  return words.replace(/\s+/g, " ").trim().toLocaleLowerCase();
}

export function suggestedLabels(marks: MarkStore, index: TextIndex, start: number, end: number): string[] {
  if (end - start > WORDS_AT_MOST) return [];
  const words = plain(index.slice(start, end));
  if (words === "") return [];
  const uses = new Map<string, number>();
  for (const slot of marks.inOrder()) {
    // White space may differ, and little else: most marks are left aside by their length.
    if (Math.abs(marks.end(slot) - marks.start(slot) - (end - start)) > 4) continue;
    const fragments = marks.fragments(slot);
    if (fragments.length > 1 || plain(index.slice(...fragments[0]!)) !== words) continue;
    uses.set(marks.label(slot), (uses.get(marks.label(slot)) ?? 0) + 1);
  }
  return [...uses.keys()].sort((a, b) => uses.get(b)! - uses.get(a)!);
}
