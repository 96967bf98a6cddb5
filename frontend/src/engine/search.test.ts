import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patternOf, Search } from "./search";
import { TextIndex, type SectionData } from "./text_index";

function indexOf(...texts: string[]): TextIndex {
  const sections: SectionData[] = [];
  let start = 0;
  for (const text of texts) {
    sections.push({ start, text, blocks: [] });
    start += [...text].length;
  }
  return new TextIndex(sections, start);
}

function found(index: TextIndex, query: string): string[] {
  const search = new Search(index, query);
  search.step(Infinity);
  return Array.from({ length: search.count }, (_, at) => index.slice(...search.hit(at)));
}

describe("finding words", () => {
  it("ignores case and kinds of white space, and goes across wrapped lines", () => {
    const index = indexOf("The Valley\nof the  river; THE\u00a0VALLEY of\r the end. The valleys.");
    expect(found(index, "the valley")).toEqual(["The Valley", "THE\u00a0VALLEY", "The valley"]);
    expect(found(index, " valley of ")).toEqual(["Valley\nof", "VALLEY of"]);
  });

  it("takes signs of patterns literally", () => {
    const index = indexOf("a.b a+b (c) [d] $5 x|y \\ a-b a–b");
    expect(found(index, "a.b")).toEqual(["a.b"]);
    expect(found(index, "(c) [d] $5 x|y \\")).toEqual(["(c) [d] $5 x|y \\"]);
    expect(found(index, "a-b")).toEqual(["a-b", "a–b"]);
  });

  it("finds printed quotation marks and accents by the typed ones", () => {
    const index = indexOf("“They won’t,” said Jose\u0301. José agreed.");
    expect(found(index, `"they won't,"`)).toEqual(["“They won’t,”"]);
    expect(found(index, "josé")).toEqual(["Jose\u0301", "José"]);
  });

  it("counts in code points, in texts with characters of two units", () => {
    const index = indexOf("🙂 one ", "🚚🚚 two one");
    const search = new Search(index, "one");
    search.step(Infinity);
    expect([search.hit(0), search.hit(1)]).toEqual([[2, 5], [13, 16]]);
    expect(search.from(3)).toBe(1);
    expect(search.from(14)).toBe(0);
    expect(search.within(4, 13)).toEqual([[2, 5]]);
  });

  it("finds what begins in one section and ends in another, once", () => {
    const index = indexOf("first half ", "second ", "half of it; half second");
    expect(found(index, "half second half")).toEqual(["half second half"]);
    expect(found(index, "half")).toEqual(["half", "half", "half"]);
    expect(found(indexOf("aaa", "aaa"), "aa")).toEqual(["aa", "aa", "aa"]);
  });

  it("finds nothing for nothing", () => {
    expect(patternOf(" \n ")).toBeNull();
    const search = new Search(indexOf("words"), "  ");
    expect([search.isDone, search.step(1), search.count, search.from(0)]).toEqual([true, true, 0, -1]);
  });

  it("stops when its time is over and goes on from there", () => {
    const index = indexOf("a b ", "a c ", "a d ");
    const search = new Search(index, "a");
    let clock = 0;
    expect(search.step(1, () => clock++)).toBe(false);
    expect(search.count).toBe(1);
    expect(search.step(Infinity)).toBe(true);
    expect([...search.starts]).toEqual([0, 4, 8]);
  });

  it("finds every occurrence of a word wherever sections are cut", () => {
    const pieces = fc.array(fc.constantFrom("ab", "a", " ", "\n", "🙂", "b"), { maxLength: 40 });
    fc.assert(
      fc.property(pieces, fc.nat({ max: 40 }), (parts, cut) => {
        const text = parts.join("");
        const at = parts.slice(0, cut).join("").length;
        const index = indexOf(text.slice(0, at), text.slice(at));
        expect(found(index, "ab")).toEqual([...text.matchAll(/ab/g)].map(([words]) => words));
        expect(found(index, "a b").length).toBe([...text.matchAll(/a\s+b/g)].length);
      }),
    );
  });
});
