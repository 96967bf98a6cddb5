/** What the live feed says, brought to the workspace. */
import { LiveFeed, type ChangeEvent, type Pace } from "../store/live_feed";
import { Refused } from "./api";
import { markOfEvent } from "./changes";
import type { Company } from "./company";
import { t } from "./words";
import type { Workspace } from "./workspace";

/** Said in the page's own place for it (`#live-status` in the top bar). */
const STATUS: Record<Pace, () => { readonly state: string; readonly text?: string }> = {
  prompt: () => ({ state: "live" }),
  late: () => ({ state: "waiting", text: t("Changes of others arrive late") }),
  broken: () => ({ state: "waiting" }),
};

export function followLive(workspace: Workspace, last: number, company: Company): LiveFeed {
  const { project, document } = workspace.boot;
  let refetching = false;
  let again = false;

  const refetch = async (): Promise<void> => {
    if (refetching) {
      again = true;
      return;
    }
    refetching = true;
    do {
      again = false;
      await workspace.refetchMarks().catch(() => undefined);
      await workspace.conversation.load().catch(() => undefined);
      await workspace.relations.load().catch(() => undefined);
    } while (again);
    refetching = false;
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const renewSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void workspace.renewSession().catch(() => false), 400);
  };

  const change = (event: ChangeEvent): void => {
    if (event.kind.startsWith("annotation.")) {
      const mark = markOfEvent(event.after);
      const here = (event.after?.["document"] ?? event.document) === document.id;
      if (!mark || !here || event.after?.["revision"] !== workspace.boot.revision.id) return;
      if (event.actor && mark.author === event.actor.id) workspace.marks.authorNames.set(event.actor.id, event.actor.name);
      workspace.remote({ ...mark, deleted: mark.deleted || event.kind === "annotation.deleted" });
    } else if (/^(comment|thread)\./.test(event.kind)) workspace.conversation.remote(event.after);
    else if (event.kind.startsWith("relation.")) workspace.relations.remote(event.after);
    else if (event.kind.startsWith("relation_kind.")) void workspace.relations.load().catch(() => undefined);
    else if (event.kind.startsWith("label.")) renewSoon();
    else if (event.kind === "document.revised" && event.document === document.id) void refetch();
    else if (event.kind.startsWith("reading.") && event.document === document.id) renewSoon();
  };

  const lose = (): void => workspace.emit("notice", { text: t("You no longer have access to this document."), bad: true });

  /** Access may have ended while there was no feed to say so; anything else is tried again. */
  const askWhetherLost = async (): Promise<void> => {
    try {
      await workspace.refetchMarks();
    } catch (error) {
      if (!(error instanceof Refused) || (error.status !== 404 && error.status !== 403)) return;
      feed.close();
      lose();
    }
  };

  const feed = new LiveFeed(`/api/v1/projects/${project.slug}/stream`, last, {
    change,
    reset: (subject) => {
      if (subject !== null && subject !== document.id) return;
      void refetch();
      void company.renew();
      renewSoon();
    },
    presence: (reader) => company.heard(reader),
    pace: (pace) => globalThis.document.dispatchEvent(new CustomEvent("live-status", { detail: STATUS[pace]() })),
    refused: () => void askWhetherLost(),
    ended: lose,
  });
  feed.open();
  return feed;
}
