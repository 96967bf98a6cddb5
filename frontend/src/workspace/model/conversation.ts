/**
 * Everything that can be done with comments on an open document. What is written shows at once and goes the way of marks: into
 * the outbox, to the server, and by the live feed to others.
 */
import type { CommentBody, Operation } from "../store/operations";
import type { Outcome } from "../store/sender";
import { rowOfEvent, Talk, type About, type CommentRow, type Member, type Thread } from "./talk";
import { uuid7 } from "./uuid7";
import type { Drafts } from "./drafts";
import { shortLine } from "./short_line";
import { t } from "./words";
import type { Workspace } from "./workspace";

interface Page<T> {
  readonly next: string | null;
  readonly results: readonly T[];
}

const TITLE = 60;

export class Conversation {
  talk = new Talk();
  /** What is typed and not sent yet, by the thing or the comment it is about. */
  readonly drafts: Drafts;
  readonly #workspace: Workspace;
  #members: Promise<readonly Member[]> | null = null;
  /** Rows that came while the list was on its way. */
  #fresh: CommentRow[] | null = null;
  loaded = false;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.drafts = workspace.drafts;
  }

  // --- server --------------------------------------------------------------------------------------------------------

  async load(): Promise<void> {
    const { boot, api, outbox } = this.#workspace;
    this.#fresh = [];
    const rows: CommentRow[] = [];
    for (let path: string | null = `/documents/${boot.document.id}/comments?page_size=500`; path; ) {
      const page: Page<CommentRow> = await api.get(path);
      rows.push(...page.results);
      path = page.next && nextPath(page.next, api.base);
    }
    this.talk = new Talk();
    for (const row of [...rows, ...(this.#fresh ?? [])]) this.#take(row);
    this.#fresh = null;
    this.loaded = true;
    for (const operation of outbox.operations) this.replay(operation);
    this.#changed();
  }

  /** Whom one can mention; asked for when somebody first types `@`. */
  members(): Promise<readonly Member[]> {
    this.#members ??= this.#askForMembers().catch(() => {
      this.#members = null;
      return [];
    });
    return this.#members;
  }

  async #askForMembers(): Promise<readonly Member[]> {
    const { boot, api } = this.#workspace;
    const found: Member[] = [];
    for (let path: string | null = `/projects/${boot.project.slug}/members?page_size=500`; path; ) {
      const page: Page<Member & { participant: string; status: string }> = await api.get(path);
      for (const { participant, name, username, status } of page.results) {
        if (status === "active" && participant !== boot.me.participant) found.push({ id: participant, name, username });
      }
      path = page.next && nextPath(page.next, api.base);
    }
    return found.sort((a, b) => a.username.localeCompare(b.username));
  }

  /** Says that this person has seen a thread; it waits for them no more. */
  async read({ id, rows }: Thread): Promise<void> {
    if (id === null || !rows.some(({ unread }) => unread)) return;
    for (const row of rows) if (row.unread) this.talk.put({ ...row, unread: false });
    await this.#workspace.api.send({ method: "POST", path: `/threads/${id}/read` }).catch(() => undefined);
  }

  // --- what a person can do ------------------------------------------------------------------------------------------

  get mayWrite(): boolean {
    return this.#workspace.boot.may.comment;
  }

  isMine(row: CommentRow): boolean {
    return row.author.id === this.#workspace.boot.me.participant;
  }

  write(about: About, subject: string, text: string, open = false): void {
    const words = text.trim();
    if (!words || !this.mayWrite) return;
    const id = uuid7();
    const body: CommentBody = open ? { id, text: words, open } : { id, text: words };
    this.#send("comment", id, 0, body, t("Comment: “{words}”", { words: shortLine(words, TITLE) }), { kind: about, id: subject });
  }

  change(row: CommentRow, text: string): void {
    const words = text.trim();
    if (!words || words === row.text) return;
    this.#send("comment.change", row.id, row.version, { text: words }, t("Change comment: “{words}”", { words: shortLine(words, TITLE) }));
  }

  remove(row: CommentRow): void {
    this.#send("comment.delete", row.id, row.version, null, t("Delete comment: “{words}”", { words: shortLine(row.text, TITLE) }));
    const undo = (): void => this.#bringBack({ ...row, version: row.version + 1 });
    this.#workspace.emit("notice", { text: t("Comment deleted"), undo });
  }

  #bringBack(row: CommentRow): void {
    const version = Math.max(row.version, this.talk.get(row.id)?.version ?? 0);
    this.talk.put({ ...row, version, deleted_at: "now" });
    this.#send("comment.restore", row.id, version, { text: row.text }, t("Restore comment: “{words}”", { words: shortLine(row.text, TITLE) }));
  }

  /** Resolves a thread, or takes it up again; one whose first words are on their way has no name yet. */
  turn(thread: Thread, resolved: boolean): void {
    if (thread.id === null) return;
    const title = resolved ? t("Resolve comments") : t("Take comments up again");
    this.#send(resolved ? "thread.resolve" : "thread.reopen", thread.id, 0, null, title);
  }

  #send(
    kind: Operation["kind"],
    id: string,
    base: number,
    body: CommentBody | null,
    title: string,
    about: Operation["about"] = undefined,
  ): void {
    const document = this.#workspace.boot.document.id;
    const draft = { document, annotation: id, kind, body, base, title, ...(about ? { about } : {}) };
    this.#show({ ...draft, key: uuid7() });
    void this.#workspace.outbox.add(draft);
    this.#changed();
  }

  // --- what comes back -----------------------------------------------------------------------------------------------

  replay(operation: Operation): void {
    if (operation.document !== this.#workspace.boot.document.id || operation.state === "failed") return;
    if (this.#show(operation)) this.#changed();
  }

  /** Shows what an operation will have made of the threads. */
  #show({ annotation: id, kind, body, about, base, key }: Pick<Operation, "annotation" | "kind" | "body" | "about" | "base" | "key">): boolean {
    const row = this.talk.get(id);
    const { text = "", open = false } = (body ?? {}) as CommentBody;
    const now = new Date().toISOString();
    if (kind === "comment" && about && !row) {
      const thread = this.talk.threads.get(about.id)?.id ?? null;
      this.talk.put({ ...this.#blank(id, now), thread, about: about.kind, subject: about.id, text, open });
    } else if (kind === "comment.change" && row) this.talk.put({ ...row, text, edited_at: now });
    else if (kind === "comment.delete" && row) this.talk.put({ ...row, text: "", deleted_at: now });
    else if (kind === "comment.restore" && row) this.talk.put({ ...row, text: text || row.text, version: base, deleted_at: null });
    else if (kind === "thread.resolve" || kind === "thread.reopen") {
      const thread = [...this.talk.threads.values()].find((one) => one.id === id);
      if (!thread) return false;
      const { about: what, subject } = thread;
      const state = kind === "thread.resolve" ? "resolved" : "reopened";
      this.talk.put({ ...this.#blank(key, now), thread: id, about: what, subject, kind: state });
    } else return false;
    return true;
  }

  #blank(id: string, now: string): CommentRow {
    const { me, document } = this.#workspace.boot;
    return {
      id,
      thread: null,
      about: "document",
      subject: document.id,
      document: document.id,
      kind: "comment",
      author: { id: me.participant, name: me.name },
      text: "",
      open: false,
      mentions: [],
      version: 0,
      created_at: now,
      edited_at: null,
      deleted_at: null,
    };
  }

  acknowledged({ operation, answer }: Outcome): void {
    if (operation.document !== this.#workspace.boot.document.id) return;
    const { kind, annotation: id } = operation;
    if (kind.startsWith("thread.")) {
      for (const { thread, kind: said, id: row, version } of this.talk.all) {
        if (thread === id && said !== "comment" && version === 0) this.talk.drop(row);
      }
      const state = answer as { readonly row: CommentRow | null } | undefined;
      if (state?.row) this.#take(state.row);
    } else if (kind === "comment.delete") {
      const row = this.talk.get(id);
      if (row) this.talk.put({ ...row, version: Math.max(row.version, operation.base + 1) });
    } else if (kind.startsWith("comment")) {
      const row = answer as CommentRow | undefined;
      if (row && !this.#workspace.outbox.pendingFor(id)) this.#take(row);
      else if (row) this.talk.put({ ...(this.talk.get(id) ?? row), thread: row.thread, version: row.version });
      if (row?.unreached?.length) this.#tellUnreached(row.unreached);
    } else return;
    this.#changed();
  }

  #tellUnreached(names: readonly string[]): void {
    const who = new Intl.ListFormat(document.documentElement.lang || "en").format(names);
    this.#workspace.emit("notice", { text: t("Not to be seen now by: {who}. They hear of it when they may see it.", { who }) });
  }

  /** What an event of the log says of a comment on this document. */
  remote(after: Readonly<Record<string, unknown>> | null): void {
    const row = rowOfEvent(after);
    if (!row || row.document !== this.#workspace.boot.document.id || this.#workspace.outbox.pendingFor(row.id)) return;
    const said = this.isMine(row) || this.talk.get(row.id) ? row : { ...row, unread: true };
    this.#fresh?.push(said);
    if (this.#take(said)) this.#changed();
  }

  /** The server's row, unless this page knows a newer one. */
  #take(row: CommentRow): boolean {
    const known = this.talk.get(row.id);
    if (known && known.version > row.version) return false;
    this.talk.put(known?.unread !== undefined && row.unread === undefined ? { ...row, unread: known.unread } : row);
    return true;
  }

  #changed(): void {
    this.#workspace.emit("comments", undefined);
  }
}

/** The address of a next page, as the API's client takes it. */
function nextPath(address: string, base: string): string {
  const { pathname, search } = new URL(address, location.origin);
  return pathname.slice(pathname.indexOf(base) + base.length) + search;
}
