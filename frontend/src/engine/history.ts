/**
 * Undo and redo without limit. An entry holds a mark before and after one action of this person (null: not there); undoing
 * is a new action forward that brings the earlier state back, never a removal from the record.
 */
import type { Mark } from "./marks";

export interface Entry {
  readonly title: string;
  readonly id: string;
  readonly before: Mark | null;
  readonly after: Mark | null;
}

/** What one key press did: often one entry, many where an action touched many marks. */
export type Step = readonly Entry[];

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
    return [...step].reverse().map(({ title, id, before, after }) => ({ title, id, before: after, after: before }));
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
