import { describe, expect, it } from "vitest";
import { cut, isBeside, united } from "./shapes";
import { TextIndex } from "./text_index";

const TEXT = "One two 🙂, three four. Five six.";
const index = new TextIndex([{ start: 0, text: TEXT, blocks: [] }], [...TEXT].length);

describe("cutting", () => {
  it("leaves a part on either side, without the white space between them", () => {
    expect(cut(index, [[0, 7]], [4])).toEqual([[[0, 3]], [[4, 7]]]);
    expect(cut(index, [[0, 7]], [3])).toEqual([[[0, 3]], [[4, 7]]]);
  });

  it("leaves the ends that were not cut as they are", () => {
    expect(cut(index, [[3, 8]], [5])).toEqual([[[3, 5]], [[5, 8]]]);
  });

  it("at two places leaves three parts", () => {
    expect(cut(index, [[0, 16]], [4, 7])).toEqual([[[0, 3]], [[4, 7]], [[8, 16]]]);
  });

  it("goes between fragments, and through one of them", () => {
    expect(cut(index, [[0, 3], [4, 7], [11, 21]], [4])).toEqual([[[0, 3]], [[4, 7], [11, 21]]]);
    expect(cut(index, [[0, 3], [11, 21]], [16])).toEqual([[[0, 3], [11, 16]], [[17, 21]]]);
  });

  it("at or beyond the edges leaves everything in one part", () => {
    expect(cut(index, [[4, 7]], [4, 7])).toEqual([[[4, 7]]]);
    expect(cut(index, [[4, 7]], [0, 20])).toEqual([[[4, 7]]]);
  });
});

describe("uniting", () => {
  it("closes a gap that has no word in it", () => {
    expect(united(index, [[11, 16], [4, 7]])).toEqual([[4, 16]]);
    expect(united(index, [[4, 9], [0, 5]])).toEqual([[0, 9]]);
  });

  it("keeps fragments apart that have words between them", () => {
    expect(united(index, [[0, 3], [11, 16]])).toEqual([[0, 3], [11, 16]]);
    expect(isBeside(index, 21, 23)).toBe(true);
    expect(isBeside(index, 3, 8)).toBe(false);
  });
});
