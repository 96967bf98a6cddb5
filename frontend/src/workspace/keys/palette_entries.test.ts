// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { CommandTable, type Command } from "./commands";
import { offerInPalette } from "./palette_entries";

const command = (title: string, keys: string[], when?: () => boolean): Command => ({
  group: "Moving",
  title,
  keys,
  scope: "page",
  ...(when && { when }),
  run: () => {},
});

function collected(): { label: string; hint: string }[] {
  const entries: { label: string; hint: string }[] = [];
  const add = (entry: { label: string; hint: string }): void => void entries.push(entry);
  document.dispatchEvent(new CustomEvent("palette-collect", { detail: { add } }));
  return entries;
}

describe("the command palette", () => {
  it("offers what can be done now, with the key that does it", () => {
    const table = new CommandTable((letter) => letter.toLowerCase() === "u");
    table.add(
      command("Next passage", ["u", "F8"]),
      command("Previous passage", ["Shift+U"]),
      command("Not now", ["x"], () => false),
      command("Leave", ["Escape"]),
    );
    const stop = offerInPalette(table);
    expect(collected().map(({ label, hint }) => [label, hint])).toEqual([["Next passage", "F8"], ["Previous passage", ""]]);
    stop();
    expect(collected()).toEqual([]);
  });
});
