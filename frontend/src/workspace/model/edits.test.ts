// @vitest-environment happy-dom
/**
 * Ten thousand edits against a model that is too simple to be wrong: marks as sets of characters in a list, undo as the list
 * before. Two hundred of them unless PROBATA_CAMPAIGN is set.
 */
import { afterEach, expect, it } from "vitest";
import { merge, split } from "./shaping";
import { closePages, kept, openPage, settle, shown, startOver, TEXT } from "./test_page";
import type { Workspace } from "./workspace";

const { env } = (globalThis as unknown as { process: { env: Record<string, string | undefined> } }).process;
const EDITS = env["PROBATA_CAMPAIGN"] ? 10_000 : 200;
const SEED = Number(env["PROBATA_SEED"] ?? Date.now() % 2 ** 31);
const SETTLE_EVERY = 20;
const RELOAD_EVERY = 50;
const MOST = 14;

interface Piece {
  readonly made: number;
  readonly label: string;
  readonly characters: readonly number[];
  readonly note: string;
}

type State = readonly Piece[];

const isBlank = (at: number): boolean => /\s/.test(TEXT[at]!);
const isWord = (at: number): boolean => /[A-Za-z0-9]/.test(TEXT[at]!);
const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);

function runs(characters: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const at of [...characters].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === at) last[1] = at + 1;
    else found.push([at, at + 1]);
  }
  return found;
}

const first = ({ characters }: Piece): [number, number] => runs(characters)[0]!;
const inOrder = (a: Piece, b: Piece): number => first(a)[0] - first(b)[0] || first(b)[1] - first(a)[1] || a.made - b.made;

/** The characters on one side of a cut, without the white space beside it. */
function sideOf(characters: readonly number[], cut: number, after: boolean): number[] {
  const side = new Set(characters.filter((at) => at >= cut === after));
  const step = after ? 1 : -1;
  for (let at = after ? cut : cut - 1; side.has(at) && isBlank(at); at += step) side.delete(at);
  return [...side].sort((a, b) => a - b);
}

function splitOf({ characters }: Piece, cut: number): readonly [number[], number[]] | null {
  const isInside = characters.includes(cut) && characters.includes(cut - 1);
  const side = (after: boolean): number[] =>
    isInside ? sideOf(characters, cut, after) : characters.filter((at) => at >= cut === after);
  const [before, rest] = [side(false), side(true)];
  return before.length && rest.length ? [before, rest] : null;
}

/** All the characters, and those between two neighbours that no word stands between. */
function unitedOf(pieces: readonly Piece[]): number[] {
  const all = [...new Set(pieces.flatMap(({ characters }) => characters))].sort((a, b) => a - b);
  const between = all.slice(1).flatMap((at, index) => {
    const gap = range(all[index]! + 1, at);
    return gap.some(isWord) ? [] : gap;
  });
  return [...all, ...between].sort((a, b) => a - b);
}

class Model {
  state: State = [];
  #done: State[] = [];
  #undone: State[] = [];
  #made = 0;

  #change(next: State): void {
    this.#done.push(this.state);
    this.#undone = [];
    this.state = next;
  }

  #replace(piece: Piece, change: Partial<Piece>): void {
    if (JSON.stringify({ ...piece, ...change }) === JSON.stringify(piece)) return;
    this.#change(this.state.map((one) => (one === piece ? { ...piece, ...change } : one)));
  }

  make(label: string, from: number, to: number): void {
    this.#change([...this.state, { made: this.#made++, label, characters: range(from, to), note: "" }]);
  }

  move(piece: Piece, from: number, to: number): void {
    this.#replace(piece, { characters: range(from, to) });
  }

  relabel(piece: Piece, label: string): void {
    this.#replace(piece, { label });
  }

  write(piece: Piece, note: string): void {
    this.#replace(piece, { note });
  }

  remove(piece: Piece): void {
    this.#change(this.state.filter((one) => one !== piece));
  }

  split(piece: Piece, [before, after]: readonly [number[], number[]]): void {
    const rest = this.state.map((one) => (one === piece ? { ...piece, characters: before } : one));
    this.#change([...rest, { ...piece, made: this.#made++, characters: after }]);
  }

  merge(from: number, to: number): void {
    const met = this.state.filter(({ characters }) => characters.some((at) => at >= from && at < to)).sort(inOrder);
    const [kept_, ...others] = met;
    if (!kept_ || others.length === 0 || others.some(({ label }) => label !== kept_.label)) return;
    const note = [...new Set(met.map((piece) => piece.note).filter(Boolean))].join("\n");
    const whole = { ...kept_, note, characters: unitedOf(met) };
    this.#change(this.state.filter((one) => !others.includes(one)).map((one) => (one === kept_ ? whole : one)));
  }

  undo(): void {
    const before = this.#done.pop();
    if (!before) return;
    this.#undone.push(this.state);
    this.state = before;
  }

  redo(): void {
    const after = this.#undone.pop();
    if (!after) return;
    this.#done.push(this.state);
    this.state = after;
  }

  /** A page that is opened anew knows of no undo, and numbers the marks as the server lists them. */
  forget(): void {
    this.#done = [];
    this.#undone = [];
  }

  get marks(): string[] {
    return this.state.map(({ label, note, characters }) => said(label, note, runs(characters))).sort();
  }
}

function said(label: string, note: string, fragments: readonly (readonly [number, number])[]): string {
  return JSON.stringify([label, fragments, note.split("\n").sort()]);
}

function marksOf(rows: readonly unknown[]): string[] {
  const marks = rows as readonly { label: string; note: string; fragments: readonly (readonly [number, number])[] }[];
  return marks.map(({ label, note, fragments }) => said(label, note, fragments)).sort();
}

function chances(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 8) / 2 ** 24) * below);
  };
}

/** The slot of a mark that says what the piece says. */
function slotOf(page: Workspace, { label, note, characters }: Piece): number {
  const wanted = said(label, note, runs(characters));
  const found = [...page.marks.inOrder()].find((slot) => said(page.marks.label(slot), page.marks.note(slot), page.marks.fragments(slot)) === wanted);
  if (found === undefined) throw new Error(`no mark ${wanted}`);
  return found;
}

function edit(page: Workspace, model: Model, chance: (below: number) => number): string {
  const piece = model.state[chance(model.state.length)];
  const kind = ["make", "make", "move", "relabel", "write", "split", "split", "merge", "merge", "delete", "undo", "undo", "redo"][chance(13)]!;
  const from = chance(TEXT.length - 1);
  const to = Math.min(TEXT.length, from + 1 + chance(24));
  const label = "abc"[chance(3)]!;
  if (kind === "undo") {
    page.undo();
    model.undo();
  } else if (kind === "redo") {
    page.redo();
    model.redo();
  } else if (kind === "merge") {
    merge(page, [from, to]);
    model.merge(from, to);
  } else if (kind === "make" && model.state.length < MOST) {
    page.create(label, from, to);
    model.make(label, from, to);
  } else if (!piece) return "nothing";
  else if (kind === "split") {
    const cut = piece.characters[chance(piece.characters.length)]!;
    const parts = splitOf(piece, cut);
    if (!parts) return "nothing";
    page.select(slotOf(page, piece));
    split(page, [cut, cut]);
    model.split(piece, parts);
  } else {
    const slot = slotOf(page, piece);
    if (kind === "move") {
      page.moveTo(slot, [[from, to]]);
      model.move(piece, from, to);
    } else if (kind === "relabel") {
      page.relabel(slot, label);
      model.relabel(piece, label);
    } else if (kind === "write") {
      page.setNote(slot, `note ${from}`);
      model.write(piece, `note ${from}`);
    } else {
      page.remove(slot);
      model.remove(piece);
    }
  }
  return kind;
}

afterEach(closePages);

it(`${EDITS.toLocaleString("en")} random edits leave what a simple model has, on the page, on the server and after a reload`, async () => {
  startOver();
  const chance = chances(SEED);
  const model = new Model();
  let page = await openPage();
  const trail: string[] = [];
  const where = (): string => `seed ${SEED}, after ${trail.slice(-6).join(", ")}`;
  for (let number = 1; number <= EDITS; number++) {
    trail.push(edit(page, model, chance));
    expect(marksOf(shown(page)), where()).toEqual(model.marks);
    if (number % SETTLE_EVERY === 0) {
      await settle(page);
      expect([...page.save.failures, ...page.save.conflicts], where()).toEqual([]);
      expect(marksOf(kept()), where()).toEqual(model.marks);
    }
    if (number % RELOAD_EVERY === 0) {
      page.outbox.close();
      page = await openPage();
      model.forget();
      expect(marksOf(shown(page)), where()).toEqual(model.marks);
    }
  }
}, 600_000);
