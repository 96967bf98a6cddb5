import { describe, expect, it } from "vitest";
import { snap, snapRange, snapSelection, step } from "./graphemes";
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

describe("a selection that takes whole words", () => {
  const index = indexOf("Two trucks, 🙂 said Jose\u0301 here.");
  const taken = (start: number, end: number): string => index.slice(...snapSelection(index, start, end, "word"));

  it("is widened to the words it touches, without white space around them", () => {
    expect(taken(5, 8)).toBe("trucks");
    expect(taken(3, 8)).toBe("trucks");
    expect(taken(2, 8)).toBe("Two trucks");
    expect(taken(9, 3)).toBe("trucks");
    expect(taken(21, 27)).toBe("Jose\u0301 here");
  });

  it("leaves out punctuation that was not selected, and keeps what was", () => {
    expect(taken(5, 10)).toBe("trucks");
    expect(taken(5, 11)).toBe("trucks,");
  });

  it("stays what it is where only white space is selected, and where nothing is", () => {
    expect(taken(3, 4)).toBe(" ");
    expect(snapSelection(index, 6, 6, "word")).toEqual([6, 6]);
  });
});
