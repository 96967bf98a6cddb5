/**
 * How a person likes to read: kept in this browser, one set for each person who uses it, and put on the workspace before the
 * first character is painted. What is kept is checked when it is read: another version of this page may have written it.
 */
export interface ReadingSettings {
  /** Percent of the usual size. */
  readonly size: number;
  /** Width of a line, in characters. */
  readonly width: number;
  /** Height of a line, in hundredths of the size. */
  readonly spacing: number;
  readonly face: "serif" | "sans";
  /** What a selection is widened to. */
  readonly snapping: "grapheme" | "word";
}

export const DEFAULTS: ReadingSettings = { size: 100, width: 66, spacing: 195, face: "serif", snapping: "grapheme" };

/** Least, most, and the step between two values. */
export const RANGES = { size: [80, 180, 5], width: [46, 90, 2], spacing: [150, 260, 5] } as const;

export type Measure = keyof typeof RANGES;

function measured(name: Measure, value: unknown): number {
  const [least, most] = RANGES[name];
  return typeof value === "number" && Number.isFinite(value) ? Math.max(least, Math.min(most, Math.round(value))) : DEFAULTS[name];
}

/** Settings as they were written down; what is missing or makes no sense is as usual. */
export function parseSettings(text: string | null): ReadingSettings {
  let found: Partial<Record<keyof ReadingSettings, unknown>> = {};
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    if (value !== null && typeof value === "object") found = value;
  } catch {
    // Not written by this page: as if nothing had been kept.
  }
  return {
    size: measured("size", found.size),
    width: measured("width", found.width),
    spacing: measured("spacing", found.spacing),
    face: found.face === "sans" ? "sans" : DEFAULTS.face,
    snapping: found.snapping === "word" ? "word" : DEFAULTS.snapping,
  };
}

const keyOf = (person: string): string => `probata.reading.${person}`;

export function keptSettings(person: string): ReadingSettings {
  try {
    return parseSettings(localStorage.getItem(keyOf(person)));
  } catch {
    return DEFAULTS;
  }
}

export function keepSettings(person: string, settings: ReadingSettings): void {
  try {
    localStorage.setItem(keyOf(person), JSON.stringify(settings));
  } catch {
    // A browser that keeps nothing: the settings last as long as the page.
  }
}

/** Sets what the style sheets read: properties for measures, an attribute for the typeface. */
export function applySettings(root: HTMLElement, { size, width, spacing, face }: ReadingSettings): void {
  root.style.setProperty("--read-size", String(size / 100));
  root.style.setProperty("--read-width", `${width}ch`);
  root.style.setProperty("--read-leading", String(spacing / 100));
  root.dataset["face"] = face;
}
