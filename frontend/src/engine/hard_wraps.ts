/**
 * Texts taken from pages set in lines (PDF, mail) end each line with a line break. Shown as they are, every second line on the
 * screen is a stump; shown flowing, they read like any paragraph. The characters stay the same either way.
 */
const FEWEST_LINES = 4;
const SHORTEST = 40;
const LONGEST = 115;

/** True where a block's lines look set to one width: most are about as long as the longest, none is longer than a line. */
export function isHardWrapped(text: string): boolean {
  const lines = text.split("\n");
  if (lines.length < FEWEST_LINES) return false;
  const lengths = lines.slice(0, -1).map((line) => line.trimEnd().length);
  const longest = Math.max(...lengths);
  if (longest < SHORTEST || longest > LONGEST) return false;
  const full = lengths.filter((length) => length > longest * 0.6).length;
  return full >= lengths.length * 0.7;
}
