/**
 * The marks of one document, in columns: one typed array a property and one row ("slot") a mark. Twenty thousand marks
 * are then a few arrays, not twenty thousand objects. Slots are never reused while the page is open, so a slot can stand
 * for a mark in the interval index and in the painted text.
 */
import { grown, Names } from "./columns";
import { IntervalIndex } from "./interval_index";
import type { TextIndex } from "./text_index";

export type Fragment = readonly [start: number, end: number];

export const LAYERS = ["person", "gold", "machine"] as const;
export type LayerCode = 0 | 1 | 2;

/** A member, a program, or a name that came with an import and may speak for a member. */
export interface MarkAuthor {
  readonly id: string;
  readonly name: string;
  readonly speaks_for?: { readonly id: string; readonly name: string } | null;
}

/** What the server sends: see GET /documents/{id}/marks. */
export interface MarkColumns {
  readonly revision: string;
  readonly event: number;
  readonly labels: readonly string[];
  readonly authors: readonly MarkAuthor[];
  readonly ids: readonly string[];
  readonly label: readonly number[];
  readonly author: readonly number[];
  readonly layer: readonly number[];
  readonly version: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly more?: Readonly<Record<string, readonly Fragment[]>>;
  readonly notes?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, Attributes>>;
}

export type Attributes = Readonly<Record<string, unknown>>;

export interface Mark {
  readonly id: string;
  readonly label: string;
  readonly author: string;
  readonly layer: LayerCode;
  readonly version: number;
  readonly fragments: readonly Fragment[];
  readonly note: string;
  /** Left out where there are none. */
  readonly attributes?: Attributes;
}

export class MarkStore {
  readonly labels = new Names();
  readonly authors = new Names();
  readonly authorNames = new Map<string, string>();
  readonly #speaksFor = new Map<string, string>();
  readonly index: IntervalIndex;
  readonly #text: TextIndex;
  readonly #slots = new Map<string, number>();
  #ids: string[] = [];
  #label = new Int32Array(64);
  #author = new Int32Array(64);
  #layer = new Int32Array(64);
  #version = new Int32Array(64);
  #start = new Int32Array(64);
  #end = new Int32Array(64);
  #present = new Int32Array(64);
  readonly #more = new Map<number, readonly Fragment[]>();
  readonly #notes = new Map<number, string>();
  readonly #attributes = new Map<number, Attributes>();
  #size = 0;
  #order: Int32Array | null = null;

  constructor(text: TextIndex) {
    this.#text = text;
    this.index = new IntervalIndex(text);
  }

  static from(text: TextIndex, columns: MarkColumns): MarkStore {
    const store = new MarkStore(text);
    const labels = columns.labels.map((label) => store.labels.code(label));
    const authors = columns.authors.map((author) => {
      const member = author.speaks_for;
      store.authorNames.set(author.id, member ? `${member.name} (${author.name})` : author.name);
      if (member) store.#speaksFor.set(author.id, member.id);
      return store.authors.code(author.id);
    });
    store.#reserve(columns.ids.length);
    for (let row = 0; row < columns.ids.length; row++) {
      const slot = store.#allocate(columns.ids[row] as string);
      store.#label[slot] = labels[columns.label[row] as number] ?? 0;
      store.#author[slot] = authors[columns.author[row] as number] ?? 0;
      store.#layer[slot] = columns.layer[row] as number;
      store.#version[slot] = columns.version[row] as number;
      store.#start[slot] = columns.start[row] as number;
      store.#end[slot] = columns.end[row] as number;
      store.#present[slot] = 1;
      store.#size++;
      store.index.insert(slot, store.#start[slot]!, store.#end[slot]!);
    }
    for (const [row, fragments] of Object.entries(columns.more ?? {})) {
      store.#more.set(Number(row), fragments);
      for (const [start, end] of fragments) store.index.insert(Number(row), start, end);
    }
    for (const [row, note] of Object.entries(columns.notes ?? {})) store.#notes.set(Number(row), note);
    for (const [row, attributes] of Object.entries(columns.attributes ?? {})) store.#attributes.set(Number(row), attributes);
    return store;
  }

  #reserve(count: number): void {
    if (count <= this.#label.length) return;
    const size = Math.max(count + 64, this.#label.length * 2);
    this.#label = grown(this.#label, size);
    this.#author = grown(this.#author, size);
    this.#layer = grown(this.#layer, size);
    this.#version = grown(this.#version, size);
    this.#start = grown(this.#start, size);
    this.#end = grown(this.#end, size);
    this.#present = grown(this.#present, size);
  }

  #allocate(id: string): number {
    const slot = this.#ids.length;
    this.#reserve(slot + 1);
    this.#ids.push(id);
    this.#slots.set(id, slot);
    this.#order = null;
    return slot;
  }

  get size(): number {
    return this.#size;
  }

  slotOf(id: string): number | undefined {
    const slot = this.#slots.get(id);
    return slot !== undefined && this.#present[slot] ? slot : undefined;
  }

  has(slot: number): boolean {
    return this.#present[slot] === 1;
  }

  id(slot: number): string {
    return this.#ids[slot] ?? "";
  }

  label(slot: number): string {
    return this.labels.values[this.#label[slot] ?? -1] ?? "";
  }

  labelCode(slot: number): number {
    return this.#label[slot] ?? 0;
  }

  author(slot: number): string {
    return this.authors.values[this.#author[slot] ?? -1] ?? "";
  }

  /** Who stands behind the mark: the member that an imported name speaks for, else its author. */
  person(slot: number): string {
    return this.#speaksFor.get(this.author(slot)) ?? this.author(slot);
  }

  isBy(slot: number, participant: string): boolean {
    return this.author(slot) === participant || this.person(slot) === participant;
  }

  authorName(slot: number): string {
    return this.authorNames.get(this.author(slot)) ?? "";
  }

  layer(slot: number): LayerCode {
    return (this.#layer[slot] ?? 0) as LayerCode;
  }

  version(slot: number): number {
    return this.#version[slot] ?? 0;
  }

  setVersion(slot: number, version: number): void {
    this.#version[slot] = version;
  }

  start(slot: number): number {
    return this.#start[slot] ?? 0;
  }

  end(slot: number): number {
    return this.#end[slot] ?? 0;
  }

  note(slot: number): string {
    return this.#notes.get(slot) ?? "";
  }

  fragments(slot: number): readonly Fragment[] {
    const first: Fragment = [this.start(slot), this.end(slot)];
    const more = this.#more.get(slot);
    return more ? [first, ...more] : [first];
  }

  quote(slot: number): string {
    return this.fragments(slot)
      .map(([start, end]) => this.#text.slice(start, end))
      .join(" … ");
  }

  /** The names of all attributes, the most used first. */
  attributeNames(): string[] {
    const uses = new Map<string, number>();
    for (const attributes of this.#attributes.values()) {
      for (const name of Object.keys(attributes)) uses.set(name, (uses.get(name) ?? 0) + 1);
    }
    return [...uses.keys()].sort((a, b) => uses.get(b)! - uses.get(a)! || a.localeCompare(b));
  }

  mark(slot: number): Mark {
    const attributes = this.#attributes.get(slot);
    return {
      id: this.id(slot),
      label: this.label(slot),
      author: this.author(slot),
      layer: this.layer(slot),
      version: this.version(slot),
      fragments: this.fragments(slot),
      note: this.note(slot),
      ...(attributes && { attributes }),
    };
  }

  /** Adds a mark or replaces the one with its id. */
  put(mark: Mark): number {
    let slot = this.#slots.get(mark.id);
    if (slot === undefined) slot = this.#allocate(mark.id);
    else if (this.#present[slot]) this.#unindex(slot);
    const [first, ...rest] = mark.fragments;
    if (!first) throw new RangeError("A mark needs a fragment");
    if (!this.#present[slot]) this.#size++;
    this.#present[slot] = 1;
    this.#label[slot] = this.labels.code(mark.label);
    this.#author[slot] = this.authors.code(mark.author);
    this.#layer[slot] = mark.layer;
    this.#version[slot] = mark.version;
    this.#start[slot] = first[0];
    this.#end[slot] = first[1];
    if (rest.length) this.#more.set(slot, rest);
    else this.#more.delete(slot);
    if (mark.note) this.#notes.set(slot, mark.note);
    else this.#notes.delete(slot);
    if (mark.attributes) this.#attributes.set(slot, mark.attributes);
    else this.#attributes.delete(slot);
    for (const [start, end] of mark.fragments) this.index.insert(slot, start, end);
    this.#order = null;
    return slot;
  }

  remove(id: string): number | undefined {
    const slot = this.slotOf(id);
    if (slot === undefined) return undefined;
    this.#unindex(slot);
    this.#present[slot] = 0;
    this.#size--;
    this.#order = null;
    return slot;
  }

  #unindex(slot: number): void {
    for (const [start, end] of this.fragments(slot)) this.index.remove(slot, start, end);
  }

  /** Slots by where they begin, the longer first where they begin together. */
  inOrder(): Int32Array {
    if (this.#order) return this.#order;
    const slots = new Int32Array(this.#size);
    let count = 0;
    for (let slot = 0; slot < this.#ids.length; slot++) if (this.#present[slot]) slots[count++] = slot;
    slots.sort((a, b) => this.#start[a]! - this.#start[b]! || this.#end[b]! - this.#end[a]! || a - b);
    this.#order = slots;
    return slots;
  }

  /** Marks at one place, the shortest first: the one a click means. */
  at(offset: number): number[] {
    const found: number[] = [];
    this.index.query(offset, offset + 1, (slot) => {
      if (!found.includes(slot)) found.push(slot);
    });
    const extent = (slot: number): number => this.#end[slot]! - this.#start[slot]!;
    return found.sort((a, b) => extent(a) - extent(b) || b - a);
  }
}
