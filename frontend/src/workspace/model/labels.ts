/** The codebook as the workspace uses it: by id, by shortcut, in order, with the labels used last. */
import type { Names } from "../../engine/columns";
import type { LabelLook } from "../../engine/view/mark_styles";
import type { LabelInfo } from "./boot";
import { codesFor } from "./codes";
import { t } from "./words";

export interface Label extends LabelInfo {
  readonly code: string;
  readonly depth: number;
}

const UNKNOWN_COLOUR = "#6b7280";
const RECENT = 3;

function inTreeOrder(labels: readonly LabelInfo[]): { label: LabelInfo; depth: number }[] {
  const byParent = new Map<string | null, LabelInfo[]>();
  const known = new Set(labels.map(({ id }) => id));
  for (const label of labels) {
    const parent = label.parent !== null && known.has(label.parent) ? label.parent : null;
    byParent.set(parent, [...(byParent.get(parent) ?? []), label]);
  }
  const ordered: { label: LabelInfo; depth: number }[] = [];
  const visit = (parent: string | null, depth: number): void => {
    const children = (byParent.get(parent) ?? []).sort(
      (a, b) => a.position - b.position || a.name.localeCompare(b.name),
    );
    for (const label of children) {
      ordered.push({ label, depth });
      visit(label.id, depth + 1);
    }
  };
  visit(null, 0);
  return ordered;
}

export class Codebook {
  readonly all: readonly Label[];
  readonly usable: readonly Label[];
  readonly #byId: ReadonlyMap<string, Label>;
  readonly #byShortcut: ReadonlyMap<string, Label>;
  #recent: string[] = [];
  #remembered = "";

  constructor(labels: readonly LabelInfo[]) {
    const ordered = inTreeOrder(labels);
    const codes = codesFor(ordered.map(({ label }) => label.name));
    this.all = ordered.map(({ label, depth }, at) => ({ ...label, depth, code: codes[at] ?? "?" }));
    this.usable = this.all.filter(({ archived }) => !archived);
    this.#byId = new Map(this.all.map((label) => [label.id, label]));
    this.#byShortcut = new Map(
      this.usable.filter(({ shortcut }) => shortcut).map((label) => [label.shortcut.toLowerCase(), label]),
    );
  }

  get(id: string): Label | undefined {
    return this.#byId.get(id);
  }

  /** A mark may carry a label this page has not heard of: one made since it was opened. */
  describe(id: string): { readonly path: string; readonly name: string; readonly code: string } {
    const label = this.get(id);
    return label ?? { path: t("Unknown label"), name: t("Unknown label"), code: "?" };
  }

  byShortcut(key: string): Label | undefined {
    return this.#byShortcut.get(key.toLowerCase());
  }

  /** The labels used last are remembered in this browser under a name: for one person, in one project. */
  rememberUnder(name: string): void {
    this.#remembered = `probata.recent:${name}`;
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.#remembered) ?? "[]");
      if (Array.isArray(kept)) this.#recent = kept.filter((id) => this.#byId.has(id)).slice(0, RECENT);
    } catch {
      // What was used before is a convenience.
    }
  }

  used(id: string): void {
    this.#recent = [id, ...this.#recent.filter((other) => other !== id)].slice(0, RECENT);
    try {
      if (this.#remembered) localStorage.setItem(this.#remembered, JSON.stringify(this.#recent));
    } catch {
      // It is remembered while the page is open.
    }
  }

  keepRecentOf(other: Codebook): void {
    this.#remembered = other.#remembered;
    this.#recent = other.#recent.filter((id) => this.#byId.has(id));
  }

  /**
   * What the palette offers: matches of every word of the query, best first; without one, what is suggested, then the labels
   * used last, then all.
   */
  matching(query: string, suggested: readonly string[] = []): Label[] {
    const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) {
      const first = [...new Set([...suggested, ...this.#recent])];
      const found = first.flatMap((id) => this.usable.find((label) => label.id === id) ?? []);
      return [...found, ...this.usable.filter((label) => !found.includes(label))];
    }
    const rank = (label: Label): number => {
      const name = label.name.toLocaleLowerCase();
      const whole = `${label.path} ${label.code}`.toLocaleLowerCase();
      if (!words.every((word) => whole.includes(word))) return -1;
      const first = words[0] as string;
      if (name === first || label.code.toLocaleLowerCase() === first) return 4;
      if (name.startsWith(first)) return 3;
      return name.includes(first) ? 2 : 1;
    };
    return this.usable
      .map((label) => ({ label, score: rank(label) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .map(({ label }) => label);
  }

  /** Colour and line of each label, in the numbering the marks use. */
  looks(names: Names): LabelLook[] {
    for (const { id } of this.all) names.code(id);
    return names.values.map((id) => {
      const label = this.get(id);
      return { colour: label?.colour ?? UNKNOWN_COLOUR, position: label ? this.all.indexOf(label) : 0 };
    });
  }
}
