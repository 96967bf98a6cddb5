/** What becomes of a change that the server did not take: somebody else was first, or it was not accepted. */
import { isAboutMarks, type Operation } from "../store/operations";
import type { Annotation } from "./api";
import { markOf, type Patch } from "./changes";
import { t } from "./words";
import { uuid7 } from "./uuid7";
import type { Workspace } from "./workspace";

export async function keepMine(workspace: Workspace, operation: Operation, current: Annotation): Promise<void> {
  if (current.deleted_at && operation.kind === "update") {
    await workspace.outbox.discard(operation);
    const slot = workspace.marks.slotOf(operation.annotation);
    if (slot !== undefined) workspace.hide(workspace.marks.mark(slot), current.version);
    const mark = { ...markOf(current), ...(operation.body as Patch), id: uuid7(), version: 0 };
    workspace.perform([{ title: t("Mark again"), id: mark.id, before: null, after: mark }]);
    return;
  }
  await workspace.outbox.resend(operation, current.version);
}

/** Gives up a change the server did not accept, and shows again what the server holds. */
export async function giveUp(workspace: Workspace, operation: Operation): Promise<void> {
  await workspace.outbox.discard(operation);
  if (isAboutMarks(operation)) await workspace.refetchMarks();
  else if (/^relat/.test(operation.kind)) await workspace.relations.load();
  else await workspace.conversation.load();
}

export async function takeTheirs(workspace: Workspace, operation: Operation, current: Annotation | null): Promise<void> {
  await workspace.outbox.discard(operation);
  const slot = workspace.marks.slotOf(operation.annotation);
  if (current && !current.deleted_at) workspace.show(markOf(current));
  else if (slot !== undefined) workspace.hide(workspace.marks.mark(slot), current?.version ?? operation.base + 1);
}
