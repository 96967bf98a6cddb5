/**
 * Splitting a mark and merging several: each is one step of the history. What becomes of the marks is one operation on its way;
 * relations that a merged mark takes over follow it.
 */
import { snap } from "../../engine/graphemes";
import type { LinkEntry } from "../../engine/history";
import type { Attributes, Fragment, Mark } from "../../engine/marks";
import { cut, isBeside, united } from "../../engine/shapes";
import { sameValue } from "./changes";
import { uuid7 } from "./uuid7";
import { t, tn } from "./words";
import type { Workspace } from "./workspace";

const LONGEST_NOTE = 10_000;
const MOST_FRAGMENTS = 200;

/**
 * Cuts a mark at the caret, or out of it the words that are selected. The first part goes on to be the mark, with what is
 * said about it; the others are new marks, with its label, note and attributes.
 */
export function split(workspace: Workspace, range: Fragment): void {
  const { marks, index } = workspace;
  const inside = (slot: number): boolean => workspace.mayEdit(slot) && cutAt(slot).length > 1;
  const places = range.map((place) => snap(index, place, -1));
  const cutAt = (slot: number): Fragment[][] => cut(index, marks.fragments(slot), places);
  const here = [workspace.selected, ...marks.at(range[0]), ...marks.at(Math.max(0, range[1] - 1))];
  const slot = here.find((one): one is number => one !== null && inside(one));
  if (slot === undefined) return workspace.refuse(t("Put the caret into a mark of yours, where it is to be split."));
  const mark = marks.mark(slot);
  const [first, ...rest] = cutAt(slot) as [Fragment[], ...Fragment[][]];
  const title = t("Split mark");
  const made = rest.map((fragments) => {
    const more = { note: mark.note, ...(mark.attributes && { attributes: mark.attributes }) };
    return workspace.newMark(mark.label, fragments, more);
  });
  workspace.perform([
    { title, id: mark.id, before: mark, after: { ...mark, fragments: first } },
    ...made.map((after) => ({ title, id: after.id, before: null, after })),
  ]);
  const cutOut = made.find(({ fragments }) => fragments[0]![0] >= range[0]) ?? made[0]!;
  const next = range[0] < range[1] && first[0]![0] >= range[0] ? mark : cutOut;
  workspace.select(marks.slotOf(next.id) ?? null);
  const kept = mark.note || mark.attributes ? ` ${t("Each part has its note and attributes.")}` : "";
  const text = tn("Split into {count} mark.", "Split into {count} marks.", made.length + 1) + kept;
  workspace.emit("notice", { text, undo: true });
}

/** The marks that merging would join: those of this person among the selected words, else the selected one and its neighbour. */
function toMerge(workspace: Workspace, range: Fragment | null): Mark[] {
  const { marks, index, selected } = workspace;
  const mine = [...marks.inOrder()].filter((slot) => workspace.mayEdit(slot));
  if (range) {
    const touches = (slot: number): boolean => marks.fragments(slot).some(([start, end]) => start < range[1] && end > range[0]);
    return mine.filter(touches).map((slot) => marks.mark(slot));
  }
  if (selected === null || !workspace.mayEdit(selected)) return [];
  const last = (slot: number): number => Math.max(...marks.fragments(slot).map(([, end]) => end));
  const same = mine.filter((slot) => slot !== selected && marks.label(slot) === marks.label(selected));
  const at = marks.start(selected);
  const after = same.find((slot) => marks.start(slot) >= at && isBeside(index, last(selected), marks.start(slot)));
  const before = same.findLast((slot) => marks.start(slot) <= at && isBeside(index, last(slot), at));
  const beside = after ?? before;
  return beside === undefined ? [] : [selected, beside].sort((a, b) => marks.start(a) - marks.start(b)).map((slot) => marks.mark(slot));
}

/** Attributes of all, the first mark's where they differ; and how many values gave way. */
function attributesOf(marks: readonly Mark[]): { all: Attributes; lost: number } {
  const all: Record<string, unknown> = {};
  let lost = 0;
  for (const { attributes = {} } of marks) {
    for (const [name, value] of Object.entries(attributes)) {
      if (!(name in all)) all[name] = value;
      else if (!sameValue(all[name], value)) lost++;
    }
  }
  return { all, lost };
}

/** What relates the others to marks that stay, said of the first instead. */
function relationsOf(workspace: Workspace, first: Mark, others: readonly Mark[]): LinkEntry[] {
  const { relations } = workspace;
  const gone = new Set([first, ...others].map(({ id }) => id));
  const said = new Set<string>();
  return others.flatMap(({ id }) =>
    relations.of(id).flatMap(({ relation }): LinkEntry[] => {
      const kind = relations.usable.find((one) => one.id === relation.kind);
      const [source, target] = [relation.source, relation.target].map((end) => (end === id ? first.id : end)) as [string, string];
      const key = kind?.symmetric ? [kind.id, ...[source, target].sort()].join() : [kind?.id, source, target].join();
      const inside = gone.has(relation.source) && gone.has(relation.target);
      if (!kind || inside || said.has(key) || !relations.mayChange(relation) || relations.isThere(source, target, kind)) return [];
      said.add(key);
      const after = { id: uuid7(), kind: kind.id, source, target };
      return [{ of: "relation", title: t("Relate: {kind}", { kind: kind.name }), id: after.id, before: null, after }];
    }),
  );
}

/**
 * Makes one mark of several with the same label. The first in the text stays; it gets the words of all, their notes one below
 * the other, those attributes of the others that it does not have, and their relations. What was said about the others stays
 * with them, and comes back when the merging is undone.
 */
export function merge(workspace: Workspace, range: Fragment | null): void {
  const found = toMerge(workspace, range);
  const [first, ...others] = found;
  if (!first || others.length === 0) {
    return workspace.refuse(
      range
        ? t("Select words that touch at least two marks of yours.")
        : t("No mark of yours with the same label stands beside this one. Select words that touch the marks to merge."),
    );
  }
  if (others.some(({ label }) => label !== first.label)) {
    return workspace.refuse(t("These marks have different labels. Give them one label first."));
  }
  const fragments = united(workspace.index, found.flatMap((mark) => mark.fragments));
  const note = [...new Set(found.map((mark) => mark.note.trim()).filter(Boolean))].join("\n");
  if ([...note].length > LONGEST_NOTE) return workspace.refuse(t("Together the notes of these marks are too long."));
  if (fragments.length > MOST_FRAGMENTS) return workspace.refuse(t("Together these marks have too many parts."));
  const { all, lost } = attributesOf(found);
  const after: Mark = { ...first, fragments, note, ...(Object.keys(all).length ? { attributes: all } : {}) };
  const title = tn("Merge {count} mark", "Merge {count} marks", found.length);
  workspace.perform([
    { title, id: first.id, before: first, after },
    ...others.map((mark) => ({ title, id: mark.id, before: mark, after: null })),
    ...relationsOf(workspace, first, others),
  ]);
  workspace.select(workspace.marks.slotOf(first.id) ?? null);
  const { threads } = workspace.conversation.talk;
  const comments = others.reduce((sum, { id }) => sum + (threads.get(id)?.count ?? 0), 0);
  const silent = comments
    ? ` ${tn("{count} comment went with the marks that were joined.", "{count} comments went with the marks that were joined.", comments)}`
    : "";
  const left = lost
    ? ` ${tn("{count} attribute differed: the first mark’s stands.", "{count} attributes differed: the first mark’s stand.", lost)}`
    : "";
  workspace.emit("notice", { text: tn("Merged {count} mark.", "Merged {count} marks.", found.length) + left + silent, undo: true });
}
