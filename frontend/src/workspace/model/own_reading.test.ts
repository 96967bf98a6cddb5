// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refused } from "./api";
import type { Notice } from "./document_state";
import { closePages, openPage, startOver } from "./test_page";
import type { Workspace } from "./workspace";

let workspace: Workspace;
let asked: [string, unknown][];
let notices: Notice[];
let neverBlind: boolean;

beforeEach(async () => {
  startOver();
  workspace = await openPage();
  workspace.boot = { ...workspace.boot, blind: "until_finished" };
  asked = [];
  neverBlind = false;
  notices = [];
  workspace.on("notice", (notice) => notices.push(notice));
  vi.spyOn(workspace, "refetchMarks").mockImplementation(async () => void asked.push(["marks", null]));
  workspace.api.send = (async ({ path, body }: { path: string; body: unknown }) => {
    asked.push([path, body]);
    const seen = path.endsWith("/reveal") || (body as { look?: boolean }).look === true || neverBlind;
    return { revealed_at: seen ? "2026-01-01T00:00:00Z" : null };
  }) as typeof workspace.api.send;
});

afterEach(closePages);

const paths = (): string[] => asked.map(([path]) => path).filter((path) => /finish|reveal|resume|marks/.test(path));

test("finishing leaves the work of others hidden, and undoing goes on reading with the changes still to be undone", async () => {
  workspace.history.record([{ title: "Mark “river”", id: "x", before: null, after: null }]);
  await workspace.reading.finish(false);
  expect(asked[0]).toEqual(["/documents/d/finish", { look: false }]);
  expect(paths()).toEqual(["/documents/d/finish"]);
  expect([workspace.boot.reading.state, workspace.boot.blind]).toEqual(["finished", "until_revealed"]);
  expect(workspace.boot.may).toMatchObject({ finish: false, resume: true });
  expect(workspace.mayAnnotate).toBe(false);
  expect([workspace.undoable, workspace.redoable]).toEqual(["Finish reading", null]);
  expect(notices.at(-1)).toEqual({ text: "Reading finished", undo: true });
  workspace.undo();
  workspace.undo(); // while the first is under way
  await vi.waitFor(() => expect(notices.at(-1)?.text).toBe("You go on reading"));
  expect(paths().at(-1)).toBe("/documents/d/resume");
  expect([workspace.boot.reading.state, workspace.boot.blind, workspace.boot.may.resume]).toEqual(["open", "until_finished", false]);
  expect(paths()).toEqual(["/documents/d/finish", "/documents/d/resume"]);
  expect([workspace.mayAnnotate, workspace.undoable, workspace.redoable]).toEqual([true, "Mark “river”", "Finish reading"]);
  workspace.redo();
  await vi.waitFor(() => expect(workspace.undoable).toBe("Finish reading"));
  await workspace.reading.resume();
  workspace.create("a", 4, 9);
  expect(workspace.redoable).toBeNull();
});

test("a reading finished on another day is not undone, but gone on with", async () => {
  workspace.boot = { ...workspace.boot, reading: { state: "finished" }, blind: "until_revealed", may: { ...workspace.boot.may, resume: true } };
  expect(workspace.undoable).toBeNull();
  workspace.undo();
  expect(paths()).toEqual([]);
  await workspace.reading.attempt(() => workspace.reading.resume());
  expect([paths(), workspace.mayAnnotate, workspace.redoable]).toEqual([["/documents/d/resume"], true, null]);
});

test("finishing is given up by whoever leaves while marks are still being saved", async () => {
  let left = false;
  vi.spyOn(workspace.outbox, "emptied").mockImplementation(async () => void (left = true));
  await workspace.reading.finish(true, () => !left);
  expect([paths(), workspace.boot.reading.state]).toEqual([[], "open"]);
});

test("seeing the work of others ends undo", async () => {
  workspace.history.record([{ title: "Mark “river”", id: "x", before: null, after: null }]);
  await workspace.reading.finish(false);
  await workspace.reading.reveal();
  expect(paths()).toEqual(["/documents/d/finish", "/documents/d/reveal", "marks"]);
  expect([workspace.boot.blind, workspace.boot.may.resume, workspace.undoable]).toEqual(["", false, null]);
  expect(workspace.history.canUndo).toBeNull();
});

test("finishing and seeing can be one act, and are one where nothing is hidden", async () => {
  await workspace.reading.finish(true);
  expect(asked[0]).toEqual(["/documents/d/finish", { look: true }]);
  expect([workspace.boot.blind, workspace.boot.may.resume]).toEqual(["", false]);
  workspace.boot = { ...workspace.boot, blind: "", reading: { state: "open" } };
  neverBlind = true;
  await workspace.reading.finish(false);
  expect([workspace.boot.may.resume, notices.at(-1)]).toEqual([false, { text: "Reading finished", undo: false }]);
});

test("what is hidden until all have finished stays so", async () => {
  workspace.boot = { ...workspace.boot, blind: "until_all_finished" };
  await workspace.reading.finish(false);
  expect([workspace.boot.blind, workspace.boot.may.resume]).toEqual(["until_all_finished", true]);
  await workspace.reading.resume();
  expect([workspace.boot.blind, workspace.boot.may.finish]).toEqual(["until_all_finished", true]);
});

test("a refusal to go on is told, and nothing is taken back", async () => {
  await workspace.reading.finish(false);
  const problem = { type: "about:blank", title: "Conflict", status: 409, detail: "You have seen the work of others since." };
  workspace.api.send = (() => Promise.reject(new Refused(problem))) as typeof workspace.api.send;
  workspace.undo();
  await vi.waitFor(() => expect(notices.at(-1)).toEqual({ text: "You have seen the work of others since.", bad: true }));
  expect(workspace.boot.reading.state).toBe("finished");
});

test("a reading is not finished while a change of it waits for a decision", async () => {
  const conflict = { document: "d", state: "conflict" } as (typeof workspace.save.conflicts)[number];
  workspace.save = { ...workspace.save, conflicts: [conflict] };
  workspace.boot = { ...workspace.boot, may: { ...workspace.boot.may, finish: true } };
  await workspace.reading.attempt(() => workspace.reading.finish(true));
  expect([paths(), notices.at(-1)?.bad]).toEqual([[], true]);
  expect(notices.at(-1)?.text).toContain("1 change of yours is not saved");
  workspace.save = { ...workspace.save, conflicts: [{ ...conflict, document: "another" }] };
  await workspace.reading.finish(true);
  expect(paths()[0]).toBe("/documents/d/finish");
});

test("a page that was asked for before the reading was finished does not undo that it was", async () => {
  const page = (boot: Workspace["boot"]): Response =>
    new Response(`<script type="application/json" id="workspace-boot">${JSON.stringify(boot)}</script>`);
  const before = workspace.boot;
  const answers: ((response: Response) => void)[] = [];
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => answers.push(resolve)));
  const renewal = workspace.renewSession();
  const finished = { ...before, reading: { state: "finished" }, blind: "until_revealed", may: { ...before.may, finish: false, resume: true } } as const;
  const done = workspace.reading.finish(false);
  await vi.waitFor(() => expect(workspace.boot.reading.state).toBe("finished"));
  vi.stubGlobal("fetch", async () => page(finished));
  answers[0]!(page(before));
  expect(await renewal).toBe(true);
  expect([workspace.boot.reading.state, workspace.undoable]).toEqual(["finished", "Finish reading"]);
  answers[1]!(page(finished));
  await done;
  expect([workspace.boot.reading.state, workspace.undoable]).toEqual(["finished", "Finish reading"]);
});
