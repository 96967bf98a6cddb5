/**
 * The outbox as the workspace sees it: put a change in, and it arrives once, whatever happens to the network, the session
 * or this page. `state` is the one answer to "is my work saved?".
 */
import type { Annotation, Api } from "../model/api";
import { uuid7 } from "../model/uuid7";
import { againstNow, needs, rebased, touchedBy, type Operation } from "./operations";
import { DiskOutbox, MemoryOutbox, type OutboxStore } from "./outbox_db";
import { SpillingOutbox } from "./spilling_outbox";
import { Sender, type Outcome, type Trouble } from "./sender";

export interface SaveState {
  readonly unsaved: number;
  readonly sending: boolean;
  readonly trouble: Trouble;
  readonly conflicts: readonly Operation[];
  readonly failures: readonly Operation[];
  /** False where the browser keeps nothing on disk: work is then lost with the page. */
  readonly durable: boolean;
}

type Message =
  | { readonly type: "added"; readonly operations: readonly Operation[] }
  | { readonly type: "acknowledged"; readonly outcome: Outcome }
  | { readonly type: "changed" }
  | { readonly type: "trouble"; readonly trouble: Trouble };

export interface OutboxEvents {
  /** Another page of this person made a change. */
  added(operation: Operation): void;
  acknowledged(outcome: Outcome): void;
  conflict(operation: Operation): void;
  stateChanged(state: SaveState): void;
}

/** The store and what waits in it, read while the text is still on its way. */
export interface OpenStore {
  readonly store: OutboxStore;
  readonly durable: boolean;
  readonly operations: readonly Operation[];
}

export async function openStore(participant: string): Promise<OpenStore> {
  try {
    const store = new SpillingOutbox(await DiskOutbox.open());
    return { store, durable: true, operations: await store.all(participant) };
  } catch {
    return { store: new MemoryOutbox(), durable: false, operations: [] };
  }
}

export class Outbox {
  readonly store: OutboxStore;
  readonly #durable: boolean;
  readonly #sender: Sender;
  readonly #channel: BroadcastChannel;
  #operations: Operation[] = [];
  #sending = false;
  #trouble: Trouble = "none";
  /** Made here, not yet on disk. */
  readonly #writing = new Map<string, Operation>();

  constructor(
    { store, durable, operations }: OpenStore,
    readonly participant: string,
    api: Api,
    readonly events: OutboxEvents,
    renewSession: () => Promise<boolean>,
  ) {
    this.store = store;
    this.#durable = durable;
    this.#operations = [...operations];
    this.#channel = new BroadcastChannel(`probata-outbox:${participant}`);
    this.#channel.onmessage = (event: MessageEvent<Message>) => void this.#heard(event.data);
    this.#sender = new Sender(participant, store, api, {
      acknowledged: (outcome) => {
        this.#tell({ type: "acknowledged", outcome });
        this.#acknowledged(outcome);
      },
      refused: (operation) => {
        this.#operations = this.#operations.map((waiting) => (waiting.key === operation.key ? operation : waiting));
        this.#tell({ type: "changed" });
        this.#changed();
        if (operation.state === "conflict") this.events.conflict(operation);
      },
      trouble: (trouble) => {
        if (trouble !== this.#trouble) this.#tell({ type: "trouble", trouble });
        this.#setTrouble(trouble);
      },
      busy: (busy) => {
        this.#sending = busy;
        this.#changed();
      },
      renewSession,
    });
    addEventListener("beforeunload", (event) => {
      if (this.#writing.size > 0 || (!this.durable && this.#operations.length > 0)) event.preventDefault();
    });
  }

  start(): void {
    this.#sender.start();
    this.#changed();
  }

  /** Stops sending from this page; what waits stays on disk. */
  close(): void {
    this.#sender.stop();
    this.#channel.close();
  }

  /** Whether what waits outlives the page. */
  get durable(): boolean {
    return this.#durable && !(this.store instanceof SpillingOutbox && this.store.spilled);
  }

  get operations(): readonly Operation[] {
    return this.#operations;
  }

  pendingFor(annotation: string): boolean {
    return this.#operations.some((operation) => touchedBy(operation).includes(annotation));
  }

  get state(): SaveState {
    return {
      unsaved: this.#operations.length,
      sending: this.#sending,
      trouble: this.#trouble,
      conflicts: this.#operations.filter((operation) => operation.state === "conflict"),
      failures: this.#operations.filter((operation) => operation.state === "failed"),
      durable: this.durable,
    };
  }

  async add(draft: Omit<Operation, "key" | "participant" | "state">): Promise<void> {
    const operation: Operation = { ...draft, key: uuid7(), participant: this.participant, state: "waiting" };
    this.#operations.push(operation);
    this.#writing.set(operation.key, operation);
    this.#changed();
    try {
      await this.store.add(operation);
    } finally {
      this.#writing.delete(operation.key);
    }
    this.#changed();
    this.#tell({ type: "added", operations: [operation] });
    this.#sender.knock();
  }

  /** A decision about a change that was refused: send it (and what waits behind it) against another version. */
  async resend(operation: Operation, base: number): Promise<void> {
    await this.#sendAgain(operation, { ...operation, base });
  }

  /** Tries a change that was not accepted once more, against what the server said that it holds. */
  async tryAgain(operation: Operation): Promise<void> {
    const again = againstNow(operation);
    await (again ? this.#sendAgain(operation, again) : this.discard(operation));
  }

  async #sendAgain(operation: Operation, { problem: _problem, ...rest }: Operation): Promise<void> {
    const again: Operation = { ...rest, key: uuid7(), state: "waiting" };
    const behind = this.#behind(operation).map((waiting): Operation => ({ ...waiting, key: uuid7(), state: "waiting" }));
    const replaced = [operation, ...this.#behind(operation)].map(({ key }) => key);
    await this.store.replace([again, ...behind], replaced);
    await this.#reload();
    this.#sender.retryNow();
  }

  /** Gives up a refused change and what waits behind it. */
  async discard(operation: Operation): Promise<void> {
    await this.store.replace([], [operation, ...this.#behind(operation)].map(({ key }) => key));
    await this.#reload();
    this.#sender.retryNow();
  }

  retryNow(): void {
    this.#sender.retryNow();
  }

  /** Resolves when nothing of this document waits to be sent; changes that need a decision do not count. */
  async emptied(): Promise<void> {
    this.retryNow();
    while (this.#operations.some(({ state }) => state === "waiting")) {
      if (this.#trouble !== "none") throw new Error("The server cannot be reached");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  #behind(operation: Operation): Operation[] {
    const touched = new Set(touchedBy(operation));
    return this.#operations.filter((later) => later.key > operation.key && needs(later).some((id) => touched.has(id)));
  }

  async #read(): Promise<void> {
    const stored = await this.store.all(this.participant);
    const keys = new Set(stored.map(({ key }) => key));
    this.#operations = [...stored, ...[...this.#writing.values()].filter(({ key }) => !keys.has(key))];
  }

  async #reload(): Promise<void> {
    await this.#read();
    this.#tell({ type: "changed" });
    this.#changed();
  }

  #acknowledged(outcome: Outcome): void {
    const { key } = outcome.operation;
    this.#operations = this.#operations
      .filter((operation) => operation.key !== key)
      .map((operation) => rebased(operation, outcome.versions));
    this.events.acknowledged(outcome);
    this.#changed();
  }

  #setTrouble(trouble: Trouble): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#changed();
  }

  async #heard(message: Message): Promise<void> {
    if (message.type === "acknowledged") this.#acknowledged(message.outcome);
    else if (message.type === "trouble") this.#setTrouble(message.trouble);
    else {
      if (message.type === "added") for (const operation of message.operations) this.events.added(operation);
      await this.#read();
      this.#changed();
      this.#sender.knock();
    }
  }

  #tell(message: Message): void {
    if (!this.#sender.stopped) this.#channel.postMessage(message);
  }

  #changed(): void {
    this.events.stateChanged(this.state);
  }
}

/** What the server holds of a mark after a conflict, for the dialog that shows both versions. */
export function currentOf(operation: Operation): Annotation | null {
  return operation.problem?.current ?? null;
}
