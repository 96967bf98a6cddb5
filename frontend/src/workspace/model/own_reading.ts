/**
 * One's own reading of the open document. Finishing it and seeing what others did there are two acts: until the second the
 * reader may go on, and finishing is undone like any other act; the second ends undo.
 */
import type { Blind } from "./boot";
import { t } from "./words";
import type { Workspace } from "./workspace";

function ask(workspace: Workspace, act: "finish" | "reveal" | "resume", body: object = {}): Promise<unknown> {
  return workspace.api.send({ method: "POST", path: `/documents/${workspace.boot.document.id}/${act}`, body });
}

/** What is known of the reading before the page has been asked again, which may fail. */
function set(workspace: Workspace, finished: boolean, revealed: boolean): void {
  const { boot } = workspace;
  const mine = boot.blind === "until_finished" || boot.blind === "until_revealed";
  const until: Blind = finished ? "until_revealed" : "until_finished";
  const blind = mine ? (revealed ? "" : until) : boot.blind;
  const may = { ...boot.may, annotate: boot.may.annotate && !finished, finish: !finished, resume: finished && !revealed };
  workspace.boot = { ...boot, reading: { state: finished ? "finished" : "open" }, blind, may };
  if (revealed) workspace.history.clear();
  workspace.emit("reading", undefined);
}

/** What others did comes into sight, in every part of the page. */
async function fetchAll(workspace: Workspace): Promise<void> {
  const comments = workspace.conversation.load().catch(() => undefined);
  const relations = workspace.relations.load().catch(() => undefined);
  await Promise.all([workspace.renewSession().catch(() => false), workspace.refetchMarks(), comments, relations]);
}

/** Finishes the reading; `look` sees the work of others at once. Where nothing of theirs is hidden there is nothing to wait for. */
export async function finishReading(workspace: Workspace, look: boolean): Promise<void> {
  const revealed = look || workspace.boot.blind === "";
  await workspace.outbox.emptied();
  await ask(workspace, "finish", { look });
  set(workspace, true, revealed);
  await (revealed ? fetchAll(workspace) : workspace.renewSession().catch(() => false));
  workspace.emit("notice", { text: t("Reading finished"), undo: !revealed });
}

/** Sees the work of others, the reading being finished: it is closed for its reader then. */
export async function revealOthers(workspace: Workspace): Promise<void> {
  await ask(workspace, "reveal");
  set(workspace, true, true);
  await fetchAll(workspace);
  workspace.emit("notice", { text: t("You see the work of others now") });
}

/** Goes on with a finished reading: what undoing does, as long as the work of others has not been seen. */
export async function resumeReading(workspace: Workspace): Promise<void> {
  await ask(workspace, "resume");
  set(workspace, false, false);
  await workspace.renewSession().catch(() => false);
  workspace.emit("notice", { text: t("You go on reading") });
}
