import { expect, test } from "vitest";
import { MarkStore } from "../../engine/marks";
import { TextIndex } from "../../engine/text_index";
import { suggestedLabels } from "./suggesting";

const TEXT = "Tashkent said so. In  Tashkent they agreed; tashkent did not. Tashkenter.";
const index = new TextIndex([{ start: 0, text: TEXT, blocks: [] }], TEXT.length);

function marked(...marks: readonly [words: string, label: string, from?: number][]): MarkStore {
  const store = new MarkStore(index);
  marks.forEach(([words, label, from = 0], at) => {
    const start = TEXT.indexOf(words, from);
    const common = { author: "me", layer: 0 as const, version: 1, note: "" };
    store.put({ ...common, id: `m${at}`, label, fragments: [[start, start + words.length]] });
  });
  return store;
}

test("what the same words carry elsewhere comes first, however they are written", () => {
  const store = marked(["Tashkent", "place"], ["tashkent", "speaker", 40], ["Tashkent", "speaker", 20], ["agreed", "act"]);
  expect(suggestedLabels(store, index, 0, 8)).toEqual(["speaker", "place"]);
  expect(suggestedLabels(store, index, TEXT.indexOf("agreed"), TEXT.indexOf("agreed") + 6)).toEqual(["act"]);
});

test("other words suggest nothing, longer ones neither", () => {
  const store = marked(["Tashkenter", "people"]);
  expect(suggestedLabels(store, index, 0, 8)).toEqual([]);
  expect(suggestedLabels(store, index, 8, 8)).toEqual([]);
});
