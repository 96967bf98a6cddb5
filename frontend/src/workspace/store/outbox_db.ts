/**
 * The outbox on disk: operations in IndexedDB, in the order they were made. Each method is one transaction. The version an
 * acknowledged change made is kept for a day: a change written in the same instant was made on top of it, and must say so.
 */
import type { Operation } from "./operations";

export interface OutboxStore {
  add(operation: Operation): Promise<void>;
  get(key: string): Promise<Operation | undefined>;
  all(participant: string): Promise<Operation[]>;
  /** Removes an acknowledged operation and, in the same transaction, moves on those that wait behind it. */
  acknowledge(operation: Operation, version: number): Promise<void>;
  replace(operations: readonly Operation[], removed?: readonly string[]): Promise<void>;
}

const NAME = "probata-outbox";
const STORE = "operations";
const VERSIONS = "versions";
const DAY = 86_400_000;

interface Version {
  readonly annotation: string;
  readonly version: number;
  readonly at: number;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(STORE, { keyPath: "key" });
      store.createIndex("annotation", "annotation");
      request.result.createObjectStore(VERSIONS, { keyPath: "annotation" }).createIndex("at", "at");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
    request.onblocked = () => reject(new Error("IndexedDB is blocked by another page"));
  });
}

export class DiskOutbox implements OutboxStore {
  readonly #database: IDBDatabase;

  private constructor(database: IDBDatabase) {
    this.#database = database;
  }

  static async open(): Promise<DiskOutbox> {
    const outbox = new DiskOutbox(await open());
    outbox.#forgetOldVersions().catch(() => undefined); // a tidy-up: it can wait for another day
    return outbox;
  }

  #write(change: (store: IDBObjectStore, versions: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction([STORE, VERSIONS], "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB"));
      change(transaction.objectStore(STORE), transaction.objectStore(VERSIONS));
    });
  }

  #forgetOldVersions(): Promise<void> {
    return this.#write((_, versions) => {
      const old = versions.index("at").openCursor(IDBKeyRange.upperBound(Date.now() - DAY));
      old.onsuccess = () => {
        old.result?.delete();
        old.result?.continue();
      };
    });
  }

  add(operation: Operation): Promise<void> {
    return this.#write((store, versions) => {
      const known = versions.get(operation.annotation) as IDBRequest<Version | undefined>;
      known.onsuccess = () => {
        store.put({ ...operation, base: Math.max(operation.base, known.result?.version ?? 0) } satisfies Operation);
      };
    });
  }

  get(key: string): Promise<Operation | undefined> {
    return new Promise((resolve, reject) => {
      const request = this.#database.transaction(STORE).objectStore(STORE).get(key) as IDBRequest<Operation | undefined>;
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
    });
  }

  all(participant: string): Promise<Operation[]> {
    return new Promise((resolve, reject) => {
      const request = this.#database.transaction(STORE).objectStore(STORE).getAll() as IDBRequest<Operation[]>;
      request.onsuccess = () => resolve(request.result.filter((operation) => operation.participant === participant));
      request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
    });
  }

  acknowledge(operation: Operation, version: number): Promise<void> {
    return this.#write((store, versions) => {
      store.delete(operation.key);
      versions.put({ annotation: operation.annotation, version, at: Date.now() } satisfies Version);
      const behind = store.index("annotation").openCursor(IDBKeyRange.only(operation.annotation));
      behind.onsuccess = () => {
        const cursor = behind.result;
        if (!cursor) return;
        const waiting = cursor.value as Operation;
        if (waiting.key > operation.key) cursor.update({ ...waiting, base: version } satisfies Operation);
        cursor.continue();
      };
    });
  }

  replace(operations: readonly Operation[], removed: readonly string[] = []): Promise<void> {
    return this.#write((store) => {
      for (const key of removed) store.delete(key);
      for (const operation of operations) store.put(operation);
    });
  }
}

/** Where the browser offers no disk (some private windows): the same, for as long as the page is open. */
export class MemoryOutbox implements OutboxStore {
  readonly #operations = new Map<string, Operation>();
  readonly #versions = new Map<string, number>();

  async add(operation: Operation): Promise<void> {
    const base = Math.max(operation.base, this.#versions.get(operation.annotation) ?? 0);
    this.#operations.set(operation.key, { ...operation, base });
  }

  async get(key: string): Promise<Operation | undefined> {
    return this.#operations.get(key);
  }

  async all(participant: string): Promise<Operation[]> {
    return [...this.#operations.values()]
      .filter((operation) => operation.participant === participant)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async acknowledge(operation: Operation, version: number): Promise<void> {
    this.#operations.delete(operation.key);
    this.#versions.set(operation.annotation, version);
    for (const waiting of this.#operations.values()) {
      if (waiting.annotation === operation.annotation && waiting.key > operation.key) {
        this.#operations.set(waiting.key, { ...waiting, base: version });
      }
    }
  }

  async replace(operations: readonly Operation[], removed: readonly string[] = []): Promise<void> {
    for (const key of removed) this.#operations.delete(key);
    for (const operation of operations) this.#operations.set(operation.key, operation);
  }
}
