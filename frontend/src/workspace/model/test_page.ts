/** A page with a short text over a server in memory, for tests of what an open document does. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { vi } from "vitest";
import { openStore } from "../store/outbox";
import { Api } from "./api";
import type { Boot } from "./boot";
import { attributesIn, markOf } from "./changes";
import { FakeServer } from "./fake_server";
import { Workspace } from "./workspace";

export const TEXT = "The river had carried less water since the spring, a figure that two engineers dispute.";

export const boot: Boot = {
  project: { slug: "p", name: "P", marks_blind: "never" },
  document: {
    id: "d",
    title: "D",
    tlp: "",
    status: "",
    record: { authors: [], publisher: "", published: "", url: "", file_name: "" },
  },
  revision: { id: "r", number: 1, length: TEXT.length, sha256: "", sections: [0] },
  me: { participant: "me", user: "u", name: "Me", roles: [] },
  reading: { state: "open" },
  blind: "",
  may: { annotate: true, finish: true, resume: false, comment: true, comment_open: false },
  previous: null,
  next: null,
  event: 1,
  csrf: "",
  panels: [],
  actions: [],
  labels: ["a", "b", "c"].map((id, position) => ({
    id,
    name: id,
    path: id,
    parent: null,
    colour: "#112233",
    shortcut: "",
    definition: "",
    example: "",
    position,
    archived: false,
  })),
};

const columns = {
  revision: "r",
  event: 1,
  labels: [],
  authors: [],
  ids: [],
  label: [],
  author: [],
  layer: [],
  version: [],
  start: [],
  end: [],
};

/** The server behind the pages of one test. */
export let server: FakeServer;
let opened: Workspace[] = [];

/** Another browser and another server. */
export function startOver(): FakeServer {
  indexedDB = new IDBFactory();
  server = new FakeServer();
  opened = [];
  vi.stubGlobal("fetch", server.fetch);
  return server;
}

export function closePages(): void {
  for (const workspace of opened) workspace.outbox.close();
  vi.unstubAllGlobals();
}

export async function openPage(): Promise<Workspace> {
  const workspace = new Workspace(boot, new Api(""), [{ start: 0, text: TEXT, blocks: [] }], columns);
  for (const row of server.rows.values()) if (!row.deleted_at) workspace.marks.put(markOf(row));
  workspace.openOutbox(await openStore("me"));
  opened.push(workspace);
  return workspace;
}

export async function settle(workspace: Workspace): Promise<void> {
  for (let round = 0; workspace.save.unsaved > workspace.save.conflicts.length + workspace.save.failures.length; round++) {
    if (round > 4000) throw new Error(`still ${workspace.save.unsaved} unsaved`);
    if (round % 5 === 4) workspace.outbox.retryNow();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

export const shown = (workspace: Workspace): unknown[] =>
  [...workspace.marks.inOrder()]
    .map((slot) => workspace.marks.mark(slot))
    .map(({ id, label, fragments, note, attributes }) => ({ id, label, fragments, note, ...attributesIn(attributes) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

export const kept = (): unknown[] =>
  [...server.rows.values()]
    .filter(({ deleted_at }) => !deleted_at)
    .map(({ id, label, fragments, note, attributes }) => ({ id, label, fragments, note, ...attributesIn(attributes) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
