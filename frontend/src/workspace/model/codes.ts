/**
 * Short codes for labels: two or three letters that stand in the margin beside a mark, so that nobody has to know labels by
 * colour. Taken from the initials or the first letters of the name, and made unique within the codebook.
 */
export function codesFor(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const letters = [...name.normalize("NFC")].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
    const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const upper = (text: string): string => text.toLocaleUpperCase().slice(0, 3);
    const candidates: string[] = [];
    if (words.length > 1) candidates.push(upper(words.map((word) => [...word][0]).join("").slice(0, 3)));
    const [first = "?", ...rest] = letters;
    for (const letter of rest) candidates.push(upper(first + letter));
    for (let number = 1; number <= names.length + 1; number++) candidates.push(upper(`${first}${number}`));
    const code = candidates.find((candidate) => !taken.has(candidate)) ?? "?";
    taken.add(code);
    return code;
  });
}
