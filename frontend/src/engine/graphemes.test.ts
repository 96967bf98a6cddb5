import { describe, expect, it } from "vitest";
import { snap, snapRange, step } from "./graphemes";
import { TextIndex } from "./text_index";

function indexOf(text: string): TextIndex {
  return new TextIndex([{ start: 0, text, blocks: [] }], [...text].length);
}

describe("grapheme clusters", () => {
  it("are not cut by a range: the family, the flag and the accent stay whole", () => {
    const index = indexOf("x👩‍👩‍👧‍👦y🇳🇴e\u0301z");
    const family = index.slice(...snapRange(index, 2, 3));
    expect(family).toBe("👩‍👩‍👧‍👦");
    const flag = [...index.slice(0, 12)].indexOf("🇳");
    expect(index.slice(...snapRange(index, flag + 1, flag + 2))).toBe("🇳🇴");
    const accent = [...index.slice(0, index.length)].indexOf("\u0301");
    expect(index.slice(...snapRange(index, accent, accent + 1))).toBe("e\u0301");
  });

  it("leave a range that is already whole as it is", () => {
    const index = indexOf("plain words here");
    expect(snapRange(index, 6, 11)).toEqual([6, 11]);
    expect(snapRange(index, 11, 6)).toEqual([6, 11]);
    expect(snapRange(index, 4, 4)).toEqual([4, 4]);
  });

  it("are stepped over one at a time, in both directions", () => {
    const index = indexOf("a👩‍👩‍👧‍👦b");
    expect(step(index, 1, 1, "grapheme")).toBe(8);
    expect(step(index, 8, -1, "grapheme")).toBe(1);
    expect(step(index, 0, -1, "grapheme")).toBe(0);
    expect(step(index, index.length, 1, "grapheme")).toBe(index.length);
  });
});

describe("words", () => {
  it("are stepped over with the spaces and signs before them", () => {
    const index = indexOf("one,  two three");
    expect(step(index, 3, 1, "word")).toBe(9);
    expect(step(index, 9, -1, "word")).toBe(6);
  });

  it("widen a range when asked to", () => {
    const index = indexOf("one two three");
    expect(index.slice(...snapRange(index, 5, 9, "word"))).toBe("two three");
    expect(snap(index, 5, -1, "word")).toBe(4);
  });
});
