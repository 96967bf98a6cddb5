/**
 * The live feed of a project: server-sent events, resumed from the last number seen. The browser reconnects by itself after
 * a lost line; where the server refused (a restart, an expired session) a new connection is tried with growing pauses.
 */
import type { Reader } from "../model/company";
import { pauseAfter } from "./sender";

export interface ChangeEvent {
  readonly number: number;
  readonly kind: string;
  readonly at: string;
  readonly actor: { readonly id: string; readonly name: string } | null;
  readonly document: string | null;
  readonly subject: string | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

export type Pace = "prompt" | "late" | "broken";

export interface FeedEvents {
  change(event: ChangeEvent): void;
  /** What this person may see of a document (null: of everything) has changed: fetch it again. */
  reset(document: string | null): void;
  /** Somebody else reads somewhere, or has left. */
  presence(reader: Reader): void;
  /** Changes come at once; late, because the server cannot be told of them; or not, because the line is broken. */
  pace(pace: Pace): void;
  /** The server answered and gave no feed: why, the browser does not say. */
  refused(): void;
  /** Access is lost. */
  ended(): void;
}

export class LiveFeed {
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #closed = false;

  constructor(
    readonly path: string,
    private last: number,
    readonly events: FeedEvents,
  ) {}

  open(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource(`${this.path}?after=${this.last}`);
    this.#source = source;
    source.onopen = () => {
      this.#attempt = 0;
      this.events.pace("prompt");
    };
    source.addEventListener("pace", (message: MessageEvent<string>) => {
      const { prompt } = JSON.parse(message.data) as { prompt: boolean };
      this.events.pace(prompt ? "prompt" : "late");
    });
    source.addEventListener("change", (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as ChangeEvent;
      if (event.number > this.last) this.last = event.number;
      this.events.change(event);
    });
    source.addEventListener("reset", (message: MessageEvent<string>) => {
      const { subject } = JSON.parse(message.data) as { subject: string | null };
      this.events.reset(subject);
    });
    source.addEventListener("presence", (message: MessageEvent<string>) =>
      this.events.presence(JSON.parse(message.data) as Reader),
    );
    source.addEventListener("end", () => {
      this.close();
      this.events.ended();
    });
    source.onerror = () => {
      if (this.#closed) return;
      this.events.pace("broken");
      if (source.readyState !== EventSource.CLOSED) return;
      this.events.refused();
      this.#timer = setTimeout(() => this.open(), pauseAfter(this.#attempt++));
    };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#source?.close();
  }
}
