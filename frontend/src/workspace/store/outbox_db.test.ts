import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { IDBFactory } from "fake-indexeddb";
import type { Operation } from "./operations";
import { requestOf, versionAfter } from "./operations";
import { DiskOutbox, MemoryOutbox, type OutboxStore } from "./outbox_db";
import { pauseAfter, ready } from "./sender";

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

const stores: [string, () => Promise<OutboxStore>][] = [
  ["on disk", () => DiskOutbox.open()],
  ["in memory", async () => new MemoryOutbox()],
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
    await store.acknowledge(first, 7);
    expect((await store.all("me")).map(({ key, base }) => [key, base])).toEqual([
      ["2", 7],
      ["3", 1],
    ]);
  });

  it("moves on the version of a change that was written while the acknowledgement came in", async () => {
    const first = operation("1", "x");
    await store.add(first);
    await store.acknowledge(first, 7);
    await store.add(operation("2", "x", { base: 1 }));
    expect((await store.get("2"))?.base).toBe(7);
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
