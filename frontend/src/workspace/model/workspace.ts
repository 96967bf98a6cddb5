/**
 * Everything that can be done to an open document. Changes show at once, go into the history for undo and into the outbox for
 * the server. Panels and views call these methods and listen to the events of the state.
 */
import { snapRange } from "../../engine/graphemes";
import { History, type LinkEntry, type MarkEntry, type Step } from "../../engine/history";
import { MarkStore, type Attributes, type Fragment, type Mark, type MarkColumns } from "../../engine/marks";
import type { SectionData } from "../../engine/text_index";
import { SEVERAL, type MarkStep, type Operation } from "../store/operations";
import { Outbox, type OpenStore, type SaveState } from "../store/outbox";
import type { Api } from "./api";
import { Conversation } from "./conversation";
import { readBoot, type Boot } from "./boot";
import { difference, isEmpty, joined, type Patch } from "./changes";
import { Drafts } from "./drafts";
import { DocumentState } from "./document_state";
import { OwnReading } from "./own_reading";
import { Relations } from "./relations";
import { Codebook } from "./labels";
import { t, tn } from "./words";
import { uuid7 } from "./uuid7";

const QUOTE_IN_TITLE = 60;

type Draft = Omit<Operation, "key" | "participant" | "state" | "kind" | "body"> & MarkStep;

export class Workspace extends DocumentState {
  readonly history = new History();
  readonly drafts = new Drafts(this.boot.me.participant, this.boot.document.id);
  readonly conversation = new Conversation(this);
  readonly relations = new Relations(this);
  readonly reading = new OwnReading(this);
  save: SaveState = { unsaved: 0, sending: false, trouble: "none", conflicts: [], failures: [], durable: true };

  constructor(
    boot: Boot,
    readonly api: Api,
    sections: readonly SectionData[],
    columns: MarkColumns,
  ) {
    super(boot, sections, columns);
  }

  openOutbox(store: OpenStore): void {
    this.outbox = new Outbox(
      store,
      this.boot.me.participant,
      this.api,
      {
        added: (operation) => {
          this.replay(operation);
          this.conversation.replay(operation);
          this.relations.replay(operation);
        },
        acknowledged: (outcome) => {
          this.acknowledged(outcome);
          this.conversation.acknowledged(outcome);
          this.relations.acknowledged(outcome);
        },
        conflict: (operation) => operation.document === this.boot.document.id && this.emit("conflict", operation),
        stateChanged: (state) => {
          this.save = state;
          this.emit("save", state);
        },
      },
      () => this.renewSession(),
    );
    for (const operation of this.outbox.operations) this.replay(operation);
    this.outbox.start();
  }

  // --- what a person can do ------------------------------------------------------------------------------------------

  mayEdit(slot: number): boolean {
    return this.mayAnnotate && this.marks.isBy(slot, this.boot.me.participant) && this.marks.layer(slot) === 0;
  }

  create(label: string, start: number, end: number): string | null {
    return this.createMany(label, [[start, end]])[0] ?? null;
  }

  /** Marks several passages with one label; one undo takes all of them back. */
  createMany(label: string, ranges: readonly Fragment[]): string[] {
    if (!this.mayAnnotate) {
      this.refuse(t("You can read this document, but not mark it."));
      return [];
    }
    const marks = ranges
      .map(([start, end]) => snapRange(this.index, this.index.clamp(start), this.index.clamp(end)))
      .filter(([start, end]) => end > start)
      .map((range) => this.newMark(label, [range]));
    const [first] = marks;
    if (!first) return [];
    this.codebook.used(label);
    const quote = this.#short(first);
    const title =
      marks.length === 1
        ? t("Mark “{quote}”", { quote })
        : tn("Mark “{quote}” in {count} place", "Mark “{quote}” in {count} places", marks.length, { quote });
    this.perform(marks.map((mark) => ({ title, id: mark.id, before: null, after: mark })));
    this.select(this.marks.slotOf(first.id) ?? null);
    return marks.map(({ id }) => id);
  }

  newMark(label: string, fragments: readonly Fragment[], more: Partial<Mark> = {}): Mark {
    return { id: uuid7(), label, author: this.boot.me.participant, layer: 0, version: 0, fragments, note: "", ...more };
  }

  relabel(slot: number, label: string): void {
    this.codebook.used(label);
    this.alter(slot, { label }, t("Change label"));
  }

  moveTo(slot: number, fragments: readonly Fragment[], base?: number): void {
    this.alter(slot, { fragments: joined(fragments) }, t("Move edge"), base);
  }

  addFragment(slot: number, start: number, end: number): void {
    const range = snapRange(this.index, start, end);
    if (range[1] > range[0]) this.alter(slot, { fragments: joined([...this.marks.fragments(slot), range]) }, t("Add part"));
  }

  /** `base` is the version the writer saw: a change by somebody else meanwhile then shows as a conflict. */
  setNote(slot: number, note: string, base?: number): void {
    this.alter(slot, { note }, t("Change note"), base);
  }

  /** `base`: see `setNote`. */
  setAttributes(slot: number, attributes: Attributes, base?: number): void {
    this.alter(slot, { attributes }, t("Change attributes"), base);
  }

  remove(slot: number): void {
    if (!this.mayEdit(slot)) return this.refuse(t("This mark is somebody else’s: you can read it, but not change it."));
    const mark = this.marks.mark(slot);
    this.perform([{ title: t("Delete mark"), id: mark.id, before: mark, after: null }]);
    this.emit("notice", { text: t("Mark deleted"), undo: true });
  }

  /** What undoing would take back; null: nothing. A finished reading is taken back before anything in it is. */
  get undoable(): string | null {
    return this.reading.undoable ? t("Finish reading") : this.mayAnnotate ? this.history.canUndo : null;
  }

  get redoable(): string | null {
    const undone = this.mayAnnotate ? this.history.canRedo : null;
    return undone ?? (this.reading.redoable ? t("Finish reading") : null);
  }

  undo(): void {
    if (this.reading.undoable) return void this.reading.attempt(() => this.reading.resume());
    const title = this.undoable;
    const step = title && this.history.undo();
    if (step && title) this.#bringBack(step, t("Undone: {title}", { title }));
  }

  redo(): void {
    const title = this.redoable;
    const step = title && this.history.redo();
    if (!step && title) return void this.reading.attempt(() => this.reading.finish(false));
    if (step && title) this.#bringBack(step, t("Done again: {title}", { title }));
  }

  /** False where the mark is not this person's to change, or is so already. */
  alter(slot: number, patch: Patch, title: string, base?: number): boolean {
    if (!this.mayEdit(slot)) {
      this.refuse(t("This mark is somebody else’s: you can read it, but not change it."));
      return false;
    }
    const before = this.marks.mark(slot);
    const after: Mark = { ...before, ...patch };
    if (isEmpty(difference(before, after))) return false;
    this.perform([{ title, id: before.id, before, after }], base);
    return true;
  }

  refuse(text: string): void {
    this.emit("notice", { text, bad: true });
  }

  /** Does what one key press asks for: shown, in the history and in the outbox as one. `base`: see `setNote`. */
  perform(step: Step, base?: number): void {
    this.reading.passed();
    this.history.record(step);
    this.#carryOut(step, base);
  }

  /** How many changes could be made. */
  #carryOut(step: Step, base?: number): number {
    const drafts: Draft[] = [];
    const links: LinkEntry[] = [];
    let done = 0;
    this.together(() => {
      for (const entry of step) {
        if (entry.of === "relation") {
          links.push(entry);
          continue;
        }
        const draft = this.#apply(entry, base);
        if (draft) done++;
        if (draft && draft !== "nothing") drafts.push(draft);
      }
    });
    const [first] = drafts;
    const title = step[0]?.title ?? "";
    if (drafts.length === 1 && first) void this.outbox.add(first);
    else if (first) {
      const steps = drafts.map(({ document: _document, title: _title, ...one }): MarkStep => one);
      void this.outbox.add({ document: first.document, annotation: SEVERAL, kind: "steps", steps, body: null, base: 0, title });
    }
    // After the marks: a relation waits where what it joins is refused.
    this.together(() => links.forEach((entry) => (done += Number(this.relations.apply(entry)))));
    return done;
  }

  #bringBack(step: Step, text: string): void {
    const done = this.#carryOut(step);
    const gone = t("That mark is no longer there: somebody else changed it.");
    this.emit("notice", done ? { text } : { text: gone, bad: true });
  }

  /** Makes a change visible; gives what is to be sent. Null where the mark it was made on is gone. */
  #apply({ id, before, after, title }: MarkEntry, base?: number): Draft | "nothing" | null {
    const slot = this.marks.slotOf(id);
    const document = this.boot.document.id;
    const deleted = this.deleted.get(id);
    if (!before && after) {
      if (slot !== undefined) return null;
      const version = deleted?.version ?? 0;
      const mark = deleted ? { ...deleted.mark, version } : after;
      this.show(mark);
      const common = { document, annotation: id, title: this.#titled(title, mark), base: version };
      if (deleted) return { ...common, kind: "restore", body: null, mark };
      const { label, fragments, note, attributes } = mark;
      const body = { id, label, fragments, exact: this.#exact(mark), revision: this.boot.revision.id };
      return { ...common, kind: "create", body: { ...body, ...(note && { note }), ...(attributes && { attributes }) } };
    }
    if (slot === undefined) return null;
    const current = this.marks.mark(slot);
    if (!after) {
      this.hide(current, current.version + 1);
      const common = { document, annotation: id, title: this.#titled(title, current), base: current.version };
      return { ...common, kind: "delete", body: null };
    }
    const patch = before ? difference(before, after) : {};
    if (isEmpty(patch)) return "nothing";
    const next: Mark = { ...current, ...patch };
    this.show(next);
    const exact = patch.fragments ? { exact: this.#exact(next), revision: this.boot.revision.id } : {};
    const common = { document, annotation: id, title: this.#titled(title, next), base: base ?? current.version };
    return { ...common, kind: "update", body: { ...patch, ...exact } };
  }

  #exact(mark: Mark): string {
    return mark.fragments.map(([start, end]) => this.index.slice(start, end)).join(" ");
  }

  #short(mark: Mark): string {
    const [start, end] = mark.fragments[0]!;
    const text = this.index.slice(start, Math.min(end, start + QUOTE_IN_TITLE)).replace(/\s+/g, " ");
    return end - start > QUOTE_IN_TITLE ? `${text}…` : text;
  }

  #titled(title: string, mark: Mark): string {
    return title.includes("“") ? title : `${title}: “${this.#short(mark)}”`;
  }

  // --- server --------------------------------------------------------------------------------------------------------

  /** Reads the page again: the session may be new, and so its token, the codebook and what this person may do. */
  async renewSession(): Promise<boolean> {
    const { acts } = this.reading;
    const response = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
    if (!response.ok) return false;
    const boot = readBoot(new DOMParser().parseFromString(await response.text(), "text/html"));
    if (acts !== this.reading.acts) return this.renewSession(); // it was asked for before, and knows nothing of it
    if (!boot || boot.me.participant !== this.boot.me.participant) return false;
    this.boot = boot;
    this.api.csrf = boot.csrf;
    if (boot.reading.state === "finished" && !boot.may.resume) this.history.clear();
    this.reading.renewed();
    const codebook = new Codebook(boot.labels);
    codebook.keepRecentOf(this.codebook);
    this.codebook = codebook;
    this.emit("codebook", undefined);
    this.emit("reading", undefined);
    return true;
  }

  async refetchMarks(): Promise<void> {
    const columns = await this.api.get<MarkColumns>(`/documents/${this.boot.document.id}/marks`);
    if (columns.revision !== this.boot.revision.id) {
      // Their places are in another text than the one on the screen.
      this.emit("notice", { text: t("This document has another text now. Load the page again to read and mark it."), bad: true });
      return;
    }
    this.marks = MarkStore.from(this.index, columns);
    for (const operation of this.outbox.operations) this.replay(operation);
    this.emit("codebook", undefined);
    this.emit("marks", null);
    this.emit("selection", undefined);
  }

}
