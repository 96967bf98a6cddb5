import { describe, expect, it } from "vitest";
import { Overview, scrollFor, thumbOf } from "./overview";

describe("the overview of a text", () => {
  const overview = new Overview([0, 100, 200], [50, 150, 1050]);

  it("knows the height of a place from the section it stands in", () => {
    expect([0, 50, 100, 150, 200].map((offset) => overview.topOf(offset))).toEqual([50, 100, 150, 600, 1050]);
  });

  it("knows the place at a height, and the nearest one beside the text", () => {
    expect([0, 50, 100, 600, 2000].map((top) => overview.offsetAt(top))).toEqual([0, 0, 50, 150, 200]);
  });

  it("has nothing to say of a text without sections", () => {
    expect(new Overview([0], [0]).topOf(5)).toBe(0);
  });
});

describe("the thumb", () => {
  it("shows which part is in view, and is always large enough to be taken", () => {
    expect(thumbOf(500, 1000, 500, 250, 20)).toEqual({ top: 125, height: 250 });
    expect(thumbOf(500, 1_000_000, 500, 999_500, 20)).toEqual({ top: 480, height: 20 });
    expect(thumbOf(500, 300, 500, 0, 20)).toEqual({ top: 0, height: 500 });
  });

  it("leads back to where it was scrolled to", () => {
    for (const scrolled of [0, 1234, 999_500]) {
      const { top } = thumbOf(500, 1_000_000, 500, scrolled, 20);
      expect(scrollFor(top, 500, 1_000_000, 500, 20)).toBeCloseTo(scrolled, 5);
    }
    expect(scrollFor(900, 500, 1000, 500, 20)).toBe(500);
    expect(scrollFor(10, 500, 300, 500, 20)).toBe(0);
  });
});
