import { describe, expect, it } from "vitest";
import { fit, rank, type Command } from "./commands";

const command = (label: string): Command => ({ group: "", label, hint: "", run: () => undefined });

describe("the palette", () => {
  it("offers everything while nothing is typed", () => {
    expect(rank([command("Documents"), command("Claims")], " ").map(({ label }) => label)).toEqual(["Documents", "Claims"]);
  });

  it("puts a label that begins with what was typed before one that only holds it", () => {
    const ranked = rank([command("My documents"), command("Documents"), command("Claims")], "doc");
    expect(ranked.map(({ label }) => label)).toEqual(["Documents", "My documents"]);
  });

  it("finds by the beginnings of words and by letters in order, and nothing else", () => {
    expect(fit("Theme: dark", "th da")).toBe(4);
    expect(fit("Change password", "chpw")).toBe(1);
    expect(fit("Change password", "xyz")).toBe(0);
  });
});
