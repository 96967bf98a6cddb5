import { describe, expect, it } from "vitest";
import { History } from "./history";
import type { Mark } from "./marks";

const mark = (label: string): Mark => ({
  id: "x",
  label,
  author: "a",
  layer: 0,
  version: 1,
  fragments: [[0, 1]],
  note: "",
});

describe("History", () => {
  it("undoes and redoes in order, giving the state to bring back", () => {
    const history = new History();
    history.record([{ title: "Mark", id: "x", before: null, after: mark("a") }]);
    history.record([{ title: "Relabel", id: "x", before: mark("a"), after: mark("b") }]);
    expect(history.undo()?.[0]).toMatchObject({ before: mark("b"), after: mark("a") });
    expect(history.undo()?.[0]).toMatchObject({ before: mark("a"), after: null });
    expect(history.undo()).toBeNull();
    expect(history.redo()?.[0]).toMatchObject({ before: null, after: mark("a") });
    expect(history.canRedo).toBe("Relabel");
  });

  it("takes the changes of one action back in reverse order", () => {
    const history = new History();
    history.record([
      { title: "All", id: "x", before: null, after: mark("a") },
      { title: "All", id: "y", before: null, after: mark("a") },
    ]);
    expect(history.undo()?.map(({ id }) => id)).toEqual(["y", "x"]);
  });

  it("forgets what was undone as soon as something new is done", () => {
    const history = new History();
    history.record([{ title: "One", id: "x", before: null, after: mark("a") }]);
    history.undo();
    history.record([{ title: "Two", id: "x", before: null, after: mark("b") }]);
    expect(history.canRedo).toBeNull();
    history.clear();
    expect(history.canUndo).toBeNull();
  });
});
