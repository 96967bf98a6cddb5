/** How two states of a mark differ, and what of a mark the server answers becomes. */
import { LAYERS, type Attributes, type Fragment, type LayerCode, type Mark } from "../../engine/marks";
import type { Annotation } from "./api";

export interface Patch {
  readonly label?: string;
  readonly fragments?: readonly Fragment[];
  readonly note?: string;
  readonly attributes?: Attributes;
}

const NONE: Attributes = {};

/** Whether two values of JSON say the same, whatever the order of their keys. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Attributes, b as Attributes];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && sameValue(left[key], right[key]));
}

export function sameFragments(a: readonly Fragment[], b: readonly Fragment[]): boolean {
  return a.length === b.length && a.every(([start, end], at) => start === b[at]![0] && end === b[at]![1]);
}

export function difference(before: Mark, after: Mark): Patch {
  return {
    ...(before.label === after.label ? {} : { label: after.label }),
    ...(sameFragments(before.fragments, after.fragments) ? {} : { fragments: after.fragments }),
    ...(before.note === after.note ? {} : { note: after.note }),
    ...(sameValue(before.attributes ?? NONE, after.attributes ?? NONE) ? {} : { attributes: after.attributes ?? NONE }),
  };
}

export function isEmpty(patch: Patch): boolean {
  return Object.keys(patch).length === 0;
}

function layerCode(layer: string | number): LayerCode {
  const code = typeof layer === "number" ? layer : LAYERS.indexOf(layer as (typeof LAYERS)[number]);
  return code === 1 || code === 2 ? code : 0;
}

/** The part of a mark that holds its attributes; nothing where there are none. */
export function attributesIn(given: unknown): { readonly attributes?: Attributes } {
  const filled = typeof given === "object" && given !== null && Object.keys(given).length > 0;
  return filled ? { attributes: given as Attributes } : {};
}

export function markOf(annotation: Annotation): Mark {
  return {
    id: annotation.id,
    label: annotation.label,
    author: annotation.author?.id ?? "",
    layer: layerCode(annotation.layer),
    version: annotation.version,
    fragments: annotation.fragments,
    note: annotation.note ?? "",
    ...attributesIn(annotation.attributes),
  };
}

/** The mark in the payload of an event; null where the payload is not one. An author may be an id or an object. */
export function markOfEvent(after: Readonly<Record<string, unknown>> | null): (Mark & { deleted: boolean }) | null {
  if (!after || typeof after["id"] !== "string" || !Array.isArray(after["fragments"])) return null;
  const author = after["author"];
  const authorId = typeof author === "string" ? author : ((author as { id?: string } | null)?.id ?? "");
  const label = after["label"];
  return {
    id: after["id"],
    label: typeof label === "string" ? label : ((label as { id?: string } | null)?.id ?? ""),
    author: authorId,
    layer: layerCode((after["layer"] as string | number | undefined) ?? 0),
    version: Number(after["version"]),
    fragments: after["fragments"] as Fragment[],
    note: typeof after["note"] === "string" ? after["note"] : "",
    ...attributesIn(after["attributes"]),
    deleted: Boolean(after["deleted"]),
  };
}

/** Fragments in order; those that overlap become one. Fragments that only touch stay apart. */
export function joined(fragments: readonly Fragment[]): Fragment[] {
  const result: [number, number][] = [];
  for (const [start, end] of [...fragments].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
