/**
 * Signs inside a block that are more than words: the call of a footnote, the name a footnote begins with, and the number signs
 * of a heading in Markdown. They stay in the text; the view only shows them for what they are, and leads from a call to
 * its footnote and back.
 */
import type { Fragment } from "./marks";
import type { BlockData, TextIndex } from "./text_index";

export type SignKind = "call" | "note" | "hash";

export interface Sign {
  readonly kind: SignKind;
  readonly start: number;
  readonly end: number;
  /** Where it leads: a call to its footnote, a footnote to its first call. */
  readonly target: Fragment | null;
}

const CALL = /\[\^([^\]\s]{1,60})\]/gu;
const HASHES = /^#{1,6}\s+/u;

/** Where a reader found that a footnote is called; a call in Markdown is found by its signs instead. */
function callsOf([, , , attributes]: BlockData): Fragment[] {
  const calls = attributes?.["calls"];
  return Array.isArray(calls) ? (calls as Fragment[]) : [];
}

/** The name a footnote begins with, in brackets or without. */
function labelOf(index: TextIndex, [start]: BlockData, name: string): Fragment | null {
  const head = index.slice(start, start + name.length + 2);
  const found = head.startsWith(`[${name}]`) || head.startsWith(`(${name})`) ? name.length + 2 : head.startsWith(name) ? name.length : 0;
  return found ? [start, start + found] : null;
}

function nameOf([, , kind, attributes]: BlockData): string | null {
  const name = kind === "footnote" ? attributes?.["name"] : null;
  return typeof name === "string" && name !== "" ? name : null;
}

/** The signs of a text, in its order. */
export function signsOf(index: TextIndex): Sign[] {
  const signs: Sign[] = [];
  const notes = new Map<string, { block: Fragment; label: Fragment | null; call: Fragment | null }>();
  for (const section of index.sections) {
    for (const block of section.blocks) {
      const name = nameOf(block);
      if (name !== null && !notes.has(name)) {
        const place: Fragment = [block[0], block[1]];
        const [first] = callsOf(block);
        notes.set(name, { block: place, label: first ? labelOf(index, block, name) : null, call: first ?? null });
        for (const [start, end] of callsOf(block)) signs.push({ kind: "call", start, end, target: place });
      }
      const hashes = block[2] === "heading" ? HASHES.exec(index.slice(block[0], Math.min(block[1], block[0] + 16))) : null;
      if (hashes) signs.push({ kind: "hash", start: block[0], end: block[0] + hashes[0].length, target: null });
    }
  }
  if (notes.size === 0) return signs;
  index.sections.forEach((section, at) => {
    for (const found of section.text.matchAll(CALL)) {
      const note = notes.get(found[1]!);
      if (!note) continue;
      const start = index.toPoints(at, found.index);
      const end = index.toPoints(at, found.index + found[0].length);
      if (start === note.block[0]) note.label = [start, end];
      else {
        note.call ??= [start, end];
        signs.push({ kind: "call", start, end, target: note.block });
      }
    }
  });
  for (const { label, call } of notes.values()) {
    if (label && call) signs.push({ kind: "note", start: label[0], end: label[1], target: call });
  }
  return signs.sort((a, b) => a.start - b.start);
}

/** The sign that holds a place or touches it. */
export function signAt(signs: readonly Sign[], offset: number): Sign | null {
  return signs.find(({ start, end, target }) => target !== null && start <= offset && offset <= end) ?? null;
}

export function bySection(index: TextIndex, signs: readonly Sign[]): Map<number, Sign[]> {
  const sections = new Map<number, Sign[]>();
  for (const sign of signs) {
    const section = index.sectionAt(sign.start);
    const known = sections.get(section);
    if (known) known.push(sign);
    else sections.set(section, [sign]);
  }
  return sections;
}
