/** The API of marks in memory, for tests: versions, repeated keys, and a line that fails before or after the work is done. */
import type { Annotation } from "./api";
import type { Relation } from "./relations";
import type { CreateBody, UpdateBody } from "../store/operations";

interface Stored {
  readonly status: number;
  readonly body: unknown;
}

export const KINDS = ["supports", "contradicts"].map((name) => ({
  id: name,
  name,
  definition: "",
  symmetric: name === "contradicts",
  archived: false,
}));

export class FakeServer {
  readonly rows = new Map<string, Annotation>();
  readonly links = new Map<string, Relation & { readonly deleted_at: string | null }>();
  readonly #results = new Map<string, Stored>();
  /** How often each key has changed something: more than once would be a fault. */
  readonly writes = new Map<string, number>();
  status = 0;
  failBefore: () => boolean = () => false;
  failAfter: () => boolean = () => false;

  readonly fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    if (this.failBefore()) throw new TypeError("Failed to fetch");
    if (this.status) return this.#answer({ status: this.status, body: { title: "Made up", status: this.status } });
    const headers = init.headers as Record<string, string>;
    const key = headers["Idempotency-Key"] ?? "";
    let stored = this.#results.get(key);
    if (!stored) {
      stored = this.#perform(path, init, headers["If-Match"] ?? "");
      if (stored.status < 300) {
        this.#results.set(key, stored);
        this.writes.set(key, (this.writes.get(key) ?? 0) + 1);
      }
    }
    if (this.failAfter()) throw new TypeError("Failed to fetch");
    return this.#answer(stored);
  };

  #answer({ status, body }: Stored): Response {
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  }

  /** Steps are taken in order, all or none. */
  #takeSteps(steps: readonly (Record<string, unknown> & { op: string; annotation: string; version: number })[]): Stored {
    const before = new Map(this.rows);
    const answers: unknown[] = [];
    for (const [index, { op, annotation, version, ...body }] of steps.entries()) {
      const path = op === "create" ? "/annotations" : `/annotations/${annotation}${op === "restore" ? "/restore" : ""}`;
      const method = { create: "POST", change: "PATCH", delete: "DELETE" }[op] ?? "POST";
      const done = this.#perform(path, { method, body: JSON.stringify(body) }, `"${version}"`);
      if (done.status >= 300) {
        this.rows.clear();
        for (const [id, row] of before) this.rows.set(id, row);
        return { status: done.status, body: { ...(done.body as object), index } };
      }
      answers.push(done.body ?? this.rows.get(annotation));
    }
    return { status: 200, body: answers };
  }

  #perform(path: string, init: RequestInit, match: string): Stored {
    if (path.includes("/relation")) return this.#relate(path, init, match);
    if (path.endsWith("/annotations/steps")) return this.#takeSteps(JSON.parse(init.body as string));
    const body = init.body ? (JSON.parse(init.body as string) as CreateBody & UpdateBody) : null;
    if (path.endsWith("/annotations") && body) {
      if (this.rows.has(body.id)) return { status: 409, body: { title: "That id is taken", status: 409 } };
      return this.#keep(201, {
        id: body.id,
        document: "d",
        revision: body.revision,
        label: body.label,
        author: { id: "me", name: "Me" },
        layer: "person",
        version: 1,
        fragments: body.fragments,
        note: body.note ?? "",
        attributes: body.attributes ?? {},
        deleted_at: null,
      });
    }
    const id = path.split("/annotations/")[1]?.split("/")[0] ?? "";
    const row = this.rows.get(id);
    if (!row) return { status: 404, body: { title: "Not found", status: 404 } };
    if (match !== `"${row.version}"`) return { status: 409, body: { title: "Stale", status: 409, current: row } };
    const version = row.version + 1;
    if (init.method === "DELETE") {
      this.rows.set(id, { ...row, version, deleted_at: "now" });
      return { status: 204, body: null };
    }
    if (path.endsWith("/restore")) return this.#keep(200, { ...row, version, deleted_at: null });
    const { label = row.label, fragments = row.fragments, note = row.note, attributes = row.attributes ?? {} } = body ?? {};
    return this.#keep(200, { ...row, version, label, fragments, note, attributes });
  }

  #keep(status: number, row: Annotation): Stored {
    this.rows.set(row.id, row);
    return { status, body: row };
  }

  #relate(path: string, init: RequestInit, match: string): Stored {
    if (path.includes("/relation-kinds")) return { status: 200, body: { next: null, results: KINDS } };
    if (init.method === "GET") {
      const rows = [...this.links.values()].filter(({ deleted_at, source, target }) => {
        const there = [source, target].every((id) => this.rows.get(id)?.deleted_at === null);
        return there && deleted_at === null;
      });
      return { status: 200, body: { next: null, results: rows } };
    }
    const keep = (row: Relation & { readonly deleted_at: string | null }): Stored => {
      this.links.set(row.id, row);
      return init.method === "DELETE" ? { status: 204, body: null } : { status: 201, body: row };
    };
    if (path.endsWith("/relations")) {
      const body = JSON.parse(init.body as string) as Relation;
      if (![body.source, body.target].every((id) => this.rows.has(id))) return { status: 400, body: { title: "No such mark", status: 400 } };
      return keep({ ...body, author: { id: "me", name: "Me" }, version: 1, deleted_at: null });
    }
    const row = this.links.get(path.split("/relations/")[1]?.split("/")[0] ?? "");
    if (!row) return { status: 404, body: { title: "Not found", status: 404 } };
    if (match !== `"${row.version}"`) return { status: 409, body: { title: "Stale", status: 409, current: row } };
    return keep({ ...row, version: row.version + 1, deleted_at: init.method === "DELETE" ? "now" : null });
  }

  /** Somebody else's change. */
  touch(id: string, change: Partial<Annotation>): Annotation {
    const row = this.rows.get(id)!;
    const changed = { ...row, ...change, version: row.version + 1 };
    this.rows.set(id, changed);
    return changed;
  }
}
