/** What was: the history of a mark, the marks that were deleted, and bringing an earlier state back as a change of now. */
import type { Attributes, Fragment } from "../../engine/marks";
import type { Annotation } from "./api";
import { markOf } from "./changes";
import { t } from "./words";
import type { Workspace } from "./workspace";

export interface MarkState {
  readonly version: number;
  readonly revision: string;
  readonly label: string;
  readonly label_path: string;
  readonly fragments: readonly Fragment[];
  readonly note: string;
  readonly attributes: Attributes;
  readonly deleted: boolean;
}

export interface HistoryEntry {
  readonly number: number;
  readonly kind: string;
  readonly sentence: string;
  readonly at: string;
  readonly actor: { readonly id: string | null; readonly name: string } | null;
  readonly before: MarkState | null;
  readonly after: MarkState | null;
  readonly changed: readonly string[];
}

export interface Page<T> {
  readonly next: string | null;
  readonly results: readonly T[];
}

const SIZE = 100;

export function historyOf({ api }: Workspace, annotation: string): Promise<Page<HistoryEntry>> {
  return api.get(`/annotations/${annotation}/history?page_size=${SIZE}`);
}

export function deletedMarks({ api, boot }: Workspace): Promise<Page<Annotation>> {
  return api.get(`/documents/${boot.document.id}/annotations?deleted=true&page_size=${SIZE}`);
}

/** Gives a mark the label, note, attributes and, where the text is still the same, the place that it had. */
export function restoreState(workspace: Workspace, slot: number, state: MarkState): void {
  const sameText = state.revision === workspace.boot.revision.id;
  const place = sameText ? { fragments: state.fragments } : {};
  const patch = { label: state.label, note: state.note, attributes: state.attributes, ...place };
  if (!workspace.alter(slot, patch, t("Restore earlier state"))) return;
  const text = sameText
    ? t("Restored as it was.")
    : t("Label and note are restored. The place is of an earlier text and stays as it is.");
  workspace.emit("notice", { text, undo: true });
}

export function mayRestore(workspace: Workspace, { author, layer }: Annotation): boolean {
  const me = workspace.boot.me.participant;
  return workspace.mayAnnotate && layer === "person" && (author?.id === me || author?.speaks_for?.id === me);
}

export function restoreDeleted(workspace: Workspace, annotation: Annotation): void {
  const mark = markOf(annotation);
  workspace.knowDeleted(mark, annotation.version);
  workspace.perform([{ title: t("Restore mark"), id: mark.id, before: null, after: mark }]);
  workspace.select(workspace.marks.slotOf(mark.id) ?? null);
  workspace.emit("notice", { text: t("Mark restored"), undo: true });
}
