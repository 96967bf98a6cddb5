/**
 * How the value of an attribute is written and read back. A text stands as it is; anything else that a program gave (a
 * number, a truth, a list) is written as JSON and stays of its kind: what a program can read is not turned into text by hand.
 */
import type { Attributes } from "../../engine/marks";
import { sameValue } from "./changes";

export const LARGEST_ATTRIBUTES = 16_384;

export function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const KINDS = [
  (value: unknown) => Number.isFinite(value),
  (value: unknown) => typeof value === "boolean" || value === null,
  (value: unknown) => typeof value === "object" && value !== null,
];

/** The value that these words say where `before` stood; undefined where they cannot stand there. */
export function readBack(words: string, before: unknown): unknown {
  if (typeof before === "string" || before === undefined) return words;
  if (words === written(before)) return before;
  const isOfItsKind = KINDS.find((isKind) => isKind(before))!;
  try {
    const value: unknown = JSON.parse(words);
    return isOfItsKind(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The attributes with one of them said anew, or taken away (`value` undefined); null where nothing changes. */
export function withAttribute(all: Attributes, name: string, value: unknown): Attributes | null {
  const others = Object.entries(all).filter(([key]) => key !== name);
  const next: Attributes = Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
  return sameValue(all, next) ? null : next;
}

export function tooLarge(all: Attributes): boolean {
  return new TextEncoder().encode(JSON.stringify(all)).length > LARGEST_ATTRIBUTES;
}
