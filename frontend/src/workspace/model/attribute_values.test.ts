import { describe, expect, it } from "vitest";
import { readBack, tooLarge, withAttribute, written } from "./attribute_values";

describe("the value of an attribute", () => {
  it("stays of its kind when it is written anew", () => {
    expect(readBack("12", 7)).toBe(12);
    expect(readBack("false", true)).toBe(false);
    expect(readBack("[1, 2]", [1])).toEqual([1, 2]);
    expect(readBack("12", "seven")).toBe("12");
    expect(readBack("true", undefined)).toBe("true");
  });

  it("cannot be what its kind is not", () => {
    expect(readBack("many", 7)).toBeUndefined();
    expect(readBack("1e999", 7)).toBeUndefined();
    expect(readBack("1", true)).toBeUndefined();
    expect(readBack("[1,", [1])).toBeUndefined();
  });

  it("is the same when nothing was written", () => {
    for (const value of ["", "a b", 0, -1.5, true, null, { a: [1] }]) expect(readBack(written(value), value)).toEqual(value);
  });
});

describe("the attributes of a mark", () => {
  it("are said, changed and taken away by name", () => {
    const all = { b: 1, a: "x" };
    expect(withAttribute(all, "b", 2)).toEqual({ b: 2, a: "x" });
    expect(withAttribute(all, "c", "")).toEqual({ b: 1, a: "x", c: "" });
    expect(withAttribute(all, "b", undefined)).toEqual({ a: "x" });
    expect(withAttribute(all, "a", "x")).toBeNull();
    expect(withAttribute(all, "z", undefined)).toBeNull();
  });

  it("may have a name that means something to an object", () => {
    const all = withAttribute({}, "__proto__", "x")!;
    expect(Object.entries(all)).toEqual([["__proto__", "x"]]);
  });

  it("are too large as the server counts", () => {
    expect(tooLarge({ a: "ü".repeat(8_000) })).toBe(false);
    expect(tooLarge({ a: "ü".repeat(8_200) })).toBe(true);
  });
});
