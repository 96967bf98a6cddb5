import { describe, expect, it } from "vitest";
import { TextIndex } from "../../engine/text_index";
import { headingsOf, withoutPieces } from "./headings";

const listed = (...texts: string[]): string[] => withoutPieces(texts.map((text) => ({ text }))).map(({ text }) => text);

describe("the headings of an outline", () => {
  it("has them in the order of the text, with their levels and without the signs that make them headings", () => {
    const text = "# Water\n\nIt fell.\n\n## Why  so\n";
    const blocks = [
      [0, 7, "heading", { level: 1 }],
      [9, 17, "paragraph", null],
      [19, 29, "heading", { level: 2 }],
    ] as const;
    const headings = headingsOf(new TextIndex([{ start: 0, text, blocks }], text.length));
    expect(headings.map(({ start, level, text: words }) => [start, level, words])).toEqual([
      [0, 1, "Water"],
      [19, 2, "Why so"],
    ]);
  });

  it("leaves out a title that is printed down the page, piece by piece", () => {
    expect(listed("Old Risks", "ENE", "RG", "Y S", "URI", "TY", "The Valley", "V", "ESH", "AR")).toEqual(["Old Risks", "The Valley"]);
  });

  it("keeps short headings that stand alone or in pairs", () => {
    expect(listed("I", "II", "The Valley", "Why")).toEqual(["I", "II", "The Valley", "Why"]);
  });
});
