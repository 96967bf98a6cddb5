// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { Codebook } from "../model/labels";
import { labelKeys, siteKeys } from "./help_groups";

const label = (name: string, shortcut: string, archived = false) => ({
  id: name,
  path: name,
  name,
  parent: null,
  colour: "#112233",
  shortcut,
  definition: "",
example: "",
  position: 0,
  archived,
});

describe("the list of keys", () => {
  it("has the labels that can be chosen by a key", () => {
    const codebook = new Codebook([label("Claim", "c"), label("Figure", ""), label("Old", "o", true), label("Source", "s")]);
    expect(labelKeys(codebook.usable)).toEqual([
      {
        title: "Labels",
        rows: [
          { title: "Claim", keys: ["c"] },
          { title: "Source", keys: ["s"] },
        ],
      },
    ]);
    expect(labelKeys([])).toEqual([]);
  });

  it("has the command palette and the letters of the navigation", () => {
    document.body.innerHTML = `<a data-go="d"><span class="truncate">Documents</span><span>12</span></a><a data-go="h">Home</a>`;
    expect(siteKeys(document).flatMap(({ rows }) => rows)).toEqual([
      { title: "Command palette", keys: ["Mod+k"] },
      { title: "Documents", keys: ["g+d"] },
      { title: "Home", keys: ["g+h"] },
    ]);
    document.body.innerHTML = "";
    expect(siteKeys(document)).toHaveLength(1);
  });
});
