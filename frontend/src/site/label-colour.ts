/** A label's colour as it should be drawn in the theme of now; what is stored is the colour on light paper. */
import colours from "../styles/label-colours.json";

const twins = new Map(colours.map(({ light, dark }) => [light, dark]));

export function labelColour(stored: string): string {
  if (document.documentElement.dataset["theme"] !== "dark") return stored;
  return twins.get(stored.toLowerCase()) ?? `color-mix(in oklab, ${stored} 55%, white)`;
}
