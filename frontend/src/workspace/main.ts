/**
 * Opens the workspace on its page. Text and marks are asked for together; the text never changes and comes from the
 * browser's cache where it was read before.
 */
import "./workspace.css";
import type { MarkColumns } from "../engine/marks";
import type { SectionData } from "../engine/text_index";
import { App, showFailure } from "./app";
import { Api } from "./model/api";
import { readBoot, type Boot } from "./model/boot";
import { followLive } from "./model/live";
import { Workspace } from "./model/workspace";
import { openStore } from "./store/outbox";

interface Sections {
  readonly sections: readonly SectionData[];
}

async function openWorkspace(root: HTMLElement, boot: Boot): Promise<void> {
  const api = new Api(boot.csrf);
  const [store, text, marks] = await Promise.all([
    openStore(),
    api.get<Sections>(`/revisions/${boot.revision.id}/sections`),
    api.get<MarkColumns>(`/documents/${boot.document.id}/marks`),
  ]);
  performance.mark("workspace:data");
  const workspace = new Workspace(boot, api, text.sections, marks);
  await workspace.openOutbox(store);
  const app = new App(workspace, root);
  app.desk.view.paintVisible();
  performance.mark("workspace:painted");
  root.dataset["ready"] = "painted";
  followLive(workspace, marks.event);
}

const root = document.getElementById("workspace");
const boot = readBoot(document);
if (root && boot) openWorkspace(root, boot).catch((error: unknown) => showFailure(root, error));
