/**
 * Where the page's address leads in the text: `?at=120-163` to a passage (code points, half-open), `#mark=…` to a mark. What
 * is selected is kept in the address, so that it can be sent to a colleague as it stands.
 */
import type { Fragment } from "../../engine/marks";

export type Destination =
  | { readonly kind: "passage"; readonly range: Fragment }
  | { readonly kind: "mark"; readonly id: string }
  | { readonly kind: "nowhere" };

const PASSAGE = /^(\d{1,9})-(\d{1,9})$/;
const MARK = /^#mark=([0-9a-f-]{36})$/i;

/** What an address names in a text of so many code points; null where it names nothing. */
export function destinationOf(search: string, hash: string, length: number): Destination | null {
  const mark = MARK.exec(hash)?.[1];
  if (mark !== undefined) return { kind: "mark", id: mark.toLowerCase() };
  if (hash.startsWith("#mark=")) return { kind: "nowhere" };
  const at = new URLSearchParams(search).get("at");
  if (at === null) return null;
  const found = PASSAGE.exec(at);
  const start = Number(found?.[1]);
  const end = Number(found?.[2]);
  return found && start < end && end <= length ? { kind: "passage", range: [start, end] } : { kind: "nowhere" };
}

/** The page's address while this mark is selected, or none is. */
export function addressWith(pathname: string, mark: string | null): string {
  return mark === null ? pathname : `${pathname}#mark=${mark}`;
}
