/** Which marks the list shows, and in which order: by label, by person, by words, without asking the server. */
import type { MarkStore } from "../../engine/marks";
import type { Codebook } from "../model/labels";

export type Order = "place" | "label" | "person" | "newest";

export interface MarkFilter {
  readonly query: string;
  readonly label: string;
  readonly person: string;
  readonly order: Order;
}

export const EVERYTHING: MarkFilter = { query: "", label: "", person: "", order: "place" };

export interface Person {
  readonly id: string;
  readonly name: string;
}

export function isNarrow({ query, label, person }: MarkFilter): boolean {
  return query.trim() !== "" || label !== "" || person !== "";
}

/** Who made the marks that are there, by name; an imported name counts as the member that it speaks for. */
export function peopleIn(marks: MarkStore): Person[] {
  const people = new Map<string, string>();
  for (const slot of marks.inOrder()) {
    const id = marks.person(slot);
    if (!people.has(id)) people.set(id, marks.authorNames.get(id) ?? marks.authorName(slot));
  }
  return [...people].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}

/** The places of the marks that fit, in the order that is asked for. */
export function filtered(marks: MarkStore, codebook: Codebook, filter: MarkFilter): ArrayLike<number> {
  const words = filter.query.toLocaleLowerCase().trim();
  const fits = (slot: number): boolean => {
    if (filter.label && marks.label(slot) !== filter.label) return false;
    if (filter.person && marks.person(slot) !== filter.person) return false;
    if (!words) return true;
    const { path, code } = codebook.describe(marks.label(slot));
    const text = `${path} ${code} ${marks.quote(slot)} ${marks.note(slot)} ${marks.authorName(slot)}`;
    return text.toLocaleLowerCase().includes(words);
  };
  const found = isNarrow(filter) ? marks.inOrder().filter(fits) : marks.inOrder();
  return filter.order === "place" ? found : sorted(marks, codebook, found, filter.order);
}

/** Within a label, a person or an instant the order of the text stays. */
function sorted(marks: MarkStore, codebook: Codebook, slots: ArrayLike<number>, order: Exclude<Order, "place">): number[] {
  const rank = new Map(codebook.all.map(({ id }, at) => [id, at]));
  const positions = new Map(order === "person" ? peopleIn(marks).map(({ id }, at) => [id, at]) : []);
  const key = {
    label: (slot: number) => rank.get(marks.label(slot)) ?? rank.size,
    person: (slot: number) => positions.get(marks.person(slot)) ?? 0,
  };
  const rows = Array.from(slots);
  // The ids of marks begin with the time at which they were made.
  if (order === "newest") return rows.sort((a, b) => (marks.id(a) < marks.id(b) ? 1 : -1));
  return rows.sort((a, b) => key[order](a) - key[order](b));
}
