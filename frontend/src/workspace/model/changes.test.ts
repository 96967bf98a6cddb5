import { describe, expect, it } from "vitest";
import type { Mark } from "../../engine/marks";
import { difference, isEmpty, joined, markOfEvent } from "./changes";
import { t, tn } from "./words";
import { uuid7 } from "./uuid7";

const mark: Mark = { id: "x", label: "l", author: "a", layer: 0, version: 1, fragments: [[0, 4]], note: "" };

describe("changes", () => {
  it("say only what differs", () => {
    expect(isEmpty(difference(mark, { ...mark, fragments: [[0, 4]], version: 9 }))).toBe(true);
    expect(difference(mark, { ...mark, label: "m", note: "n" })).toEqual({ label: "m", note: "n" });
  });

  it("join fragments that overlap and leave those that touch", () => {
    expect(joined([[8, 9], [0, 4], [3, 6]])).toEqual([[0, 6], [8, 9]]);
    expect(joined([[0, 4], [4, 6]])).toEqual([[0, 4], [4, 6]]);
  });

  it("read a mark out of an event, whichever way its author and layer are written", () => {
    const event = { id: "x", label: "l", author: { id: "a" }, layer: "gold", version: 2, fragments: [[1, 2]], note: null };
    expect(markOfEvent(event)).toMatchObject({ author: "a", layer: 1, version: 2, note: "", deleted: false });
    expect(markOfEvent({ id: "label" })).toBeNull();
    expect(markOfEvent(null)).toBeNull();
  });
});

describe("names and words", () => {
  it("UUIDs of version 7 sort by the time they were made, within one millisecond too", () => {
    const ids = Array.from({ length: 3000 }, () => uuid7(1_700_000_000_000));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("sentences are filled in after they are translated", () => {
    expect(t("Note: {note}", { note: "{count}" })).toBe("Note: {count}");
    expect(tn("{count} mark", "{count} marks", 1)).toBe("1 mark");
    expect(tn("{count} mark", "{count} marks", 2)).toBe("2 marks");
  });
});
