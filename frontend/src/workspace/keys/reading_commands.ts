/** Commands for reading and finding one's way; see `CommandTable`. */
import type { ReadingTools } from "../reading/reading_tools";
import { t } from "../model/words";
import type { Command } from "./commands";

export function readingCommands(tools: ReadingTools): Command[] {
  const finding = t("Finding and reading");
  const { finding: find, moving } = tools;
  return [
    { group: finding, title: t("Find in this document"), keys: ["/"], scope: "page", run: () => find.open() },
    {
      group: finding,
      title: t("Close the search, with the caret at the hit"),
      keys: ["Escape"],
      scope: "page",
      when: () => find.finder.isOpen && !tools.desk.palette.isOpen,
      run: () => find.close(),
    },
    {
      group: finding,
      title: t("Next passage without a mark"),
      keys: ["Alt+Shift+ArrowDown", "u"],
      scope: "page",
      run: () => moving.toUnmarked(1),
    },
    {
      group: finding,
      title: t("Previous passage without a mark"),
      keys: ["Alt+Shift+ArrowUp", "Shift+U"],
      scope: "page",
      run: () => moving.toUnmarked(-1),
    },
    {
      group: finding,
      title: t("Next conflict between people’s marks"),
      keys: ["F8"],
      scope: "page",
      run: () => moving.toConflict(1),
    },
    {
      group: finding,
      title: t("Previous conflict between people’s marks"),
      keys: ["Shift+F8"],
      scope: "page",
      run: () => moving.toConflict(-1),
    },
    {
      group: finding,
      title: t("Next mark with an open comment"),
      keys: ["Mod+F8", "."],
      scope: "page",
      run: () => moving.toComment(1),
    },
    {
      group: finding,
      title: t("Previous mark with an open comment"),
      keys: ["Mod+Shift+F8", ","],
      scope: "page",
      run: () => moving.toComment(-1),
    },
    {
      group: finding,
      title: t("From a footnote’s call to the footnote, and back"),
      keys: ["Mod+Enter"],
      scope: "text",
      when: () => moving.atNote,
      run: () => moving.followNote(),
    },
    {
      group: finding,
      title: t("Reading: size, width, typeface, theme"),
      keys: ["r"],
      scope: "page",
      run: () => tools.popover.open(),
    },
  ];
}
