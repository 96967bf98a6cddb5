// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refused } from "./api";
import type { Notice } from "./document_state";
import { finishReading, resumeReading, revealOthers } from "./own_reading";
import { closePages, openPage, startOver } from "./test_page";
import type { Workspace } from "./workspace";

let workspace: Workspace;
let asked: [string, unknown][];
let notices: Notice[];

beforeEach(async () => {
  startOver();
  workspace = await openPage();
  workspace.boot = { ...workspace.boot, blind: "until_finished" };
  asked = [];
  notices = [];
  workspace.on("notice", (notice) => notices.push(notice));
  vi.spyOn(workspace, "refetchMarks").mockImplementation(async () => void asked.push(["marks", null]));
  workspace.api.send = (async ({ path, body }: { path: string; body: unknown }) => {
    asked.push([path, body]);
    return {};
  }) as typeof workspace.api.send;
});

afterEach(closePages);

const paths = (): string[] => asked.map(([path]) => path).filter((path) => /finish|reveal|resume|marks/.test(path));

test("finishing leaves the work of others hidden, and undoing goes on reading with the changes still to be undone", async () => {
  workspace.history.record([{ title: "Mark “river”", id: "x", before: null, after: null }]);
  await finishReading(workspace, false);
  expect(asked[0]).toEqual(["/documents/d/finish", { look: false }]);
  expect(paths()).toEqual(["/documents/d/finish"]);
  expect([workspace.boot.reading.state, workspace.boot.blind]).toEqual(["finished", "until_revealed"]);
  expect(workspace.boot.may).toMatchObject({ annotate: false, finish: false, resume: true });
  expect([workspace.undoable, workspace.redoable]).toEqual(["Finish reading", null]);
  expect(notices.at(-1)).toEqual({ text: "Reading finished", undo: true });
  workspace.undo();
  await vi.waitFor(() => expect(notices.at(-1)?.text).toBe("You go on reading"));
  expect(paths().at(-1)).toBe("/documents/d/resume");
  expect([workspace.boot.reading.state, workspace.boot.blind, workspace.boot.may.resume]).toEqual(["open", "until_finished", false]);
});

test("seeing the work of others ends undo", async () => {
  workspace.history.record([{ title: "Mark “river”", id: "x", before: null, after: null }]);
  await finishReading(workspace, false);
  await revealOthers(workspace);
  expect(paths()).toEqual(["/documents/d/finish", "/documents/d/reveal", "marks"]);
  expect([workspace.boot.blind, workspace.boot.may.resume, workspace.undoable]).toEqual(["", false, null]);
  expect(workspace.history.canUndo).toBeNull();
});

test("finishing and seeing can be one act, and are one where nothing is hidden", async () => {
  await finishReading(workspace, true);
  expect(asked[0]).toEqual(["/documents/d/finish", { look: true }]);
  expect([workspace.boot.blind, workspace.boot.may.resume]).toEqual(["", false]);
  workspace.boot = { ...workspace.boot, blind: "", reading: { state: "open" } };
  await finishReading(workspace, false);
  expect([workspace.boot.may.resume, notices.at(-1)]).toEqual([false, { text: "Reading finished", undo: false }]);
});

test("what is hidden until all have finished stays so", async () => {
  workspace.boot = { ...workspace.boot, blind: "until_all_finished" };
  await finishReading(workspace, false);
  expect([workspace.boot.blind, workspace.boot.may.resume]).toEqual(["until_all_finished", true]);
  await resumeReading(workspace);
  expect([workspace.boot.blind, workspace.boot.may.finish]).toEqual(["until_all_finished", true]);
});

test("a refusal to go on is told, and nothing is taken back", async () => {
  await finishReading(workspace, false);
  const problem = { type: "about:blank", title: "Conflict", status: 409, detail: "You have seen the work of others since." };
  workspace.api.send = (() => Promise.reject(new Refused(problem))) as typeof workspace.api.send;
  workspace.undo();
  await vi.waitFor(() => expect(notices.at(-1)).toEqual({ text: "You have seen the work of others since.", bad: true }));
  expect(workspace.boot.reading.state).toBe("finished");
});
