/**
 * Sends the outbox. One page per browser and person sends at a time (a lock says which); the others write to the outbox and
 * hear of the outcome through a channel. Operations leave in order; one that is refused holds back only its own mark.
 */
import { Refused, type Annotation, type Api } from "../model/api";
import { isAboutMarks, needs, partsOf, requestOf, versionAfter, type Operation } from "./operations";
import type { OutboxStore } from "./outbox_db";

export type Trouble = "none" | "offline" | "session";

export interface Outcome {
  readonly operation: Operation;
  /** The marks that the server answered, one for each part of the operation; a deletion answers none. */
  readonly annotations: readonly (Annotation | undefined)[];
  /** What the server answered, where it was no mark. */
  readonly answer?: unknown;
  readonly versions: ReadonlyMap<string, number>;
}

export interface SenderEvents {
  acknowledged(outcome: Outcome): void;
  refused(operation: Operation): void;
  trouble(trouble: Trouble): void;
  busy(busy: boolean): void;
  /** Called on 401, and on a 403 that a stale token explains: true where the session is good (again). */
  renewSession(): Promise<boolean>;
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;

/** Doubling, with a quarter of chance so that many browsers do not come back at once. */
export function pauseAfter(attempt: number, chance: number = Math.random()): number {
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempt, 20));
  return pause * (0.75 + 0.5 * chance);
}

/** The operations that may leave now: in order, none behind one that waits for a decision. */
export function ready(operations: readonly Operation[]): Operation[] {
  const held = new Set<string>();
  const free: Operation[] = [];
  for (const operation of operations) {
    const touched = needs(operation);
    if (operation.state === "waiting" && !touched.some((id) => held.has(id))) free.push(operation);
    else for (const id of touched) held.add(id);
  }
  return free;
}

export class Sender {
  #stopped = false;
  #attempt = 0;
  #wake: (() => void) | null = null;
  #knocked = false;
  readonly #abort = new AbortController();

  constructor(
    readonly participant: string,
    readonly store: OutboxStore,
    readonly api: Api,
    readonly events: SenderEvents,
  ) {
    const again = { signal: this.#abort.signal };
    addEventListener("online", () => this.retryNow(), again);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.retryNow(), again);
  }

  start(): void {
    const run = (): Promise<void> => this.#run();
    if (navigator.locks) {
      navigator.locks
        .request(`probata-outbox:${this.participant}`, { signal: this.#abort.signal }, run)
        .catch((error: unknown) => {
          if (!this.#stopped) throw error;
        });
    } else void run();
  }

  stop(): void {
    this.#stopped = true;
    this.#abort.abort();
    this.knock();
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** There is something new to send. */
  knock(): void {
    this.#knocked = true;
    this.#wake?.();
  }

  retryNow(): void {
    this.#attempt = 0;
    this.knock();
  }

  async #sleep(milliseconds: number | null): Promise<void> {
    if (this.#knocked || this.#stopped) {
      this.#knocked = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = milliseconds === null ? undefined : setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
    this.#knocked = false;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const batch = ready(await this.store.all(this.participant));
      if (batch.length === 0) {
        this.events.busy(false);
        await this.#sleep(null);
        continue;
      }
      this.events.busy(true);
      const pause = await this.#sendAll(batch);
      if (pause === null) continue;
      this.events.busy(false);
      await this.#sleep(pause);
    }
  }

  /** Each is read again before it leaves: an acknowledgement may have moved its version on, a decision removed it. */
  async #sendAll(batch: readonly Operation[]): Promise<number | null> {
    const held = new Set<string>();
    for (const waiting of batch) {
      const { key } = waiting;
      const touched = needs(waiting);
      const hold = (): void => touched.forEach((id) => held.add(id));
      if (this.#stopped) return null;
      if (touched.some((id) => held.has(id))) {
        hold();
        continue;
      }
      const operation = await this.store.get(key);
      if (operation?.state !== "waiting") continue;
      const pause = await this.#send(operation);
      if (pause !== null) return pause;
      if ((await this.store.get(key)) !== undefined) hold();
    }
    return null;
  }

  /** Null: go on at once. A number: the server is not to be had, try again after so long. */
  async #send(operation: Operation): Promise<number | null> {
    try {
      await this.#settled(operation, await this.api.send<unknown>(requestOf(operation)));
      return null;
    } catch (error) {
      if (!(error instanceof Refused)) return this.#unreachable(null);
      return this.#refused(operation, error);
    }
  }

  async #settled(operation: Operation, answer: unknown): Promise<void> {
    const answers = (operation.steps ? answer : [answer]) as readonly (Annotation | undefined)[];
    const parts = partsOf(operation);
    const versions = new Map(parts.map((part, at) => [part.annotation, versionAfter(part, answers[at])]));
    await this.store.acknowledge(operation, versions);
    this.#attempt = 0;
    this.events.trouble("none");
    if (isAboutMarks(operation)) {
      const annotations = parts.map(({ kind }, at) => (kind === "delete" ? undefined : answers[at]));
      this.events.acknowledged({ operation, annotations, versions });
    } else this.events.acknowledged({ operation, annotations: [], answer, versions });
  }

  #unreachable(retryAfter: number | null): number {
    this.events.trouble("offline");
    return Math.max(pauseAfter(this.#attempt++), retryAfter ?? 0);
  }

  async #refused(operation: Operation, refusal: Refused): Promise<number | null> {
    const { status } = refusal;
    if (status >= 500 || status === 408 || status === 425 || status === 429) return this.#unreachable(refusal.retryAfter);
    const staleToken = status === 403 && /csrf/i.test(refusal.message);
    if (status === 401 || staleToken) {
      if (await this.#renewed()) {
        if (this.#attempt++ < 2) return null;
        return pauseAfter(this.#attempt);
      }
      this.events.trouble("session");
      return Math.max(5_000, pauseAfter(this.#attempt++));
    }
    const deletes = ["delete", "comment.delete", "relation.delete"].includes(operation.kind);
    if (deletes && (status === 404 || status === 410)) {
      await this.#settled(operation, undefined); // what was wanted is so already
      return null;
    }
    const state = status === 409 && refusal.problem.current && isAboutMarks(operation) && !operation.steps ? "conflict" : "failed";
    const held: Operation = { ...operation, state, problem: refusal.problem };
    await this.store.replace([held]);
    this.#attempt = 0;
    this.events.trouble("none");
    this.events.refused(held);
    return null;
  }

  async #renewed(): Promise<boolean> {
    try {
      return await this.events.renewSession();
    } catch {
      return false;
    }
  }
}
