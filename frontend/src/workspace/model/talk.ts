/**
 * What is said about the open document and its marks, as this page knows it: rows in the order of saying, in threads. A
 * thread is resolved while its last row says so.
 */
export type About = "document" | "annotation";

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface Member extends Person {
  readonly username: string;
}

export interface CommentRow {
  readonly id: string;
  /** Null while the first words of a thread are on their way. */
  readonly thread: string | null;
  readonly about: About;
  readonly subject: string;
  readonly document: string;
  readonly kind: "comment" | "resolved" | "reopened";
  readonly author: Person;
  readonly text: string;
  readonly open: boolean;
  readonly mentions: readonly Member[];
  /** 0 while it is on its way. */
  readonly version: number;
  readonly created_at: string;
  readonly edited_at: string | null;
  readonly deleted_at: string | null;
  readonly unread?: boolean;
  /** Names of those it mentions who may not see it now; told to its writer. */
  readonly unreached?: readonly string[];
}

export interface Thread {
  readonly about: About;
  readonly subject: string;
  readonly id: string | null;
  readonly rows: readonly CommentRow[];
  readonly resolved: boolean;
  /** Comments that are there. */
  readonly count: number;
}

function inOrder(a: CommentRow, b: CommentRow): number {
  if ((a.version === 0) !== (b.version === 0)) return a.version === 0 ? 1 : -1;
  const times = Date.parse(a.created_at) - Date.parse(b.created_at);
  return times || (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : a.id < b.id ? -1 : 1);
}

function threadOf(rows: CommentRow[]): Thread {
  rows.sort(inOrder);
  const [first] = rows as [CommentRow];
  const last = rows.findLast(({ deleted_at }) => deleted_at === null);
  return {
    about: first.about,
    subject: first.subject,
    id: rows.find(({ thread }) => thread !== null)?.thread ?? null,
    rows,
    resolved: last?.kind === "resolved",
    count: rows.filter(({ kind, deleted_at }) => kind === "comment" && deleted_at === null).length,
  };
}

export class Talk {
  readonly #rows = new Map<string, CommentRow>();
  #threads: ReadonlyMap<string, Thread> | null = null;

  get(id: string): CommentRow | undefined {
    return this.#rows.get(id);
  }

  put(row: CommentRow): void {
    this.#rows.set(row.id, row);
    this.#threads = null;
  }

  drop(id: string): void {
    this.#rows.delete(id);
    this.#threads = null;
  }

  get all(): readonly CommentRow[] {
    return [...this.#rows.values()];
  }

  /** Subject → its thread. */
  get threads(): ReadonlyMap<string, Thread> {
    if (!this.#threads) {
      const bySubject = new Map<string, CommentRow[]>();
      for (const row of this.#rows.values()) bySubject.set(row.subject, [...(bySubject.get(row.subject) ?? []), row]);
      this.#threads = new Map([...bySubject].map(([subject, rows]) => [subject, threadOf(rows)]));
    }
    return this.#threads;
  }
}

/** The comment in the payload of an event; null where the payload is not one. */
export function rowOfEvent(after: Readonly<Record<string, unknown>> | null): CommentRow | null {
  if (!after || typeof after["id"] !== "string" || typeof after["thread"] !== "string") return null;
  return after as unknown as CommentRow;
}

/** A text in pieces: words, and the names of members it mentions. */
export function pieces(text: string, mentions: readonly Member[]): readonly { readonly text: string; readonly who?: Member }[] {
  if (mentions.length === 0) return [{ text }];
  const byName = new Map(mentions.map((member) => [member.username.toLowerCase(), member]));
  const names = [...byName.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&"));
  const found: { text: string; who?: Member }[] = [];
  let from = 0;
  for (const match of text.matchAll(new RegExp(`(?<![\\w.@+-])@(${names.join("|")})(?!\\w)`, "giu"))) {
    const who = byName.get(match[1]!.toLowerCase());
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push(who ? { text: match[0], who } : { text: match[0] });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}
