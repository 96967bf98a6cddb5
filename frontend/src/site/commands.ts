/** What the palette can offer, and which of it fits what was typed. */
export interface Command {
  group: string;
  label: string;
  hint: string;
  run: () => void;
}

/** How well a label fits: every word typed must begin a word of it (best), stand in it, or be its letters in order. */
export function fit(label: string, typed: string): number {
  const text = label.toLocaleLowerCase();
  const asked = typed.trim().toLocaleLowerCase();
  if (!asked) return 1;
  if (text.startsWith(asked)) return 5;
  const words = asked.split(/\s+/);
  const starts = text.split(/[\s:·/-]+/);
  if (words.every((word) => starts.some((start) => start.startsWith(word)))) return 4;
  if (words.every((word) => text.includes(word))) return 3;
  let place = -1;
  for (const letter of asked.replace(/\s+/g, "")) {
    place = text.indexOf(letter, place + 1);
    if (place < 0) return 0;
  }
  return asked.length >= 2 ? 1 : 0;
}

/** The commands that fit, best first; among equals the order they came in. */
export function rank(commands: Command[], typed: string): Command[] {
  return commands
    .map((command, place) => ({ command, place, score: fit(command.label, typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map(({ command }) => command);
}
