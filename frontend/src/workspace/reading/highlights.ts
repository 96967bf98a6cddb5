/**
 * Passing layers over the text (what is about to be marked, where an edge would go): CSS highlights, which touch no element
 * of the text. A browser without them shows no preview and loses nothing else.
 */
import type { Fragment } from "../../engine/marks";
import type { ReadingView } from "../../engine/view/reading_view";

export type HighlightName = "pending" | "edge" | "related" | "found" | "hit" | "hit-current";

export function showHighlight(view: ReadingView, name: HighlightName, places: readonly Fragment[]): void {
  if (!("highlights" in CSS)) return;
  const ranges = places.flatMap(([start, end]) => view.points.rangeOf(start, end) ?? []);
  const highlight = new Highlight();
  for (const range of ranges) highlight.add(range);
  if (name === "hit-current") highlight.priority = 1;
  CSS.highlights.set(name, highlight);
}

export function clearHighlight(name: HighlightName): void {
  if ("highlights" in CSS) CSS.highlights.delete(name);
}
