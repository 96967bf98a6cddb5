import { describe, expect, it } from "vitest";
import { MarkStore } from "../../engine/marks";
import { TextIndex } from "../../engine/text_index";
import { Codebook } from "../model/labels";
import { EVERYTHING, filtered, isNarrow, peopleIn, type MarkFilter } from "./mark_filter";

const TEXT = "One two three four five six seven.";
const index = new TextIndex([{ start: 0, text: TEXT, blocks: [] }], TEXT.length);
const codebook = new Codebook(
  ["Source", "Claim"].map((name, position) => ({
    id: name,
    name,
    path: name,
    parent: null,
    colour: "#112233",
    shortcut: "",
    definition: "",
example: "",
    position,
    archived: false,
  })),
);
const marks = MarkStore.from(index, {
  revision: "r",
  event: 1,
  labels: ["Claim", "Source"],
  authors: [
    { id: "ben", name: "Ben" },
    { id: "ann", name: "Ann" },
    { id: "name", name: "B. Reader", speaks_for: { id: "ben", name: "Ben" } },
  ],
  ids: ["3", "1", "4", "2"],
  label: [0, 1, 0, 1],
  author: [0, 1, 2, 1],
  layer: [0, 0, 0, 0],
  version: [1, 1, 1, 1],
  start: [0, 4, 8, 14],
  end: [3, 7, 13, 18],
  notes: { 2: "what of IT?" },
});
const ids = (filter: Partial<MarkFilter>): string =>
  Array.from(filtered(marks, codebook, { ...EVERYTHING, ...filter }), (slot) => marks.id(slot)).join("");

describe("the list of marks", () => {
  it("shows everything in the order of the text at first", () => {
    expect(ids({})).toBe("3142");
    expect(isNarrow(EVERYTHING)).toBe(false);
  });

  it("is narrowed by label, by person, by words, and by all of them", () => {
    expect(ids({ label: "Claim" })).toBe("34");
    expect(ids({ person: "ann" })).toBe("12");
    expect(ids({ query: " TWO" })).toBe("1");
    expect(ids({ query: "of it" })).toBe("4");
    expect(ids({ label: "Claim", person: "ben", query: "three" })).toBe("4");
    expect(ids({ label: "Source", person: "ben" })).toBe("");
  });

  it("counts the marks of an imported name as those of the member it speaks for", () => {
    expect(peopleIn(marks)).toEqual([
      { id: "ann", name: "Ann" },
      { id: "ben", name: "Ben" },
    ]);
    expect(ids({ person: "ben" })).toBe("34");
  });

  it("is sorted by label, by person and by age, and within each as the text is", () => {
    expect(ids({ order: "label" })).toBe("1234");
    expect(ids({ order: "person" })).toBe("1234");
    expect(ids({ order: "newest" })).toBe("4321");
    expect(ids({ order: "newest", label: "Source" })).toBe("21");
  });
});
