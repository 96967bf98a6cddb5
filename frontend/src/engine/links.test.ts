import { describe, expect, it } from "vitest";
import { LinkStore, type Link } from "./links";

const link = (id: string, source: string, target: string): Link => ({ id, kind: "k", source, target });

describe("relations", () => {
  it("are found from either mark", () => {
    const links = new LinkStore<Link>();
    links.put(link("1", "a", "b"));
    links.put(link("2", "c", "a"));
    expect(links.of("a").map(({ id }) => id)).toEqual(["1", "2"]);
    expect(links.of("b").map(({ id }) => id)).toEqual(["1"]);
    expect(links.of("x")).toEqual([]);
  });

  it("leave nothing when they are dropped or point elsewhere", () => {
    const links = new LinkStore<Link>();
    links.put(link("1", "a", "b"));
    links.put(link("1", "a", "c"));
    expect([links.of("b").length, links.of("c").length, links.size]).toEqual([0, 1, 1]);
    expect(links.drop("1")?.target).toBe("c");
    expect(links.drop("1")).toBeUndefined();
    expect([links.of("a").length, links.size]).toEqual([0, 0]);
  });
});
