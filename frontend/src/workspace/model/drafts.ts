/**
 * Words that are typed and not sent yet: notes, comments, the statement of a claim. They are kept in this browser with every
 * key, for one person and one document, so that a closed page or a crash takes none of them along.
 */
const DAYS_KEPT = 30;
const DAY = 86_400_000;
const PREFIX = "probata.draft:";

interface Kept {
  readonly text: string;
  readonly at: number;
}

export class Drafts {
  readonly #place: string;
  /** Where the browser keeps nothing: for as long as the page is open. */
  readonly #here = new Map<string, string>();

  constructor(participant: string, document: string) {
    this.#place = `${PREFIX}${participant}:${document}:`;
    forgetOld();
  }

  get(name: string): string | undefined {
    return this.#here.get(name) ?? read(this.#place + name)?.text;
  }

  set(name: string, text: string): void {
    if (text === "") return this.delete(name);
    this.#here.set(name, text);
    try {
      localStorage.setItem(this.#place + name, JSON.stringify({ text, at: Date.now() } satisfies Kept));
    } catch {
      // Full or forbidden: it is kept while the page is open.
    }
  }

  delete(name: string): void {
    this.#here.delete(name);
    try {
      localStorage.removeItem(this.#place + name);
    } catch {
      // Nothing was kept there either.
    }
  }
}

function read(key: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

function forgetOld(): void {
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      if ((read(key)?.at ?? 0) < Date.now() - DAYS_KEPT * DAY) localStorage.removeItem(key);
    }
  } catch {
    // A tidy-up: it can wait.
  }
}
