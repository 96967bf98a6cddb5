/**
 * The outbox on disk: operations in IndexedDB, in the order they were made. Each method is one transaction. The version an
 * acknowledged change made is kept for a day: a change written in the same instant was made on top of it, and must say so.
 */
import { rebased, SEVERAL, touchedBy, type Operation } from "./operations";

export interface OutboxStore {
  add(operation: Operation): Promise<void>;
  get(key: string): Promise<Operation | undefined>;
  all(participant: string): Promise<Operation[]>;
  /** Removes an acknowledged operation and, in the same transaction, moves on those that wait behind it. */
  acknowledge(operation: Operation, versions: ReadonlyMap<string, number>): Promise<void>;
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
      const known = new Map<string, number>();
      const touched = touchedBy(operation);
      touched.forEach((annotation, at) => {
        const request = versions.get(annotation) as IDBRequest<Version | undefined>;
        request.onsuccess = () => {
          if (request.result) known.set(annotation, request.result.version);
          if (at === touched.length - 1) store.put(rebased(operation, known, true));
        };
      });
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

  acknowledge(operation: Operation, made: ReadonlyMap<string, number>): Promise<void> {
    return this.#write((store, versions) => {
      store.delete(operation.key);
      for (const [annotation, version] of made) versions.put({ annotation, version, at: Date.now() } satisfies Version);
      for (const name of [...made.keys(), SEVERAL]) {
        const behind = store.index("annotation").openCursor(IDBKeyRange.only(name));
        behind.onsuccess = () => {
          const cursor = behind.result;
          if (!cursor) return;
          const waiting = cursor.value as Operation;
          if (waiting.key > operation.key) cursor.update(rebased(waiting, made));
          cursor.continue();
        };
      }
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
    this.#operations.set(operation.key, rebased(operation, this.#versions, true));
  }

  async get(key: string): Promise<Operation | undefined> {
    return this.#operations.get(key);
  }

  async all(participant: string): Promise<Operation[]> {
    return [...this.#operations.values()]
      .filter((operation) => operation.participant === participant)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async acknowledge(operation: Operation, made: ReadonlyMap<string, number>): Promise<void> {
    this.#operations.delete(operation.key);
    for (const [annotation, version] of made) this.#versions.set(annotation, version);
    for (const waiting of this.#operations.values()) {
      if (waiting.key > operation.key) this.#operations.set(waiting.key, rebased(waiting, made));
    }
  }

  async replace(operations: readonly Operation[], removed: readonly string[] = []): Promise<void> {
    for (const key of removed) this.#operations.delete(key);
    for (const operation of operations) this.#operations.set(operation.key, operation);
  }
}
