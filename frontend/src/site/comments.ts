/**
 * A thread on a page follows the live feed: what others say appears where it stands, and an open editor is left alone until it
 * is closed. The feed is held only while the page is looked at.
 */
import htmx from "htmx.org";

const ABOUT = /^(comment|thread)\./;

interface Change {
  readonly number: number;
  readonly kind: string;
  readonly subject: string | null;
}

class LiveThread {
  readonly #section: HTMLElement;
  readonly #subject: string;
  #source: EventSource | null = null;
  #last: number;
  #stale = false;

  constructor(section: HTMLElement) {
    this.#section = section;
    this.#subject = section.dataset["liveComments"] ?? "";
    this.#last = Number(section.dataset["last"]);
    document.addEventListener("visibilitychange", () => this.#follow());
    section.addEventListener("toggle", () => this.#refresh(), { capture: true });
    this.#follow();
  }

  #follow(): void {
    if (document.visibilityState !== "visible") {
      this.#source?.close();
      this.#source = null;
    } else if (!this.#source) {
      const source = new EventSource(`/api/v1/projects/${this.#section.dataset["project"] ?? ""}/stream?after=${this.#last}`);
      source.addEventListener("change", (message: MessageEvent<string>) => this.#heard(JSON.parse(message.data) as Change));
      source.addEventListener("end", () => source.close());
      this.#source = source;
    }
  }

  #heard({ number, kind, subject }: Change): void {
    this.#last = Math.max(this.#last, number);
    if (!ABOUT.test(kind) || subject !== this.#subject) return;
    this.#stale = true;
    this.#refresh();
  }

  #refresh(): void {
    if (!this.#stale || this.#section.querySelector("details[data-editor][open]")) return;
    this.#stale = false;
    void htmx.ajax("get", location.pathname + location.search, { target: "#said", select: "#said", swap: "outerHTML" } as never);
  }
}

export function startComments(): void {
  for (const section of document.querySelectorAll<HTMLElement>("[data-live-comments]")) new LiveThread(section);
}
