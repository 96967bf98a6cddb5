/**
 * The outbox on disk, with a place beside it for what the disk does not take: a full disk or an aborted write loses no change.
 * What lies beside is kept for as long as the page is open, and `spilled` says that there was any.
 */
import type { Operation } from "./operations";
import { MemoryOutbox, type OutboxStore } from "./outbox_db";

export class SpillingOutbox implements OutboxStore {
  readonly #disk: OutboxStore;
  readonly #beside = new MemoryOutbox();
  /** Sent or given up, though the disk could not be told. */
  readonly #gone = new Set<string>();
  #spilled = false;

  constructor(disk: OutboxStore) {
    this.#disk = disk;
  }

  get spilled(): boolean {
    return this.#spilled;
  }

  async add(operation: Operation): Promise<void> {
    try {
      await this.#disk.add(operation);
    } catch {
      this.#spilled = true;
      await this.#beside.add(operation);
    }
  }

  async get(key: string): Promise<Operation | undefined> {
    if (this.#gone.has(key)) return undefined;
    return (await this.#beside.get(key)) ?? (await this.#disk.get(key).catch(() => undefined));
  }

  async all(participant: string): Promise<Operation[]> {
    const beside = await this.#beside.all(participant);
    const keys = new Set([...beside.map(({ key }) => key), ...this.#gone]);
    const stored = (await this.#disk.all(participant).catch(() => [])).filter(({ key }) => !keys.has(key));
    return [...stored, ...beside].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async acknowledge(operation: Operation, versions: ReadonlyMap<string, number>): Promise<void> {
    await this.#beside.acknowledge(operation, versions);
    try {
      await this.#disk.acknowledge(operation, versions);
    } catch {
      this.#gone.add(operation.key);
    }
  }

  async replace(operations: readonly Operation[], removed: readonly string[] = []): Promise<void> {
    await this.#beside.replace([], [...removed, ...operations.map(({ key }) => key)]);
    try {
      await this.#disk.replace(operations, removed);
    } catch {
      this.#spilled = true;
      removed.forEach((key) => this.#gone.add(key));
      await this.#beside.replace(operations);
    }
  }
}
