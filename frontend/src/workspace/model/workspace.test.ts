// @vitest-environment happy-dom
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Mark } from "../../engine/marks";
import { keepMine, takeTheirs } from "./decisions";
import type { Notice } from "./document_state";
import { closePages, kept, openPage, server, settle, shown, startOver, TEXT } from "./test_page";
import type { Workspace } from "./workspace";

beforeEach(() => void startOver());

afterEach(closePages);

describe("an open document", () => {
  it("saves a mark, its changes, and their undoing, in order and on the right version", async () => {
    const page = await openPage();
    const id = page.create("a", 4, 9)!;
    page.relabel(page.marks.slotOf(id)!, "b");
    page.setNote(page.marks.slotOf(id)!, "why?");
    page.undo();
    await settle(page);
    expect(server.rows.get(id)).toMatchObject({ label: "b", note: "", version: 4, fragments: [[4, 9]] });
    expect(shown(page)).toEqual(kept());
    expect(page.save.failures).toEqual([]);
  });

  it("brings a deleted mark back by restoring it, as often as one likes", async () => {
    const page = await openPage();
    const id = page.create("a", 4, 9)!;
    for (let time = 0; time < 3; time++) {
      page.remove(page.marks.slotOf(id)!);
      page.undo();
    }
    page.undo();
    await settle(page);
    expect(server.rows.get(id)!.deleted_at).not.toBeNull();
    page.redo();
    await settle(page);
    expect(server.rows.get(id)).toMatchObject({ deleted_at: null });
    expect(shown(page)).toEqual(kept());
  });

  it("shows on the next page what an earlier one could not send, and sends it once", async () => {
    const first = await openPage();
    server.status = 503;
    const id = first.create("a", 4, 9)!;
    first.relabel(first.marks.slotOf(id)!, "c");
    await vi.waitFor(() => expect(first.save.trouble).toBe("offline"));
    first.outbox.close();
    server.status = 0;
    const second = await openPage();
    expect(shown(second)).toEqual([{ id, label: "c", fragments: [[4, 9]], note: "" }]);
    await settle(second);
    expect(kept()).toEqual(shown(second));
    expect([...server.writes.values()].every((count) => count === 1)).toBe(true);
  });

  it("asks when somebody else changed the mark meanwhile, and does what is decided", async () => {
    const page = await openPage();
    const id = page.create("a", 4, 9)!;
    await settle(page);
    server.touch(id, { note: "theirs" });
    page.relabel(page.marks.slotOf(id)!, "b");
    await settle(page);
    const [conflict] = page.save.conflicts;
    expect(conflict?.problem?.current?.note).toBe("theirs");
    await keepMine(page, conflict!, conflict!.problem!.current!);
    await settle(page);
    expect(server.rows.get(id)).toMatchObject({ label: "b", note: "theirs" });

    server.touch(id, { label: "c" });
    page.setNote(page.marks.slotOf(id)!, "mine");
    await settle(page);
    const [second] = page.save.conflicts;
    await takeTheirs(page, second!, second!.problem!.current!);
    await settle(page);
    expect(shown(page)).toEqual(kept());
    expect(server.rows.get(id)).toMatchObject({ label: "c", note: "theirs" });
  });

  it("marks again what somebody else deleted while it was being changed, if that is decided", async () => {
    const page = await openPage();
    const id = page.create("a", 4, 9)!;
    await settle(page);
    server.touch(id, { deleted_at: "now" });
    page.relabel(page.marks.slotOf(id)!, "b");
    await settle(page);
    const [conflict] = page.save.conflicts;
    await keepMine(page, conflict!, conflict!.problem!.current!);
    await settle(page);
    expect(kept()).toMatchObject([{ label: "b", fragments: [[4, 9]] }]);
    expect(shown(page)).toEqual(kept());
  });

  it("does not let a later state of the server overwrite changes on their way, nor an older one what is saved", async () => {
    const page = await openPage();
    const id = page.create("a", 4, 9)!;
    await settle(page);
    const saved = page.marks.mark(page.marks.slotOf(id)!);
    page.relabel(page.marks.slotOf(id)!, "b");
    page.remote({ ...saved, version: 9, label: "c" });
    expect(page.marks.label(page.marks.slotOf(id)!)).toBe("b");
    await settle(page);
    page.remote(saved);
    expect(page.marks.label(page.marks.slotOf(id)!)).toBe("b");
    page.remote({ ...saved, version: 9, label: "c" });
    expect(page.marks.label(page.marks.slotOf(id)!)).toBe("c");
    page.remote({ ...saved, version: 10, deleted: true });
    expect(page.marks.slotOf(id)).toBeUndefined();
  });

  it("refuses to change what is somebody else's, and says so", async () => {
    const page = await openPage();
    const notices: Notice[] = [];
    page.on("notice", (notice) => notices.push(notice));
    const theirs: Mark = { id: "x", label: "a", author: "other", layer: 0, version: 1, fragments: [[0, 3]], note: "" };
    page.remote(theirs);
    page.relabel(page.marks.slotOf("x")!, "b");
    page.remove(page.marks.slotOf("x")!);
    expect(page.marks.label(page.marks.slotOf("x")!)).toBe("a");
    expect(notices.map(({ bad }) => bad)).toEqual([true, true]);
    expect(page.outbox.operations).toEqual([]);
  });

  it("marks several passages as one: sent once, undone once, done again once", async () => {
    const page = await openPage();
    const ids = page.createMany("a", [[4, 9], [14, 21], [30, 35]]);
    expect(page.outbox.operations.map(({ kind }) => kind)).toEqual(["steps"]);
    await settle(page);
    expect(kept()).toHaveLength(3);
    expect(shown(page)).toEqual(kept());
    page.undo();
    expect(shown(page)).toEqual([]);
    page.redo();
    await settle(page);
    expect(ids.map((id) => server.rows.get(id)!.version)).toEqual([3, 3, 3]);
    expect(shown(page)).toEqual(kept());
    expect(server.writes.size).toBe(3);
  });

  it("takes several changes as one, or none, and says again which of them stands in the way", async () => {
    const page = await openPage();
    const [first, second] = page.createMany("a", [[4, 9], [14, 21]]) as [string, string];
    await settle(page);
    server.touch(second, { note: "theirs" });
    page.undo();
    await settle(page);
    expect(page.save.failures[0]?.problem).toMatchObject({ index: 0, current: { id: second } });
    expect([first, second].map((id) => server.rows.get(id)!.deleted_at)).toEqual([null, null]);
    await page.outbox.tryAgain(page.save.failures[0]!);
    await settle(page);
    expect(kept()).toEqual([]);
    expect(shown(page)).toEqual([]);
  });

  it("shows on the next page what several changes are on their way", async () => {
    const first = await openPage();
    server.status = 503;
    first.createMany("a", [[4, 9], [14, 21]]);
    await vi.waitFor(() => expect(first.save.trouble).toBe("offline"));
    first.outbox.close();
    server.status = 0;
    const second = await openPage();
    expect(shown(second)).toHaveLength(2);
    await settle(second);
    expect(shown(second)).toEqual(kept());
  });

  it("keeps a change that was not accepted, and lets it be given up", async () => {
    const page = await openPage();
    server.status = 400;
    page.create("a", 4, 9);
    await settle(page);
    expect(page.save.failures).toHaveLength(1);
    server.status = 0;
    await page.outbox.resend(page.save.failures[0]!, 0);
    await settle(page);
    expect(kept()).toHaveLength(1);
  });
});

type Act = { readonly kind: string; readonly pick: number; readonly a: number; readonly b: number };

const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom("create", "create", "relabel", "move", "note", "part", "delete", "undo", "undo", "redo"),
  pick: fc.nat(9),
  a: fc.nat(TEXT.length - 1),
  b: fc.integer({ min: 1, max: 20 }),
});

function perform(page: Workspace, { kind, pick, a, b }: Act): void {
  const order = page.marks.inOrder();
  const slot = order[pick % Math.max(1, order.length)];
  if (kind === "create") page.create("abc"[pick % 3]!, a, a + b);
  else if (kind === "undo") page.undo();
  else if (kind === "redo") page.redo();
  else if (slot === undefined) return;
  else if (kind === "relabel") page.relabel(slot, "abc"[a % 3]!);
  else if (kind === "move") page.moveTo(slot, [[a, Math.min(TEXT.length, a + b)]]);
  else if (kind === "note") page.setNote(slot, `note ${a}`);
  else if (kind === "part") page.addFragment(slot, a, a + b);
  else page.remove(slot);
}

describe("any row of actions over a bad line", () => {
  it("ends with the server holding exactly what is shown, and every change made once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), fc.integer(), async (acts, seed) => {
        startOver();
        let state = seed;
        const chance = (): number => ((state = (Math.imul(state, 1664525) + 1013904223) | 0) >>> 8) / 2 ** 24;
        server.failBefore = () => chance() < 0.15;
        server.failAfter = () => chance() < 0.15;
        const page = await openPage();
        for (const one of acts) {
          perform(page, one);
          if (chance() < 0.3) await new Promise((resolve) => setTimeout(resolve));
        }
        await settle(page);
        expect(page.save.failures).toEqual([]);
        expect(page.save.conflicts).toEqual([]);
        expect(shown(page)).toEqual(kept());
        expect([...server.writes.values()].every((count) => count === 1)).toBe(true);
        page.outbox.close();
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
