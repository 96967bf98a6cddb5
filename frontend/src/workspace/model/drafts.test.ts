// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Drafts } from "./drafts";

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what was typed is there after the page was closed, for the same person and document alone", () => {
  new Drafts("me", "d").set("note:x", "Counted by whom?");
  expect(new Drafts("me", "d").get("note:x")).toBe("Counted by whom?");
  expect(new Drafts("other", "d").get("note:x")).toBeUndefined();
  expect(new Drafts("me", "e").get("note:x")).toBeUndefined();
});

test("what was sent or emptied is forgotten", () => {
  const drafts = new Drafts("me", "d");
  drafts.set("a", "one");
  drafts.set("b", "two");
  drafts.delete("a");
  drafts.set("b", "");
  expect([new Drafts("me", "d").get("a"), new Drafts("me", "d").get("b"), localStorage.length]).toEqual([undefined, undefined, 0]);
});

test("after a month a draft is forgotten", () => {
  new Drafts("me", "d").set("a", "one");
  vi.useFakeTimers({ now: Date.now() + 31 * 86_400_000 });
  new Drafts("me", "other");
  expect(localStorage.length).toBe(0);
});

test("where the browser keeps nothing, words stay while the page is open", () => {
  vi.stubGlobal("localStorage", undefined);
  const drafts = new Drafts("me", "d");
  drafts.set("a", "one");
  expect(drafts.get("a")).toBe("one");
  drafts.delete("a");
  expect(drafts.get("a")).toBeUndefined();
});
