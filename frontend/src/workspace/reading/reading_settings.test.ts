import { describe, expect, it } from "vitest";
import { DEFAULTS, parseSettings } from "./reading_settings";

describe("settings of reading", () => {
  it("come back as they were kept", () => {
    const chosen = { size: 125, width: 74, spacing: 220, face: "sans", snapping: "word" } as const;
    expect(parseSettings(JSON.stringify(chosen))).toEqual(chosen);
  });

  it("are as usual where nothing sensible was kept", () => {
    for (const text of [null, "", "no JSON", "null", "[]", '"words"', '{"size": "big", "face": "comic", "snapping": 3}']) {
      expect(parseSettings(text)).toEqual(DEFAULTS);
    }
  });

  it("stay within what can be read", () => {
    const { size, width, spacing } = parseSettings('{"size": 9000, "width": -3, "spacing": 1e308}');
    expect([size, width, spacing]).toEqual([180, 46, 260]);
  });
});
