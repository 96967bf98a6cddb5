/**
 * What is on the page: the marks of the open document, which of them is selected, which were deleted while it is open; and
 * how changes that come from elsewhere (the server, other people, other pages of this person) are taken in.
 */
import { MarkStore, type Fragment, type Mark, type MarkColumns } from "../../engine/marks";
import { TextIndex, type SectionData } from "../../engine/text_index";
import { partsOf, type CreateBody, type Operation } from "../store/operations";
import type { Outbox, SaveState } from "../store/outbox";
import type { Outcome } from "../store/sender";
import type { Annotation } from "./api";
import type { Boot } from "./boot";
import { attributesIn, difference, isEmpty, markOf, type Patch } from "./changes";
import { Emitter } from "./emitter";
import { Codebook } from "./labels";

export interface Notice {
  readonly text: string;
  /** Takes back the last change of the history, or what the function does. */
  readonly undo?: boolean | (() => void);
  readonly bad?: boolean;
}

export interface WorkspaceEvents {
  /** Marks changed at these places; null: all of them. */
  marks: readonly Fragment[] | null;
  selection: undefined;
  codebook: undefined;
  save: SaveState;
  reading: undefined;
  notice: Notice;
  comments: undefined;
  /** The marks whose relations changed. */
  relations: ReadonlySet<string>;
  conflict: Operation;
}

export class DocumentState extends Emitter<WorkspaceEvents> {
  readonly index: TextIndex;
  codebook: Codebook;
  marks: MarkStore;
  outbox!: Outbox;
  #selected: string | null = null;
  /** Places that changed, while changes are made that are told of once. */
  #together: Fragment[] | null = null;
  /** Marks deleted while this page is open, with the version the deletion made (or will make). */
  protected readonly deleted = new Map<string, { mark: Mark; version: number }>();

  constructor(
    public boot: Boot,
    sections: readonly SectionData[],
    columns: MarkColumns,
  ) {
    super();
    this.index = new TextIndex(sections, boot.revision.length);
    this.codebook = new Codebook(boot.labels);
    this.codebook.rememberUnder(`${boot.me.participant}:${boot.project.slug}`);
    this.marks = MarkStore.from(this.index, columns);
  }

  /** Whether this person may mark here now. */
  get mayAnnotate(): boolean {
    return this.boot.may.annotate && this.boot.reading.state !== "finished";
  }

  get selected(): number | null {
    return this.#selected === null ? null : (this.marks.slotOf(this.#selected) ?? null);
  }

  select(slot: number | null): void {
    const id = slot === null ? null : this.marks.id(slot);
    if (id === this.#selected) return;
    this.#selected = id;
    this.emit("selection", undefined);
  }

  /** The mark before or after the selected one, or after a place in the text. */
  neighbour(direction: -1 | 1, offset: number): number | null {
    const order = this.marks.inOrder();
    const selected = this.selected;
    if (selected !== null) return order[order.indexOf(selected) + direction] ?? null;
    if (direction > 0) return order.find((slot) => this.marks.start(slot) >= offset) ?? null;
    return order.findLast((slot) => this.marks.start(slot) < offset) ?? null;
  }

  show(mark: Mark): void {
    const slot = this.marks.slotOf(mark.id);
    const before = slot === undefined ? [] : this.marks.fragments(slot);
    const known = this.marks.labels.find(mark.label) !== undefined;
    this.marks.put(mark);
    this.deleted.delete(mark.id);
    if (!known) this.emit("codebook", undefined);
    this.#touch([...before, ...mark.fragments]);
  }

  /** A mark that was deleted before the page was opened, so that it can be brought back. */
  knowDeleted(mark: Mark, version: number): void {
    if (this.marks.slotOf(mark.id) === undefined && !this.deleted.has(mark.id)) this.deleted.set(mark.id, { mark, version });
  }

  hide(mark: Mark, version: number): void {
    this.deleted.set(mark.id, { mark, version });
    this.marks.remove(mark.id);
    if (this.#selected === mark.id) {
      this.#selected = null;
      this.emit("selection", undefined);
    }
    this.#touch(mark.fragments);
  }

  #touch(places: readonly Fragment[]): void {
    if (this.#together) this.#together.push(...places);
    else this.emit("marks", places);
  }

  /** Many changes of marks that the page is told of once. */
  protected together(run: () => void): void {
    const places: Fragment[] = (this.#together = []);
    try {
      run();
    } finally {
      this.#together = null;
    }
    this.emit("marks", places);
  }

  /** A change that waits in the outbox from before this page was opened, or that another page just made. */
  replay(operation: Operation): void {
    if (operation.document !== this.boot.document.id || operation.state === "failed") return;
    for (const part of partsOf(operation)) this.#replayPart(part);
  }

  #replayPart(operation: Operation): void {
    const { annotation: id, kind, body } = operation;
    const slot = this.marks.slotOf(id);
    const deleted = this.deleted.get(id);
    if (kind === "delete" && slot !== undefined) this.hide(this.marks.mark(slot), operation.base + 1);
    else if (kind === "restore" && deleted) this.show({ ...deleted.mark, version: deleted.version });
    else if (kind === "restore" && slot === undefined && operation.mark) this.show(operation.mark);
    else if (kind === "update" && slot !== undefined) {
      const { label, fragments, note, attributes } = (body ?? {}) as Patch;
      const patch = { ...(label && { label }), ...(fragments && { fragments }), ...(note !== undefined && { note }) };
      this.show({ ...this.marks.mark(slot), ...patch, ...(attributes && { attributes }) });
    } else if (kind === "create" && slot === undefined && !deleted && body && "id" in body) {
      const { label, fragments, note = "", attributes } = body as CreateBody;
      const mark = { id, label, fragments, note, author: this.boot.me.participant, layer: 0, version: 0 } as const;
      this.show({ ...mark, ...attributesIn(attributes) });
    }
  }

  acknowledged({ operation, annotations, versions }: Outcome): void {
    if (operation.document !== this.boot.document.id) return;
    partsOf(operation).forEach((part, at) => this.#acknowledgedPart(part, annotations[at], versions.get(part.annotation) ?? 0));
  }

  #acknowledgedPart(operation: Operation, annotation: Annotation | undefined, version: number): void {
    const id = operation.annotation;
    const deleted = this.deleted.get(id);
    if (deleted && operation.kind !== "delete") this.deleted.set(id, { ...deleted, version: version + 1 });
    else if (deleted) this.deleted.set(id, { ...deleted, version });
    const slot = this.marks.slotOf(id);
    if (slot === undefined) return;
    const isNew = this.marks.version(slot) === 0;
    if (annotation && !this.outbox.pendingFor(id)) this.remote(markOf(annotation));
    else this.marks.setVersion(slot, version);
    if (isNew) this.emit("marks", []); // others know it now, and pages can begin from it
  }

  /** What the server holds, unless this page knows as new a state or has changes of its own on their way. */
  remote(mark: Mark & { deleted?: boolean }): void {
    if (this.outbox.pendingFor(mark.id)) return;
    const slot = this.marks.slotOf(mark.id);
    const known = slot === undefined ? this.deleted.get(mark.id)?.version : this.marks.version(slot);
    if (mark.deleted) {
      if (slot !== undefined && (known ?? 0) < mark.version) this.hide(this.marks.mark(slot), mark.version);
      return;
    }
    if (known !== undefined && mark.version < known) return;
    if (slot !== undefined) {
      const current = this.marks.mark(slot);
      if (isEmpty(difference(current, mark))) return this.marks.setVersion(slot, mark.version);
    } else if (known !== undefined && mark.version === known) return;
    this.show(mark);
  }
}
