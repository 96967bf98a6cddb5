// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { closePages, openPage, server, settle, startOver } from "./test_page";
import type { Workspace } from "./workspace";

beforeEach(() => void startOver());

afterEach(closePages);

async function twoMarks(): Promise<{ page: Workspace; a: string; b: string }> {
  const page = await openPage();
  await page.relations.load();
  const [a, b] = [page.create("a", 4, 9)!, page.create("b", 14, 21)!];
  return { page, a, b };
}

const said = (page: Workspace, mark: string): string[] =>
  page.relations.of(mark).map(({ kind, forward, other }) => `${forward ? ">" : "<"} ${kind} ${page.marks.quote(other)}`);

const kept = (): string[] =>
  [...server.links.values()].filter(({ deleted_at }) => !deleted_at).map(({ kind, version }) => `${kind} ${version}`);

describe("relations of marks", () => {
  it("are made, undone and done again like marks, on the right version", async () => {
    const { page, a, b } = await twoMarks();
    page.relations.relate(a, b, page.relations.kinds[0]!);
    expect([said(page, a), said(page, b)]).toEqual([["> supports carried"], ["< supports river"]]);
    await settle(page);
    expect(kept()).toEqual(["supports 1"]);
    page.undo();
    expect(said(page, a)).toEqual([]);
    page.redo();
    page.undo();
    page.redo();
    await settle(page);
    expect([kept(), page.save.failures]).toEqual([["supports 5"], []]);
    expect(said(page, b)).toEqual(["< supports river"]);
  });

  it("wait for the marks that they join, and are given up with them", async () => {
    const { page, a, b } = await twoMarks();
    page.relations.relate(a, b, page.relations.kinds[0]!);
    server.status = 400;
    await vi.waitFor(() => expect(page.save.failures).toHaveLength(2));
    server.status = 0;
    expect(page.outbox.operations.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      "create failed",
      "create failed",
      "relate waiting",
    ]);
    await page.outbox.discard(page.save.failures[0]!);
    expect(page.outbox.operations.map(({ kind }) => kind)).toEqual(["create"]);
  });

  it("go and come back with the marks that they join", async () => {
    const { page, a, b } = await twoMarks();
    page.relations.relate(a, b, page.relations.kinds[1]!);
    page.remove(page.marks.slotOf(b)!);
    expect(said(page, a)).toEqual([]);
    page.undo();
    expect(said(page, a)).toEqual(["> contradicts carried"]);
    expect(said(page, b)).toEqual(["> contradicts river"]);
    await settle(page);
    expect(page.save.failures).toEqual([]);
  });

  it("show on the next page while they are on their way", async () => {
    const { page, a, b } = await twoMarks();
    await settle(page);
    page.relations.relate(a, b, page.relations.kinds[0]!);
    page.outbox.close();
    const next = await openPage();
    await next.relations.load();
    expect(said(next, a)).toEqual(["> supports carried"]);
    await settle(next);
    expect(kept()).toEqual(["supports 1"]);
  });

  it("take in what the live feed says, and not what is older than what is here", async () => {
    const { page, a, b } = await twoMarks();
    await settle(page);
    const row = { id: "r", document: "d", kind: "supports", source: a, target: b, author: { id: "x", name: "X" } };
    page.relations.remote({ ...row, version: 1, deleted_at: null });
    expect(said(page, a)).toEqual(["> supports carried"]);
    expect(page.relations.mayChange(page.relations.links.get("r")!)).toBe(false);
    page.relations.remote({ ...row, version: 2, deleted_at: "now" });
    page.relations.remote({ ...row, version: 1, deleted_at: null });
    expect(said(page, a)).toEqual([]);
    page.relations.remote({ ...row, document: "other", version: 3, deleted_at: null });
    expect(said(page, a)).toEqual([]);
  });

  it("are offered once for two marks, a symmetric kind either way round", async () => {
    const { page, a, b } = await twoMarks();
    const [supports, contradicts] = page.relations.kinds;
    for (const kind of [supports!, contradicts!]) page.relations.relate(a, b, kind);
    const there = (from: string, to: string): boolean[] => [supports!, contradicts!].map((kind) => page.relations.isThere(from, to, kind));
    expect([there(a, b), there(b, a)]).toEqual([
      [true, true],
      [false, true],
    ]);
  });
});
