import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextIndex } from "./text_index";

function indexOf(...texts: string[]): TextIndex {
  let start = 0;
  const sections = texts.map((text) => {
    const section = { start, text, blocks: [] };
    start += [...text].length;
    return section;
  });
  return new TextIndex(sections, start);
}

const anyText = fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter((text) => !/\p{Surrogate}/u.test(text));

describe("TextIndex", () => {
  it("counts an astral character as one code point and two units", () => {
    const index = indexOf("a🌊b🌊", "🌊c");
    expect(index.length).toBe(6);
    expect(index.toUnits(0, 2)).toBe(3);
    expect(index.toPoints(0, 3)).toBe(2);
    expect(index.toUnits(1, 5)).toBe(2);
    expect(index.slice(3, 5)).toBe("🌊🌊");
  });

  it("takes the middle of a surrogate pair for its start", () => {
    const index = indexOf("a🌊b");
    expect(index.toPoints(0, 2)).toBe(1);
  });

  it("slices any text as a list of code points would", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 5 }), fc.nat(), fc.nat(), (texts, a, b) => {
        const index = indexOf(...texts);
        const points = [...texts.join("")];
        const [start, end] = [a % (points.length + 1), b % (points.length + 1)].sort((x, y) => x - y) as [number, number];
        expect(index.slice(start, end)).toBe(points.slice(start, end).join(""));
      }),
    );
  });

  it("converts there and back without loss at every position", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (texts) => {
        const index = indexOf(...texts);
        for (let offset = 0; offset < index.length; offset++) {
          const section = index.sectionAt(offset);
          expect(index.toPoints(section, index.toUnits(section, offset))).toBe(offset);
        }
      }),
    );
  });

  it("finds the section of an offset, and gives the end of the text to the last", () => {
    const index = indexOf("abc", "de", "f");
    expect([0, 2, 3, 4, 5, 6].map((offset) => index.sectionAt(offset))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});
