import { describe, expect, it } from "vitest";
import { matches, printed, typed, type KeyPress } from "./keys";

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

describe("keys", () => {
  it("take Mod for Ctrl, and for ⌘ on a Mac", () => {
    expect(matches(press("z", { ctrlKey: true }), "Mod+Z", false)).toBe(true);
    expect(matches(press("z", { metaKey: true }), "Mod+Z", true)).toBe(true);
    expect(matches(press("z", { metaKey: true }), "Mod+Z", false)).toBe(false);
    expect(matches(press("z"), "Mod+Z", false)).toBe(false);
  });

  it("tell undo from redo by Shift", () => {
    const redo = press("Z", { ctrlKey: true, shiftKey: true });
    expect(matches(redo, "Mod+Z", false)).toBe(false);
    expect(matches(redo, "Mod+Shift+Z", false)).toBe(true);
  });

  it("do not ask how a sign is typed", () => {
    expect(matches(press("?", { shiftKey: true }), "?", false)).toBe(true);
    expect(matches(press("?"), "?", false)).toBe(true);
  });

  it("type a character only without modifiers", () => {
    expect(typed(press("a"))).toBe("a");
    expect(typed(press("A", { shiftKey: true }))).toBe("A");
    expect(typed(press("a", { ctrlKey: true }))).toBeNull();
    expect(typed(press("Enter"))).toBeNull();
  });

  it("are printed as on the keyboard at hand", () => {
    expect(printed("Mod+Shift+Z", false)).toEqual(["Ctrl", "Shift", "Z"]);
    expect(printed("Alt+ArrowDown", true)).toEqual(["⌥", "↓"]);
  });
});
