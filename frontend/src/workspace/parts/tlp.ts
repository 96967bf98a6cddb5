/** How a marking is named and shaded. */
export function tlpShade(level: string): string {
  return level.toLowerCase().replaceAll(/[_+]/g, "-");
}

export function tlpName(level: string): string {
  return `TLP:${level.toUpperCase().replaceAll("_", "+")}`;
}
