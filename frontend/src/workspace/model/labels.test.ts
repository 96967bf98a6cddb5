import { describe, expect, it, vi } from "vitest";
import { codesFor } from "./codes";
import type { LabelInfo } from "./boot";
import { Codebook } from "./labels";

const label = (id: string, name: string, more: Partial<LabelInfo> = {}): LabelInfo => ({
  id,
  name,
  path: name,
  parent: null,
  colour: "#123456",
  shortcut: "",
  definition: "",
example: "",
  position: 0,
  archived: false,
  ...more,
});

describe("codes of labels", () => {
  it("are initials or first letters, and never the same twice", () => {
    expect(codesFor(["Named expert", "Claim", "Cloud", "Named editor"])).toEqual(["NE", "CL", "CO", "NA"]);
    const many = codesFor(Array.from({ length: 40 }, () => "Aa"));
    expect(new Set(many).size).toBe(40);
  });

  it("exist for a name without letters", () => {
    expect(codesFor(["!!!"])).toHaveLength(1);
  });
});

describe("Codebook", () => {
  const book = new Codebook([
    label("2", "Quantity", { parent: "1", path: "Claim/Quantity", shortcut: "q" }),
    label("1", "Claim", { shortcut: "c" }),
    label("3", "Quote", { position: 2 }),
    label("4", "Old", { archived: true, shortcut: "o" }),
  ]);

  it("puts children under their parents and leaves out what is archived", () => {
    expect(book.usable.map(({ id, depth }) => [id, depth])).toEqual([
      ["1", 0],
      ["2", 1],
      ["3", 0],
    ]);
    expect(book.byShortcut("Q")?.id).toBe("2");
    expect(book.byShortcut("o")).toBeUndefined();
  });

  it("filters by every word, names that begin so first", () => {
    expect(book.matching("qu").map(({ id }) => id)).toEqual(["2", "3"]);
    expect(book.matching("claim q").map(({ id }) => id)).toEqual(["2"]);
    expect(book.matching("nothing")).toEqual([]);
  });

  it("offers the labels used last first", () => {
    book.used("3");
    expect(book.matching("").map(({ id }) => id)).toEqual(["3", "1", "2"]);
  });

  it("offers what is suggested before the labels used last, and each once", () => {
    book.used("3");
    expect(book.matching("", ["2", "gone", "3"]).map(({ id }) => id)).toEqual(["2", "3", "1"]);
    expect(book.matching("claim", ["3"]).map(({ id }) => id)).toEqual(["1", "2"]);
  });

  it("remembers the labels used last for whoever comes back, and forgets those that are gone", () => {
    const kept = new Map<string, string>();
    vi.stubGlobal("localStorage", {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    });
    const labels = [label("1", "Claim"), label("2", "Figure"), label("3", "Quote")];
    const first = new Codebook(labels);
    first.rememberUnder("me:p");
    first.used("1");
    first.used("3");
    const again = new Codebook(labels.slice(0, 2));
    again.rememberUnder("me:p");
    expect(again.matching("").map(({ id }) => id)).toEqual(["1", "2"]);
    const other = new Codebook(labels);
    other.rememberUnder("me:another");
    expect(other.matching("").map(({ id }) => id)).toEqual(["1", "2", "3"]);
    vi.unstubAllGlobals();
  });

  it("describes a label it does not know instead of failing", () => {
    expect(book.describe("elsewhere").code).toBe("?");
  });
});
