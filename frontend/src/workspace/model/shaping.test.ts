// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Notice } from "./document_state";
import { merge, split } from "./shaping";
import { closePages, kept, openPage, server, settle, shown, startOver, TEXT } from "./test_page";
import type { Workspace } from "./workspace";

beforeEach(() => void startOver());

afterEach(closePages);

const at = (words: string): [number, number] => [TEXT.indexOf(words), TEXT.indexOf(words) + words.length];

function mark(page: Workspace, words: string, label = "a", note = "", attributes: Record<string, unknown> = {}): string {
  const id = page.create(label, ...at(words))!;
  const slot = page.marks.slotOf(id)!;
  const before = page.marks.mark(slot);
  if (note || Object.keys(attributes).length) page.perform([{ title: "", id, before, after: { ...before, note, attributes } }]);
  return id;
}

const words = (page: Workspace): string[] => [...page.marks.inOrder()].map((slot) => page.marks.quote(slot));

function told(page: Workspace): Notice[] {
  const notices: Notice[] = [];
  page.on("notice", (notice) => notices.push(notice));
  return notices;
}

describe("splitting a mark", () => {
  it("at the caret makes two of one, each with its label, note and attributes, undone at once", async () => {
    const page = await openPage();
    const id = mark(page, "less water since", "a", "why?", { certain: true });
    await settle(page);
    split(page, [at("water")[0], at("water")[0]]);
    expect(words(page)).toEqual(["less", "water since"]);
    expect(page.marks.id(page.selected!)).not.toBe(id);
    await settle(page);
    expect(kept()).toMatchObject([
      { id, note: "why?", attributes: { certain: true } },
      { note: "why?", attributes: { certain: true } },
    ]);
    expect(shown(page)).toEqual(kept());
    page.undo();
    await settle(page);
    expect(words(page)).toEqual(["less water since"]);
    expect(shown(page)).toEqual(kept());
    page.redo();
    await settle(page);
    expect(words(page)).toEqual(["less", "water since"]);
    expect(shown(page)).toEqual(kept());
  });

  it("with words selected cuts these out, and selects them", async () => {
    const page = await openPage();
    mark(page, "less water since the spring");
    split(page, at("since"));
    expect(words(page)).toEqual(["less water", "since", "the spring"]);
    expect(page.marks.quote(page.selected!)).toBe("since");
    page.undo();
    split(page, at("less water"));
    expect(words(page)).toEqual(["less water", "since the spring"]);
    expect(page.marks.quote(page.selected!)).toBe("less water");
  });

  it("refuses where no mark of one's own would be cut", async () => {
    const page = await openPage();
    mark(page, "water");
    page.remote({ id: "x", label: "a", author: "other", layer: 0, version: 1, fragments: [at("two engineers")], note: "" });
    const notices = told(page);
    split(page, [at("water")[0], at("water")[0]]);
    split(page, at("engineers"));
    expect(notices.map(({ bad }) => bad)).toEqual([true, true]);
    expect(words(page)).toEqual(["water", "two engineers"]);
  });
});

describe("merging marks", () => {
  it("joins the selected one with the one beside it, in words and notes, undone at once", async () => {
    const page = await openPage();
    const first = mark(page, "less", "a", "one", { a: 1, b: 1 });
    mark(page, "water", "a", "two", { b: 2, c: 3 });
    await settle(page);
    page.select(page.marks.slotOf(first)!);
    const notices = told(page);
    merge(page, null);
    expect(words(page)).toEqual(["less water"]);
    await settle(page);
    expect(kept()).toMatchObject([{ id: first, note: "one\ntwo", attributes: { a: 1, b: 1, c: 3 } }]);
    expect(notices[0]?.text).toContain("1 attribute differed");
    page.undo();
    await settle(page);
    expect(words(page)).toEqual(["less", "water"]);
    expect(shown(page)).toEqual(kept());
    page.redo();
    await settle(page);
    expect(shown(page)).toEqual(kept());
    expect(words(page)).toEqual(["less water"]);
  });

  it("keeps what relates any of them to others, once, and gives it back when undone", async () => {
    const page = await openPage();
    await page.relations.load();
    const [one, two, far] = [mark(page, "less"), mark(page, "water"), mark(page, "spring", "b")];
    const [supports] = page.relations.kinds;
    for (const [from, to] of [[one, two], [one, far], [two, far], [far, two]] as const) page.relations.relate(from, to, supports!);
    await settle(page);
    page.select(page.marks.slotOf(one)!);
    merge(page, null);
    await settle(page);
    const said = (): string[] => page.relations.of(one).map(({ forward, other }) => `${forward ? ">" : "<"} ${page.marks.quote(other)}`);
    expect([words(page), said().sort()]).toEqual([["less water", "spring"], ["< spring", "> spring"]]);
    page.undo();
    await settle(page);
    expect([said().sort(), page.relations.of(two).length, page.save.failures]).toEqual([["> spring", "> water"], 3, []]);
  });

  it("joins what the selected words touch, with parts where words stand between", async () => {
    const page = await openPage();
    mark(page, "less", "a", "same");
    mark(page, "spring", "a", "same");
    merge(page, [at("less")[0], at("spring")[1]]);
    expect(words(page)).toEqual(["less … spring"]);
    expect(page.marks.note(page.selected!)).toBe("same");
  });

  it("refuses different labels, a mark with nothing beside it, and somebody else's", async () => {
    const page = await openPage();
    mark(page, "less", "a");
    mark(page, "water", "b");
    page.remote({ id: "x", label: "b", author: "other", layer: 0, version: 1, fragments: [at("since")], note: "" });
    const notices = told(page);
    merge(page, [at("less")[0], at("water")[1]]);
    merge(page, null);
    merge(page, at("since"));
    expect(notices.map(({ text }) => text.split(/[ .]/)[0])).toEqual(["These", "No", "Select"]);
    expect(words(page)).toEqual(["less", "water", "since"]);
    await settle(page);
    expect([...server.rows.values()].every(({ version }) => version === 1)).toBe(true);
  });
});
