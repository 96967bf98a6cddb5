import { describe, expect, it } from "vitest";
import { isHardWrapped } from "./hard_wraps";

const line = "Security sector reforms have found a new impetus since then,";

describe("lines set to one width", () => {
  it("are told from a paragraph, a poem and a list", () => {
    expect(isHardWrapped([line, line, line.slice(0, 50), line, "the end."].join("\n"))).toBe(true);
    expect(isHardWrapped(line)).toBe(false);
    expect(isHardWrapped("A short line\nand one more\nand a third\nand a fourth")).toBe(false);
    expect(isHardWrapped([line, "– one", "– two", "– three", "– four"].join("\n"))).toBe(false);
  });

  it("are not seen in long paragraphs that follow one another", () => {
    expect(isHardWrapped(Array.from({ length: 5 }, () => line.repeat(4)).join("\n"))).toBe(false);
  });
});
