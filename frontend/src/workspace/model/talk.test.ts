import { describe, expect, it } from "vitest";
import { pieces, rowOfEvent, Talk, type CommentRow } from "./talk";

const row = (id: string, more: Partial<CommentRow> = {}): CommentRow => ({
  id,
  thread: "t",
  about: "document",
  subject: "d",
  document: "d",
  kind: "comment",
  author: { id: "me", name: "Me" },
  text: id,
  open: false,
  mentions: [],
  version: 1,
  created_at: "2026-01-01T00:00:00Z",
  edited_at: null,
  deleted_at: null,
  ...more,
});

function talkOf(...rows: CommentRow[]): Talk {
  const talk = new Talk();
  for (const one of rows) talk.put(one);
  return talk;
}

describe("threads", () => {
  it("stand in the order of saying, with what is on its way at their end", () => {
    const talk = talkOf(
      row("c", { version: 0, thread: null, created_at: "2025-01-01T00:00:00Z" }),
      row("b", { created_at: "2026-01-01T00:00:01.5Z" }),
      row("a", { created_at: "2026-01-01T00:00:01.25Z" }),
    );
    expect(talk.threads.get("d")!.rows.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(talk.threads.get("d")!.id).toBe("t");
  });

  it("are resolved while the last row that was not deleted says so", () => {
    const done = row("2", { kind: "resolved", created_at: "2026-01-02T00:00:00Z" });
    const later = row("3", { created_at: "2026-01-03T00:00:00Z" });
    expect(talkOf(row("1"), done).threads.get("d")!.resolved).toBe(true);
    expect(talkOf(row("1"), done, later).threads.get("d")!.resolved).toBe(false);
    expect(talkOf(row("1"), done, { ...later, deleted_at: "now" }).threads.get("d")!.resolved).toBe(true);
  });

  it("count the comments that are there", () => {
    const talk = talkOf(row("1"), row("2", { deleted_at: "now" }), row("3", { kind: "resolved" }), row("4", { subject: "m" }));
    expect(talk.threads.get("d")!.count).toBe(1);
    expect(talk.threads.get("m")!.count).toBe(1);
  });
});

describe("a text", () => {
  const anna = { id: "a", name: "Anna", username: "anna" };
  const annaB = { id: "b", name: "Anna B.", username: "anna.b" };

  it("is cut at the members it mentions, and nowhere else", () => {
    expect(pieces("Ask @Anna.b, or mail@anna, or @annabel, or @anna.", [anna, annaB])).toEqual([
      { text: "Ask " },
      { text: "@Anna.b", who: annaB },
      { text: ", or mail@anna, or @annabel, or " },
      { text: "@anna", who: anna },
      { text: "." },
    ]);
  });

  it("stays whole where it mentions nobody", () => {
    expect(pieces("<b>@anna</b>", [])).toEqual([{ text: "<b>@anna</b>" }]);
  });
});

describe("an event", () => {
  it("gives its comment, and nothing where it has none", () => {
    expect(rowOfEvent(row("1") as never)?.id).toBe("1");
    expect(rowOfEvent({ id: "x", fragments: [] })).toBeNull();
    expect(rowOfEvent(null)).toBeNull();
  });
});
