import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressWith, destinationOf } from "./address";

const ID = "01a219d3-747e-7512-936e-c3044c1efc98";

describe("the address of a place", () => {
  it("names a passage by its code points", () => {
    expect(destinationOf("?at=3-9", "", 9)).toEqual({ kind: "passage", range: [3, 9] });
  });

  it("names a mark, which comes before a passage", () => {
    expect(destinationOf("?at=3-9", `#mark=${ID.toUpperCase()}`, 9)).toEqual({ kind: "mark", id: ID });
  });

  it("names nothing where it says nothing", () => {
    expect(destinationOf("", "", 9)).toBeNull();
    expect(destinationOf("?q=words", "#evidence", 9)).toBeNull();
  });

  it.each(["?at=", "?at=9-3", "?at=3-3", "?at=3-10", "?at=-1-3", "?at=1e1-9", "?at=0-99999999999"])("leads nowhere with %s", (search) => {
    expect(destinationOf(search, "", 9)).toEqual({ kind: "nowhere" });
  });

  it("leads nowhere with an id that is none", () => {
    expect(destinationOf("", "#mark=first", 9)).toEqual({ kind: "nowhere" });
  });

  it("never leads past the end of the text, whatever is written", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(100), (search, hash, length) => {
        const found = destinationOf(`?at=${search}`, hash, length);
        if (found?.kind === "passage") expect(found.range[1]).toBeLessThanOrEqual(length);
      }),
    );
  });

  it("is kept with the selected mark", () => {
    expect(addressWith("/a/annotate", null)).toBe("/a/annotate");
    expect(addressWith("/a/annotate", ID)).toBe(`/a/annotate#mark=${ID}`);
  });
});
