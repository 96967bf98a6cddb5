import { describe, expect, it } from "vitest";
import { MarkStore, type LayerCode, type Mark } from "./marks";
import { conflictFrom, conflictsOf, passagesOf, unmarkedPassage } from "./passages";
import { TextIndex } from "./text_index";

const TEXT = "Heading\n\nFirst one.\n\n* * *\n\nMore from us\n\nLast one.";
const index = new TextIndex(
  [
    {
      start: 0,
      text: TEXT,
      blocks: [
        [0, 7, "heading", null],
        [9, 19, "paragraph", null],
        [21, 26, "paragraph", null],
        [28, 40, "boilerplate", null],
      ],
    },
  ],
  TEXT.length,
);

function storeOf(...rows: [label: string, author: string, fragments: [number, number][], layer?: LayerCode][]): MarkStore {
  const store = new MarkStore(index);
  rows.forEach(([label, author, fragments, layer = 0], at) => {
    const mark: Mark = { id: `m${at}`, label, author, layer, version: 1, fragments, note: "" };
    store.put(mark);
  });
  return store;
}

describe("unlabelled passages", () => {
  it("are blocks with words, and words outside of any block, but not what frames the page", () => {
    expect(passagesOf(index).map((passage) => index.slice(...passage).trim())).toEqual(["Heading", "First one.", "Last one."]);
  });

  it("are found forwards and backwards from a place, past what is marked", () => {
    const passages = passagesOf(index);
    const marks = storeOf(["a", "me", [[10, 14]]]);
    expect(unmarkedPassage(passages, marks, 0, 1)).toEqual(passages[2]);
    expect(unmarkedPassage(passages, marks, passages[2]![0], 1)).toBeNull();
    expect(unmarkedPassage(passages, marks, passages[2]![0], -1)).toEqual([0, 7]);
    expect(unmarkedPassage(passages, marks, 0, -1)).toBeNull();
    expect(unmarkedPassage(passages, storeOf(), 3, 1)).toEqual([9, 19]);
  });
});

describe("conflicts", () => {
  it("are overlapping marks of different people with different labels", () => {
    const marks = storeOf(
      ["a", "me", [[0, 7]]],
      ["b", "you", [[3, 7]]],
      ["a", "you", [[9, 14]]], // agrees with the next
      ["a", "me", [[9, 14]]],
      ["b", "me", [[12, 19]]], // disagrees with the label of somebody else only
      ["c", "you", [[40, 44]]], // touches nobody
    );
    expect(conflictsOf(marks).map(({ start, end }) => [start, end])).toEqual([[3, 7], [12, 14]]);
  });

  it("are not made by one person, nor by the adjudicated layer or a machine", () => {
    const marks = storeOf(["a", "me", [[0, 7]]], ["b", "me", [[0, 7]]], ["c", "team", [[0, 7]], 1], ["d", "robot", [[0, 7]], 2]);
    expect(conflictsOf(marks)).toEqual([]);
  });

  it("are not made by a name that speaks for the same member", () => {
    const columns = {
      revision: "r", event: 1, labels: ["a", "b"], ids: ["x", "y"], label: [0, 1], author: [0, 1], layer: [0, 0],
      version: [1, 1], start: [0, 0], end: [7, 7],
      authors: [{ id: "ada", name: "Ada" }, { id: "old", name: "A. W.", speaks_for: { id: "ada", name: "Ada" } }],
    };
    expect(conflictsOf(MarkStore.from(index, columns))).toEqual([]);
  });

  it("are looked for by every fragment, and from a place in either direction", () => {
    const marks = storeOf(["a", "me", [[0, 4], [9, 12]]], ["b", "you", [[2, 3]]], ["b", "you", [[10, 11]]]);
    const conflicts = conflictsOf(marks);
    expect(conflicts.map(({ start }) => start)).toEqual([2, 10]);
    expect(conflictFrom(conflicts, 2, 1)?.start).toBe(10);
    expect(conflictFrom(conflicts, 10, 1)).toBeNull();
    expect(conflictFrom(conflicts, 10, -1)?.start).toBe(2);
  });
});
