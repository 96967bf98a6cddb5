/**
 * What every key does. One table serves the handling of keys and the help, so the two cannot differ. Letters belong to the
 * labels of the codebook; the few letters used here as second keys give way where a label claims them.
 */
import type { Caret, Unit } from "../reading/caret";
import { t } from "../model/words";
import { isApple, matches, type KeyPress } from "./keys";

/** Where a key counts: in the text, in the text and the list of marks, or anywhere but in a field. */
export type Scope = "text" | "marks" | "page";

export interface Command {
  readonly group: string;
  readonly title: string;
  readonly keys: readonly string[];
  readonly scope: Scope;
  when?(): boolean;
  run(): void;
}

export interface HelpGroup {
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly keys: readonly string[] }[];
}

type Move = readonly [key: string, unit: Unit, direction: -1 | 1];

const EVERYWHERE: readonly Move[] = [
  ["ArrowLeft", "character", -1],
  ["ArrowRight", "character", 1],
  ["ArrowUp", "line", -1],
  ["ArrowDown", "line", 1],
  ["Home", "lineboundary", -1],
  ["End", "lineboundary", 1],
];

const MOVES: readonly Move[] = isApple
  ? [
      ...EVERYWHERE,
      ["Alt+ArrowLeft", "word", -1],
      ["Alt+ArrowRight", "word", 1],
      ["Mod+ArrowLeft", "lineboundary", -1],
      ["Mod+ArrowRight", "lineboundary", 1],
      ["Mod+ArrowUp", "document", -1],
      ["Mod+ArrowDown", "document", 1],
    ]
  : [
      ...EVERYWHERE,
      ["Mod+ArrowLeft", "word", -1],
      ["Mod+ArrowRight", "word", 1],
      ["Mod+ArrowUp", "block", -1],
      ["Mod+ArrowDown", "block", 1],
      ["Mod+Home", "document", -1],
      ["Mod+End", "document", 1],
    ];

/** Moves the caret where the key is one that does; `always` extends, as when an edge is being moved. */
export function moveCaret(caret: Caret, press: KeyPress, always: boolean): boolean {
  const bare: KeyPress = {
    key: press.key,
    ctrlKey: press.ctrlKey,
    metaKey: press.metaKey,
    altKey: press.altKey,
    shiftKey: false,
  };
  const move = MOVES.find(([key]) => matches(bare, key));
  if (!move) return false;
  caret.move(move[1], move[2], press.shiftKey || always);
  return true;
}

function movingHelp(): HelpGroup {
  const word = isApple ? "Alt+ArrowRight" : "Mod+ArrowRight";
  const block = isApple ? [] : [{ title: t("By paragraph"), keys: ["Mod+ArrowUp", "Mod+ArrowDown"] }];
  return {
    title: t("Reading"),
    rows: [
      { title: t("Move by character and line"), keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"] },
      { title: t("By word"), keys: [word.replace("Right", "Left"), word] },
      ...block,
      { title: t("Start and end of the line"), keys: ["Home", "End"] },
      {
        title: t("Start and end of the text"),
        keys: isApple ? ["Mod+ArrowUp", "Mod+ArrowDown"] : ["Mod+Home", "Mod+End"],
      },
      { title: t("Select: hold Shift with any of these"), keys: ["Shift+ArrowRight"] },
      { title: t("Turn the page"), keys: ["PageDown", "PageUp"] },
    ],
  };
}

export class CommandTable {
  readonly #commands: Command[] = [];
  readonly #isClaimed: (letter: string) => boolean;

  constructor(isClaimed: (letter: string) => boolean) {
    this.#isClaimed = isClaimed;
  }

  add(...commands: Command[]): void {
    this.#commands.push(...commands);
  }

  /** The keys of a command without the letters that labels claim. */
  keysOf(command: Command): string[] {
    return command.keys.filter((key) => !(/^(?:Shift\+)?\p{L}$/u.test(key) && this.#isClaimed(key.slice(-1))));
  }

  find(press: KeyPress, scopes: readonly Scope[]): Command | undefined {
    return this.#commands.find(
      (command) =>
        scopes.includes(command.scope) &&
        this.keysOf(command).some((key) => matches(press, key)) &&
        (command.when?.() ?? true),
    );
  }

  /** What can be done now. */
  get available(): readonly Command[] {
    return this.#commands.filter((command) => command.when?.() ?? true);
  }

  help(): HelpGroup[] {
    const groups = new Map<string, { title: string; keys: readonly string[] }[]>();
    for (const command of this.#commands) {
      const rows = groups.get(command.group) ?? [];
      const keys = this.keysOf(command);
      if (keys.length && !rows.some(({ title }) => title === command.title)) rows.push({ title: command.title, keys });
      groups.set(command.group, rows);
    }
    return [movingHelp(), ...[...groups].map(([title, rows]) => ({ title, rows }))];
  }
}
