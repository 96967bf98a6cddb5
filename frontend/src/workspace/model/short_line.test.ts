import { expect, it } from "vitest";
import { shortLine } from "./short_line";

it("words become one line, cut between characters and never within one", () => {
  expect(shortLine("two\n words", 9)).toBe("two words");
  expect(shortLine("two words", 3)).toBe("two…");
  expect(shortLine("🚚🚚🚚", 2)).toBe("🚚🚚…");
});
