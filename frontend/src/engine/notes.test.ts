import { describe, expect, it } from "vitest";
import { signAt, signsOf } from "./notes";
import { TextIndex, type BlockData } from "./text_index";

const LINES = ["## Trade 🙂", "It fell[^1] twice[^1]; nobody[^x] knows.", "[^1]: Report, p. 4, see [^2].", "[^2]: Letter."];
const KINDS = ["heading", "paragraph", "footnote", "footnote"];

function made(): TextIndex {
  const text = LINES.join("\n");
  const points = [...text].length;
  let at = 0;
  const blocks = LINES.map((line, number): BlockData => {
    const start = at;
    at += [...line].length + 1;
    const name = /^\[\^(.+?)\]:/.exec(line)?.[1];
    return [start, at - 1, KINDS[number]!, name ? { name } : null];
  });
  return new TextIndex([{ start: 0, text, blocks }], points);
}

describe("footnotes of which a reader knows where they are called", () => {
  const text = "It fell1 twice[2]. 1 Report. [2] Letter.";
  const at = (words: string, from = 0): [number, number] => [text.indexOf(words, from), text.indexOf(words, from) + words.length];
  const blocks: BlockData[] = [
    [...at("It fell1 twice[2]."), "paragraph", null],
    [...at("1 Report."), "footnote", { name: "1", calls: [[7, 8]] }],
    [...at("[2] Letter."), "footnote", { name: "2", calls: [at("[2]")] }],
  ];
  const index = new TextIndex([{ start: 0, text, blocks }], text.length);

  it("lead there and back, however they are signed", () => {
    const shown = signsOf(index).map(({ kind, start, end, target }) => [kind, index.slice(start, end), target && index.slice(...target)]);
    expect(shown).toEqual([
      ["call", "1", "1 Report."],
      ["call", "[2]", "[2] Letter."],
      ["note", "1", "1"],
      ["note", "[2]", "[2]"],
    ]);
  });
});

describe("signs in a text", () => {
  const index = made();
  const signs = signsOf(index);
  const shown = signs.map(({ kind, start, end, target }) => [kind, index.slice(start, end), target && index.slice(...target)]);

  it("are the calls of footnotes, the footnotes' own names and the signs of headings", () => {
    expect(shown).toEqual([
      ["hash", "## ", null],
      ["call", "[^1]", LINES[2]],
      ["call", "[^1]", LINES[2]],
      ["note", "[^1]", "[^1]"],
      ["call", "[^2]", LINES[3]],
      ["note", "[^2]", "[^2]"],
    ]);
  });

  it("lead from a footnote to its first call", () => {
    const note = signs.find(({ kind }) => kind === "note")!;
    expect(note.target).toEqual([signs[1]!.start, signs[1]!.end]);
  });

  it("are found by a place in them or at their edge", () => {
    expect(signAt(signs, signs[1]!.end)).toBe(signs[1]);
    expect(signAt(signs, signs[1]!.start - 1)).toBeNull();
    expect(signAt(signs, 1)).toBeNull();
  });
});
