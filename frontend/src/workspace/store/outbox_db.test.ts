import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { IDBFactory } from "fake-indexeddb";
import { againstNow, requestOf, SEVERAL, versionAfter, type MarkStep, type Operation } from "./operations";
import { DiskOutbox, MemoryOutbox, type OutboxStore } from "./outbox_db";
import { pauseAfter, ready } from "./sender";
import { SpillingOutbox } from "./spilling_outbox";

const operation = (key: string, annotation: string, more: Partial<Operation> = {}): Operation => ({
  key,
  participant: "me",
  document: "d",
  annotation,
  kind: "update",
  body: { note: key },
  base: 1,
  title: "",
  state: "waiting",
  ...more,
});

/** Takes nothing more; what it had can be read. */
class FullDisk extends MemoryOutbox {
  override add(): Promise<void> {
    return Promise.reject(new DOMException("full", "QuotaExceededError"));
  }
  override acknowledge(): Promise<void> {
    return this.add();
  }
  override replace(): Promise<void> {
    return this.add();
  }
}

const stores: [string, () => Promise<OutboxStore>][] = [
  ["on disk", () => DiskOutbox.open()],
  ["in memory", async () => new MemoryOutbox()],
  ["that spills", async () => new SpillingOutbox(await DiskOutbox.open())],
  ["that spills beside a disk that takes nothing", async () => new SpillingOutbox(new FullDisk())],
];

describe.each(stores)("the outbox %s", (_name, open) => {
  let store: OutboxStore;

  beforeEach(async () => {
    indexedDB = new IDBFactory();
    store = await open();
  });

  it("gives back what it was given, in the order it was made, to the person who made it", async () => {
    await store.add(operation("2", "x"));
    await store.add(operation("1", "x"));
    await store.add(operation("3", "y", { participant: "other" }));
    expect((await store.all("me")).map(({ key }) => key)).toEqual(["1", "2"]);
  });

  it("moves on the version of what waits behind an acknowledged change of the same mark", async () => {
    const first = operation("1", "x");
    await store.add(first);
    await store.add(operation("2", "x"));
    await store.add(operation("3", "y"));
    await store.acknowledge(first, new Map([["x", 7]]));
    expect((await store.all("me")).map(({ key, base }) => [key, base])).toEqual([
      ["2", 7],
      ["3", 1],
    ]);
  });

  it("moves on the version of a change that was written while the acknowledgement came in", async () => {
    const first = operation("1", "x");
    await store.add(first);
    await store.acknowledge(first, new Map([["x", 7]]));
    await store.add(operation("2", "x", { base: 1 }));
    expect((await store.get("2"))?.base).toBe(7);
  });

  it("moves on what waits among several changes, and the several what waits behind them", async () => {
    const first = operation("1", "x");
    const step = (annotation: string): MarkStep => ({ kind: "update", annotation, body: { note: "s" }, base: 1 });
    const several = operation("2", SEVERAL, { kind: "steps", body: null, steps: [step("x"), step("y")] });
    await store.add(first);
    await store.add(several);
    await store.add(operation("3", "y"));
    await store.acknowledge(first, new Map([["x", 7]]));
    expect((await store.get("2"))?.steps?.map(({ base }) => base)).toEqual([7, 1]);
    await store.acknowledge(several, new Map([["x", 8], ["y", 2]]));
    expect((await store.get("3"))?.base).toBe(2);
    await store.add(operation("4", SEVERAL, { kind: "steps", body: null, steps: [step("x"), step("z")] }));
    expect((await store.get("4"))?.steps?.map(({ base }) => base)).toEqual([8, 1]);
  });

  it("replaces and removes in one step", async () => {
    await store.add(operation("1", "x", { state: "conflict" }));
    await store.replace([operation("2", "x")], ["1"]);
    expect((await store.all("me")).map(({ key, state }) => [key, state])).toEqual([["2", "waiting"]]);
  });
});

describe("sending", () => {
  it("lets a refused change hold back only its own mark", () => {
    const waiting = [operation("1", "x", { state: "conflict" }), operation("2", "x"), operation("3", "y")];
    expect(ready(waiting).map(({ key }) => key)).toEqual(["3"]);
  });

  it("holds back what shares a mark with what is held back", () => {
    const steps = ["x", "y"].map((annotation): MarkStep => ({ kind: "delete", annotation, body: null, base: 1 }));
    const several = operation("2", SEVERAL, { kind: "steps", body: null, steps });
    const waiting = [operation("1", "x", { state: "failed" }), several, operation("3", "y"), operation("4", "z")];
    expect(ready(waiting).map(({ key }) => key)).toEqual(["4"]);
  });

  it("sends several changes as one request", () => {
    const steps: MarkStep[] = [
      { kind: "create", annotation: "n", body: { id: "n", label: "a", fragments: [[0, 1]], exact: "T", revision: "r" }, base: 0 },
      { kind: "update", annotation: "x", body: { note: "b" }, base: 4 },
      { kind: "delete", annotation: "y", body: null, base: 2 },
      { kind: "restore", annotation: "z", body: null, base: 3 },
    ];
    const request = requestOf(operation("k", SEVERAL, { kind: "steps", body: null, steps }));
    expect(request).toMatchObject({ method: "POST", path: "/documents/d/annotations/steps", headers: { "Idempotency-Key": "k" } });
    expect(request.body).toEqual([
      { op: "create", id: "n", label: "a", fragments: [[0, 1]], exact: "T", revision: "r" },
      { op: "change", annotation: "x", version: 4, note: "b" },
      { op: "delete", annotation: "y", version: 2 },
      { op: "restore", annotation: "z", version: 3 },
    ]);
  });

  it("tries again against what the server holds, without deleting what is gone", () => {
    const steps = ["x", "y"].map((annotation): MarkStep => ({ kind: "delete", annotation, body: null, base: 1 }));
    const several = operation("k", SEVERAL, { kind: "steps", body: null, steps });
    const problem = (status: number, index: number, current?: object): Operation =>
      ({ ...several, problem: { status, title: "", detail: "", index, ...(current && { current }) } }) as Operation;
    const stale = againstNow(problem(409, 1, { version: 5, deleted_at: null }));
    expect(stale?.steps?.map(({ base }) => base)).toEqual([1, 5]);
    expect(againstNow(problem(410, 0))?.steps?.map(({ annotation }) => annotation)).toEqual(["y"]);
    expect(againstNow({ ...problem(404, 0), steps: steps.slice(0, 1) })).toBeNull();
  });

  it("waits longer each time, up to a minute, and never gives up", () => {
    expect(pauseAfter(0, 0.5)).toBe(500);
    expect(pauseAfter(1, 0.5)).toBe(1000);
    expect(pauseAfter(1_000_000, 0.5)).toBe(60_000);
    expect(pauseAfter(3, 0)).toBeLessThan(pauseAfter(3, 1));
  });

  it("names the operation and the version in the request", () => {
    expect(requestOf(operation("k", "x", { base: 4 }))).toEqual({
      method: "PATCH",
      path: "/annotations/x",
      body: { note: "k" },
      headers: { "Idempotency-Key": "k", "If-Match": '"4"' },
    });
    expect(requestOf(operation("k", "x", { kind: "create" })).headers).toEqual({ "Idempotency-Key": "k" });
    expect(versionAfter(operation("k", "x", { base: 4, kind: "delete" }), undefined)).toBe(5);
  });
});

describe("a disk that fills up while somebody works", () => {
  it("keeps the order of what lies on it and beside it, and forgets what was sent though it cannot be told", async () => {
    const disk = new MemoryOutbox();
    const store = new SpillingOutbox(disk);
    const first = operation("1", "x");
    await store.add(first);
    const full = new FullDisk();
    disk.add = () => full.add();
    disk.acknowledge = () => full.acknowledge();
    disk.replace = () => full.replace();
    await store.add(operation("2", "x"));
    expect([store.spilled, (await store.all("me")).map(({ key }) => key)]).toEqual([true, ["1", "2"]]);
    await store.acknowledge(first, new Map([["x", 7]]));
    expect((await store.all("me")).map(({ key, base }) => [key, base])).toEqual([["2", 7]]);
    expect(await store.get("1")).toBeUndefined();
    await store.replace([operation("3", "x")], ["2"]);
    expect((await store.all("me")).map(({ key }) => key)).toEqual(["3"]);
  });
});
