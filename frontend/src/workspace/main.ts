/**
 * Opens the workspace on its page. Text and marks are asked for together; the text never changes and comes from the
 * browser's cache where it was read before.
 */
import "./workspace.css";
import type { MarkColumns } from "../engine/marks";
import type { SectionData } from "../engine/text_index";
import { App } from "./app";
import { Api } from "./model/api";
import { readBoot, type Boot } from "./model/boot";
import { followLive } from "./model/live";
import { Workspace } from "./model/workspace";
import { showFailure } from "./parts/failure";
import { openStore } from "./store/outbox";

interface Sections {
  readonly sections: readonly SectionData[];
}

/** The typefaces are asked for with the text: one that arrives after the first painting makes the browser lay out all of it again. */
const FACES = ['1rem "Source Serif 4 Variable"', '1rem "Source Sans 3 Variable"'];

async function openWorkspace(root: HTMLElement, boot: Boot): Promise<void> {
  const api = new Api(boot.csrf);
  const [store, text, marks] = await Promise.all([
    openStore(boot.me.participant),
    api.get<Sections>(`/revisions/${boot.revision.id}/sections`),
    api.get<MarkColumns>(`/documents/${boot.document.id}/marks`),
    Promise.all(FACES.map((face) => document.fonts.load(face).catch(() => []))),
  ]);
  performance.mark("workspace:data");
  const workspace = new Workspace(boot, api, text.sections, marks);
  workspace.openOutbox(store);
  const app = new App(workspace, root);
  app.desk.view.paintVisible();
  app.address.follow();
  await nextFrame();
  performance.mark("workspace:painted");
  app.furnish();
  app.address.settle();
  root.dataset["ready"] = "painted";
  followLive(workspace, marks.event, app.company);
  app.company.open();
  const panel = new URLSearchParams(location.search).get("panel");
  if (panel !== null) void app.showPanel(panel);
  // What fails here is asked for again with the next message of the feed.
  await workspace.conversation.load().catch(() => undefined);
  await workspace.relations.load().catch(() => undefined);
  root.dataset["relations"] = "loaded";
}

/** Resolves when the browser has painted; a page in the background paints nothing and need not wait. */
function nextFrame(): Promise<void> {
  if (document.visibilityState === "hidden") return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

const root = document.getElementById("workspace");
const boot = readBoot(document);
if (root && boot) openWorkspace(root, boot).catch((error: unknown) => showFailure(root, error));
