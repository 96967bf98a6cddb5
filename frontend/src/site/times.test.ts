// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { relative } from "./times";

const now = new Date("2026-03-01T12:00:00Z");
const ago = (seconds: number): string => relative(new Date(now.getTime() - seconds * 1000), now);

describe("a relative time", () => {
  it("says what a person would say", () => {
    expect(ago(10)).toBe("just now");
    expect(ago(60)).toBe("1 minute ago");
    expect(ago(3 * 3600)).toBe("3 hours ago");
    expect(ago(2 * 86400)).toBe("2 days ago");
    expect(ago(-3600)).toBe("in 1 hour");
  });

  it("is a date when it is long ago", () => {
    expect(ago(60 * 86400)).toBe("31 Dec 2025");
  });
});
