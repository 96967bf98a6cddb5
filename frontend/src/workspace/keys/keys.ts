/**
 * Keys by name: "Mod+Shift+Z", "Alt+ArrowDown", "?". `Mod` is ⌘ on Apple's machines and Ctrl elsewhere. A single character is
 * compared with what the key types, whatever the layout, so Shift is only asked for where it is part of the name.
 */
export const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export function matches(press: KeyPress, name: string, apple: boolean = isApple): boolean {
  const parts = name === "+" ? ["+"] : name.split("+");
  const key = parts.at(-1) as string;
  const wants = (modifier: string): boolean => parts.slice(0, -1).includes(modifier);
  const mod = apple ? press.metaKey : press.ctrlKey;
  const other = apple ? press.ctrlKey : press.metaKey;
  if (mod !== wants("Mod") || other || press.altKey !== wants("Alt")) return false;
  const single = [...key].length === 1;
  const isLetter = single && key.toLowerCase() !== key.toUpperCase();
  if ((!single || isLetter) && press.shiftKey !== wants("Shift")) return false;
  return single ? press.key.toLowerCase() === key.toLowerCase() : press.key === key;
}

/** A key that types one character and is held with nothing but perhaps Shift. */
export function typed(press: KeyPress): string | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  return [...press.key].length === 1 && press.key !== " " ? press.key : null;
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  PageDown: "Page ↓",
  PageUp: "Page ↑",
};

/** The parts of a key's name as they are printed on it, for `<kbd>`. */
export function printed(name: string, apple: boolean = isApple): string[] {
  const modifiers: Readonly<Record<string, string>> = apple
    ? { Mod: "⌘", Alt: "⌥", Shift: "⇧" }
    : { Mod: "Ctrl", Alt: "Alt", Shift: "Shift" };
  return (name === "+" ? ["+"] : name.split("+")).map((part) => {
    const known = modifiers[part] ?? NAMES[part];
    return known ?? ([...part].length === 1 ? part.toUpperCase() : part);
  });
}
