import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MarkStore, type Mark } from "./marks";
import { TextIndex } from "./text_index";

const text = new TextIndex(
  Array.from({ length: 6 }, (_, at) => ({ start: at * 20, text: "abcdefghijklmnopqrst", blocks: [] })),
  120,
);

function mark(id: string, fragments: Mark["fragments"], more: Partial<Mark> = {}): Mark {
  return { id, label: "l", author: "a", layer: 0, version: 1, fragments, note: "", ...more };
}

describe("MarkStore", () => {
  it("reads the columns of the server, further fragments and notes included", () => {
    const store = MarkStore.from(text, {
      revision: "r",
      event: 3,
      labels: ["l1", "l2"],
      authors: [{ id: "a", name: "Ada" }],
      ids: ["x", "y"],
      label: [1, 0],
      author: [0, 0],
      layer: [0, 1],
      version: [4, 1],
      start: [2, 30],
      end: [5, 50],
      more: { "0": [[70, 72]] },
      notes: { "1": "why?" },
    });
    expect(store.mark(0)).toEqual({
      id: "x",
      label: "l2",
      author: "a",
      layer: 0,
      version: 4,
      fragments: [
        [2, 5],
        [70, 72],
      ],
      note: "",
    });
    expect(store.note(1)).toBe("why?");
    expect(store.authorName(1)).toBe("Ada");
    expect(store.at(71)).toEqual([0]);
    expect(store.quote(0)).toBe("cde … kl");
  });

  it("takes what stands under an imported name for the work of the member it speaks for", () => {
    const store = MarkStore.from(text, {
      revision: "r",
      event: 3,
      labels: ["l"],
      authors: [
        { id: "n", name: "A. L.", speaks_for: { id: "ada", name: "Ada" } },
        { id: "m", name: "B. K.", speaks_for: null },
      ],
      ids: ["x", "y"],
      label: [0, 0],
      author: [0, 1],
      layer: [0, 0],
      version: [1, 1],
      start: [2, 30],
      end: [5, 50],
    });
    expect([store.isBy(0, "ada"), store.isBy(1, "ada"), store.isBy(0, "bo")]).toEqual([true, false, false]);
    expect(store.isBy(store.put(mark("own", [[0, 1]], { author: "ada" })), "ada")).toBe(true);
    expect([store.authorName(0), store.authorName(1)]).toEqual(["Ada (A. L.)", "B. K."]);
  });

  it("lists the shortest mark at a place first", () => {
    const store = new MarkStore(text);
    store.put(mark("outer", [[0, 40]]));
    store.put(mark("inner", [[3, 6]]));
    expect(store.at(4).map((slot) => store.id(slot))).toEqual(["inner", "outer"]);
    expect(store.at(10).map((slot) => store.id(slot))).toEqual(["outer"]);
  });

  it("keeps the slot of a mark that is removed and comes back", () => {
    const store = new MarkStore(text);
    const slot = store.put(mark("x", [[1, 2]]));
    store.remove("x");
    expect(store.slotOf("x")).toBeUndefined();
    expect(store.size).toBe(0);
    expect(store.put(mark("x", [[5, 9]]))).toBe(slot);
    expect(store.at(6)).toEqual([slot]);
    expect(store.at(1)).toEqual([]);
  });

  it("answers after any row of changes what a plain list would", () => {
    const change = fc.record({
      id: fc.constantFrom("a", "b", "c", "d", "e"),
      remove: fc.boolean(),
      start: fc.nat(110),
      length: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const store = new MarkStore(text);
        const model = new Map<string, [number, number]>();
        for (const { id, remove, start, length } of changes) {
          if (remove) {
            store.remove(id);
            model.delete(id);
          } else {
            const range: [number, number] = [start, Math.min(120, start + length)];
            store.put(mark(id, [range]));
            model.set(id, range);
          }
        }
        expect(store.size).toBe(model.size);
        for (let place = 0; place < 120; place += 7) {
          const there = [...model].filter(([, [start, end]]) => start <= place && place < end).map(([id]) => id);
          expect(store.at(place).map((slot) => store.id(slot)).sort()).toEqual(there.sort());
        }
        const order = [...store.inOrder()].map((slot) => store.start(slot));
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
    );
  });
});
