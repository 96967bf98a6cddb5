import { describe, expect, it } from "vitest";
import { Tray } from "./tray";

describe("the tray of evidence", () => {
  it("takes each mark once, in the order of taking, with the first stance", () => {
    const tray = new Tray("states", () => true);
    expect([tray.take("b"), tray.take("a"), tray.take("b")]).toEqual([true, true, false]);
    tray.say("b", "contradicts");
    expect(tray.exhibits).toEqual([
      { annotation: "b", stance: "contradicts" },
      { annotation: "a", stance: "states" },
    ]);
    tray.drop("b");
    expect(tray.exhibits.map(({ annotation }) => annotation)).toEqual(["a"]);
    tray.empty();
    expect(tray.exhibits).toEqual([]);
  });

  it("lets go of marks that have been deleted, and shows them again when that is undone", () => {
    const there = new Set(["a", "b"]);
    const tray = new Tray("states", (id) => there.has(id));
    tray.take("a");
    tray.take("b");
    there.delete("a");
    expect(tray.exhibits.map(({ annotation }) => annotation)).toEqual(["b"]);
    there.add("a");
    expect(tray.exhibits.map(({ annotation }) => annotation)).toEqual(["a", "b"]);
  });
});
