/**
 * Who else reads the document now, as far as the server tells: others' names and places come with each sign of life of one's
 * own, and between those with the live feed. A page that nobody looks at is nobody who reads.
 */
import { Refused, type Api } from "./api";
import { Emitter } from "./emitter";

export interface Reader {
  readonly document: string;
  readonly participant: { readonly id: string; readonly name: string };
  /** The code point at the top of what they read; null where they have just left. */
  readonly start: number | null;
}

/** The server forgets whoever is silent for thirty seconds. */
const SIGN_OF_LIFE = 10_000;
/** While somebody scrolls, others hear of it this often. */
const MOVED = 2_000;

export class Company extends Emitter<{ changed: undefined }> {
  readonly #readers = new Map<string, Reader>();
  #beat: ReturnType<typeof setTimeout> | undefined;
  #moved: ReturnType<typeof setTimeout> | undefined;
  #told = -1;

  constructor(
    readonly api: Api,
    readonly document: string,
    readonly place: () => number,
    readonly seen: () => boolean = () => globalThis.document.visibilityState === "visible",
  ) {
    super();
  }

  get readers(): Reader[] {
    return [...this.#readers.values()].sort((one, other) => one.participant.name.localeCompare(other.participant.name));
  }

  get #path(): string {
    return `/documents/${this.document}/presence`;
  }

  open(): void {
    globalThis.document.addEventListener("visibilitychange", () => this.#seenOrNot());
    addEventListener("pagehide", () => this.#leave());
    addEventListener("pageshow", () => this.#seenOrNot());
    this.#seenOrNot();
  }

  /** The reader has scrolled. */
  moved(): void {
    this.#moved ??= setTimeout(() => {
      this.#moved = undefined;
      if (this.place() !== this.#told) void this.renew();
    }, MOVED);
  }

  #seenOrNot(): void {
    if (this.seen()) void this.renew();
    else this.#leave();
  }

  #leave(): void {
    clearTimeout(this.#beat);
    this.#told = -1;
    this.api.send({ method: "DELETE", path: this.#path, keepalive: true }).catch(() => undefined);
  }

  /** Gives a sign of life, and learns who else is there; without an answer nobody is. */
  async renew(): Promise<void> {
    if (!this.seen()) return;
    clearTimeout(this.#beat);
    this.#beat = setTimeout(() => void this.renew(), SIGN_OF_LIFE);
    const start = (this.#told = this.place());
    const asked = this.api.send<{ results: readonly Reader[] }>({ method: "PUT", path: this.#path, body: { start } });
    const { results } = await asked.catch((error: unknown) => {
      if (error instanceof Refused && (error.status === 403 || error.status === 404)) clearTimeout(this.#beat); // access is lost
      return { results: [] };
    });
    this.#readers.clear();
    for (const reader of results) this.#readers.set(reader.participant.id, reader);
    this.emit("changed", undefined);
  }

  /** What the live feed says of one reader. */
  heard(reader: Reader): void {
    if (reader.document !== this.document) return;
    if (reader.start === null) this.#readers.delete(reader.participant.id);
    else this.#readers.set(reader.participant.id, reader);
    this.emit("changed", undefined);
  }
}
