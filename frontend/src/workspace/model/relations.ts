/**
 * Relations between the marks of an open document. They are asked for when the text is on the screen; what is related shows at
 * once and goes the way of marks: into the history, the outbox, to the server, and by the live feed to others.
 */
import type { LinkEntry } from "../../engine/history";
import { LinkStore, type Link } from "../../engine/links";
import type { Operation } from "../store/operations";
import type { Outcome } from "../store/sender";
import { t } from "./words";
import { uuid7 } from "./uuid7";
import type { Workspace } from "./workspace";

export interface RelationKind {
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  readonly symmetric: boolean;
  readonly archived: boolean;
}

export interface Relation extends Link {
  readonly author: { readonly id: string; readonly name: string };
  readonly version: number;
}

interface Page<T> {
  readonly next: string | null;
  readonly results: readonly T[];
}

/** A relation as one of its marks sees it. */
export interface Seen {
  readonly relation: Relation;
  readonly kind: string;
  readonly other: number;
  /** True where the relation starts from this mark, or says the same either way round. */
  readonly forward: boolean;
}

export class Relations {
  links = new LinkStore<Relation>();
  kinds: readonly RelationKind[] = [];
  /** Relations taken away while the page is open, with the version that this made. */
  readonly #deleted = new Map<string, Relation>();
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  async load(): Promise<void> {
    const { api, boot, outbox } = this.#workspace;
    const kept = api.get<Page<RelationKind>>(`/projects/${boot.project.slug}/relation-kinds?page_size=500`);
    const [{ results: kinds }, rows] = await Promise.all([kept, this.#rows()]);
    this.kinds = kinds;
    const before = this.links;
    this.links = new LinkStore();
    for (const row of rows) this.links.put(row);
    for (const operation of outbox.operations) this.#show(operation);
    this.#changed([...before.all, ...rows]);
  }

  async #rows(): Promise<Relation[]> {
    const { api, boot } = this.#workspace;
    const rows: Relation[] = [];
    for (let path: string | null = `/documents/${boot.document.id}/relations?page_size=500`; path; ) {
      const page: Page<Relation> = await api.get(path);
      rows.push(...page.results);
      path = page.next && page.next.slice(page.next.indexOf(api.base) + api.base.length);
    }
    return rows;
  }

  get usable(): readonly RelationKind[] {
    return this.kinds.filter(({ archived }) => !archived);
  }

  kindOf({ kind }: Link): RelationKind | undefined {
    return this.kinds.find(({ id }) => id === kind);
  }

  /** The relations of a mark whose other mark is there, in the order of the text. */
  of(mark: string): Seen[] {
    const { marks } = this.#workspace;
    return this.links
      .of(mark)
      .flatMap((relation): Seen[] => {
        const outwards = relation.source === mark;
        const other = marks.slotOf(outwards ? relation.target : relation.source);
        const kind = this.kindOf(relation);
        return other === undefined || !kind ? [] : [{ relation, kind: kind.name, other, forward: outwards || kind.symmetric }];
      })
      .sort((a, b) => marks.start(a.other) - marks.start(b.other));
  }

  mayChange({ author }: Relation): boolean {
    const { boot } = this.#workspace;
    return this.#workspace.mayAnnotate && author.id === boot.me.participant;
  }

  /** One's own marks and adjudicated ones can be related. */
  mayRelate(slot: number): boolean {
    const { marks } = this.#workspace;
    return this.#workspace.mayAnnotate && (this.#workspace.mayEdit(slot) || marks.layer(slot) === 1);
  }

  isThere(source: string, target: string, { id, symmetric }: RelationKind): boolean {
    const me = this.#workspace.boot.me.participant;
    return this.links
      .of(source)
      .some(
        (one) =>
          one.kind === id && one.author.id === me && (one.target === target || (symmetric && one.source === target)),
      );
  }

  relate(source: string, target: string, kind: RelationKind): void {
    const after: Link = { id: uuid7(), kind: kind.id, source, target };
    this.#workspace.perform([{ of: "relation", title: t("Relate: {kind}", { kind: kind.name }), id: after.id, before: null, after }]);
  }

  remove(relation: Relation): void {
    const { id, kind, source, target } = relation;
    const title = t("Take relation away: {kind}", { kind: this.kindOf(relation)?.name ?? "" });
    this.#workspace.perform([{ of: "relation", title, id, before: { id, kind, source, target }, after: null }]);
    this.#workspace.emit("notice", { text: t("Relation taken away"), undo: true });
  }

  /** Shows a change and puts it on its way; false where it cannot be made any more. */
  apply({ id, before, after, title }: LinkEntry): boolean {
    const known = this.links.get(id);
    const deleted = this.#deleted.get(id);
    const document = this.#workspace.boot.document.id;
    const add = (draft: Pick<Operation, "kind" | "body" | "base"> & Partial<Operation>): void => {
      void this.#workspace.outbox.add({ document, annotation: id, title, ...draft });
    };
    if (!before && after) {
      if (known) return false;
      const version = deleted?.version ?? 0;
      this.#put({ ...this.#mine(after), version });
      if (deleted) add({ kind: "relation.restore", body: null, base: version, link: after });
      else add({ kind: "relate", body: { ...after }, base: 0, link: after });
    } else if (before && known) {
      this.#take(known, known.version + 1);
      add({ kind: "relation.delete", body: null, base: known.version });
    } else return false;
    return true;
  }

  #mine(link: Link): Relation {
    const { me } = this.#workspace.boot;
    return { ...link, author: { id: me.participant, name: me.name }, version: 0 };
  }

  #put(relation: Relation): void {
    this.links.put(relation);
    this.#deleted.delete(relation.id);
    this.#changed([relation]);
  }

  #take(relation: Relation, version: number): void {
    this.links.drop(relation.id);
    this.#deleted.set(relation.id, { ...relation, version });
    this.#changed([relation]);
  }

  // --- what comes back -----------------------------------------------------------------------------------------------

  replay(operation: Operation): void {
    if (operation.document === this.#workspace.boot.document.id && operation.state !== "failed") this.#show(operation);
  }

  #show({ kind, annotation: id, base, link }: Operation): void {
    const known = this.links.get(id);
    if ((kind === "relate" || kind === "relation.restore") && link && !known) this.#put({ ...this.#mine(link), version: base });
    else if (kind === "relation.delete" && known) this.#take(known, base + 1);
  }

  acknowledged({ operation, answer, versions }: Outcome): void {
    const { kind, annotation: id } = operation;
    if (operation.document !== this.#workspace.boot.document.id || !/^relat/.test(kind)) return;
    const version = versions.get(id) ?? 0;
    const known = this.links.get(id);
    const deleted = this.#deleted.get(id);
    const row = answer as Relation | undefined;
    if (known) this.links.put({ ...known, ...(row && { author: row.author }), version });
    else if (deleted) this.#deleted.set(id, { ...deleted, version: kind === "relation.delete" ? version : version + 1 });
    this.#changed([]);
  }

  /** What an event of the log says of a relation on this document. */
  remote(after: Readonly<Record<string, unknown>> | null): void {
    const row = after as (Relation & { document?: string; deleted_at?: string | null }) | null;
    const { boot, outbox } = this.#workspace;
    if (!row || row.document !== boot.document.id || outbox.pendingFor(row.id)) return;
    const known = this.links.get(row.id);
    const version = known?.version ?? this.#deleted.get(row.id)?.version ?? 0;
    if (row.version < version) return;
    if (!row.deleted_at) this.#put(row);
    else if (known) this.#take(known, row.version);
  }

  #changed(touched: Iterable<Link>): void {
    this.#workspace.emit("relations", new Set([...touched].flatMap(({ source, target }) => [source, target])));
  }
}
