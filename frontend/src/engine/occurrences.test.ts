import { describe, expect, it } from "vitest";
import { occurrencesOf } from "./occurrences";
import { TextIndex } from "./text_index";

const TEXT = "Sarn 🙂 and sarn, Sarnia; the “Sarn\nbridge”, the Sarn bridge and Besarn.";
const index = new TextIndex([{ start: 0, text: TEXT, blocks: [] }], [...TEXT].length);
const words = (found: readonly (readonly [number, number])[]): string[] => found.map((range) => index.slice(...range));

describe("the occurrences of words", () => {
  it("are those of whole words, whatever their case", () => {
    const found = occurrencesOf(index, "Sarn", { wholeWords: true, matchCase: false });
    expect(words(found)).toEqual(["Sarn", "sarn", "Sarn", "Sarn"]);
    expect(found[1]).toEqual([11, 15]);
  });

  it("are those of the same case, where that is asked for", () => {
    expect(occurrencesOf(index, "Sarn", { wholeWords: true, matchCase: true })).toHaveLength(3);
  });

  it("are those inside longer words, where that is asked for", () => {
    expect(occurrencesOf(index, "Sarn", { wholeWords: false, matchCase: false })).toHaveLength(6);
    expect(occurrencesOf(index, "Sarn", { wholeWords: false, matchCase: true })).toHaveLength(4);
  });

  it("go over the end of a line, in the same case too", () => {
    expect(words(occurrencesOf(index, "Sarn bridge", { wholeWords: true, matchCase: true }))).toEqual(["Sarn\nbridge", "Sarn bridge"]);
  });

  it("begin and end where the words begin and end with a sign", () => {
    expect(occurrencesOf(index, "bridge”", { wholeWords: true, matchCase: false })).toHaveLength(1);
  });

  it("are none of nothing", () => {
    expect(occurrencesOf(index, "  ", { wholeWords: true, matchCase: false })).toEqual([]);
  });
});
