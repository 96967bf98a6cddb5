import { describe, expect, it } from "vitest";
import { Tray } from "./tray";

const laidOut = (tray: Tray): string[] => tray.exhibits.map(({ annotation, stance }) => `${annotation} ${stance}`);

describe("the tray of evidence", () => {
  it("takes each mark once, in the order of taking, with the first stance", () => {
    const tray = new Tray("states", () => true);
    expect([tray.take("b"), tray.take("a"), tray.take("b")]).toEqual([true, true, false]);
    tray.say("b", "contradicts");
    expect(laidOut(tray)).toEqual(["b contradicts", "a states"]);
    expect(new Set(tray.exhibits.map(({ key }) => key)).size).toBe(2);
    tray.drop("b");
    expect(laidOut(tray)).toEqual(["a states"]);
    tray.drop("a", "b");
    expect(laidOut(tray)).toEqual([]);
  });

  it("lets go of marks that have been deleted, and shows them again when that is undone, whatever happened meanwhile", () => {
    const there = new Set(["a", "b", "c"]);
    const tray = new Tray("states", (id) => there.has(id));
    tray.take("a");
    tray.take("b");
    there.delete("a");
    expect(laidOut(tray)).toEqual(["b states"]);
    tray.say("b", "supports");
    tray.take("c");
    tray.drop("b");
    there.add("a");
    expect(laidOut(tray)).toEqual(["a states", "c states"]);
  });
});
