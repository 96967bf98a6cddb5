/**
 * Undo and redo without limit. An entry holds a mark, or a relation of two, before and after one action of this person (null:
 * not there); undoing is a new action forward that brings the earlier state back, never a removal from the record.
 */
import type { Link } from "./links";
import type { Mark } from "./marks";

interface Change<T> {
  readonly title: string;
  readonly id: string;
  readonly before: T | null;
  readonly after: T | null;
}

export type MarkEntry = Change<Mark> & { readonly of?: "mark" };
export type LinkEntry = Change<Link> & { readonly of: "relation" };
export type Entry = MarkEntry | LinkEntry;

/** What one key press did: often one entry, many where an action touched many marks. */
export type Step = readonly Entry[];

function reversed(entry: Entry): Entry {
  return entry.of === "relation"
    ? { ...entry, before: entry.after, after: entry.before }
    : { ...entry, before: entry.after, after: entry.before };
}

export class History {
  readonly #done: Step[] = [];
  readonly #undone: Step[] = [];

  record(step: Step): void {
    if (step.length === 0) return;
    this.#done.push(step);
    this.#undone.length = 0;
  }

  /** The states to bring back, last change first; the caller applies them. */
  undo(): Step | null {
    const step = this.#done.pop();
    if (!step) return null;
    this.#undone.push(step);
    return [...step].reverse().map(reversed);
  }

  redo(): Step | null {
    const step = this.#undone.pop();
    if (!step) return null;
    this.#done.push(step);
    return step;
  }

  get canUndo(): string | null {
    return this.#done.at(-1)?.[0]?.title ?? null;
  }

  get canRedo(): string | null {
    return this.#undone.at(-1)?.[0]?.title ?? null;
  }

  clear(): void {
    this.#done.length = 0;
    this.#undone.length = 0;
  }
}
