// @vitest-environment happy-dom
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MarkStore } from "../marks";
import { bySection, signsOf } from "../notes";
import { TextIndex, type BlockData } from "../text_index";
import { buildSection, LeafMap, type SectionPage } from "./leaves";
import { Painter } from "./painter";

const TEXT = "# Trade 🙂\n\nIt fell[^1], they say.\n\n| Year | Tons |\n|---|---|\n| 2019 | 🚚 41 |\n\nMore from us\n\n[^1]: A letter.\n";
const POINTS = [...TEXT];
const at = (words: string): [number, number] => {
  const start = [...TEXT.slice(0, TEXT.indexOf(words))].length;
  return [start, start + [...words].length];
};
const cells = (...words: string[]): [number, number][] => words.map(at);
const table = `| Year | Tons |\n|---|---|\n| 2019 | 🚚 41 |`;
const blocks: BlockData[] = [
  [...at("# Trade 🙂"), "heading", { level: 1 }],
  [...at("It fell[^1], they say."), "paragraph", null],
  [...at(table), "table", { header: true, rows: [cells("Year", "Tons"), cells("2019", "🚚 41")] }],
  [...at("More from us"), "boilerplate", null],
  [...at("[^1]: A letter."), "footnote", { name: "1" }],
];
const index = new TextIndex([{ start: 0, text: TEXT, blocks }], POINTS.length);

function build(): SectionPage {
  return buildSection(index, new LeafMap(), 0, bySection(index, signsOf(index)).get(0));
}

describe("the painted text", () => {
  it("is the text of the revision, and shows its blocks for what they are", () => {
    const { element } = build();
    expect(element.textContent).toBe(TEXT);
    const roles = [...element.querySelectorAll("[role]")].map((found) => [found.getAttribute("role"), found.textContent]);
    expect(roles).toContainEqual(["heading", "# Trade 🙂"]);
    expect(roles).toContainEqual(["columnheader", "Tons"]);
    expect(roles).toContainEqual(["cell", "🚚 41"]);
    expect(roles).toContainEqual(["doc-footnote", "[^1]: A letter."]);
    expect(roles.filter(([role]) => role === "link").map(([, words]) => words)).toEqual(["[^1]", "[^1]"]);
    expect(element.querySelector(".tx-boilerplate")?.textContent).toBe("More from us");
    expect(element.querySelector(".tx-sign")?.textContent).toBe("# ");
  });

  it("stays the text of the revision under any marks, and when they are taken off again", () => {
    const place = fc.tuple(fc.nat({ max: POINTS.length - 1 }), fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), (places) => {
        const page = build();
        const marks = new MarkStore(index);
        places.forEach(([start, length], number) => {
          const fragments: [number, number][] = [[start, Math.min(POINTS.length, start + length)]];
          marks.put({ id: `m${number}`, label: "a", author: "me", layer: 0, version: 1, fragments, note: "" });
        });
        const painter = new Painter(index, marks);
        for (const leaf of page.leaves) painter.decorate(leaf);
        expect(page.element.textContent).toBe(TEXT);
        expect(page.element.querySelector(".tx-paragraph")?.querySelectorAll(".tx-call")).not.toHaveLength(0);
        for (const leaf of page.leaves) painter.undecorate(leaf);
        expect(page.element.textContent).toBe(TEXT);
        expect(page.element.querySelectorAll("[data-annotation-ids]")).toHaveLength(0);
        expect(page.element.querySelectorAll(".tx-call")).toHaveLength(2);
      }),
      { numRuns: 60 },
    );
  });
});
