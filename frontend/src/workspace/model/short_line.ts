/** Words on one line, of at most so many code points; what is left out is shown by an ellipsis. */
export function shortLine(words: string, most: number): string {
  const line = words.replace(/\s+/gu, " ");
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most).join("")}…` : line;
}
