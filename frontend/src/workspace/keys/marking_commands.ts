/** Commands that shape marks: one becomes several, several become one, one is made everywhere; see `CommandTable`. */
import type { App } from "../app";
import { merge, split } from "../model/shaping";
import { t } from "../model/words";
import type { Command } from "./commands";

export function markingCommands(app: App): Command[] {
  const { workspace, desk } = app;
  const group = t("Marking");
  const may = (): boolean => workspace.mayAnnotate;
  return [
    {
      group,
      title: t("Label every occurrence of the selected words, or of the mark’s"),
      keys: ["Alt+Shift+Enter", "o"],
      scope: "marks",
      when: may,
      run: () => app.offerOccurrences(),
    },
    {
      group,
      title: t("Split the mark at the caret, or cut the selected words out of it"),
      keys: ["F9", "x"],
      scope: "marks",
      when: may,
      run: () => split(workspace, desk.place),
    },
    {
      group,
      title: t("Merge the mark with the one beside it, or all marks that the selected words touch"),
      keys: ["F4", "j"],
      scope: "marks",
      when: may,
      run: () => merge(workspace, desk.view.selectedRange),
    },
    {
      group,
      title: t("Relate the mark to another: once at each of them"),
      keys: ["Shift+F9", "w"],
      scope: "marks",
      when: () => app.relating.isActive || app.relating.isPossible,
      run: () => app.relating.turn(),
    },
    {
      group,
      title: t("Choose the mark that it is related to"),
      keys: ["Enter"],
      scope: "marks",
      when: () => app.relating.isActive,
      run: () => app.relating.turn(),
    },
    {
      group,
      title: t("Leave relating"),
      keys: ["Escape"],
      scope: "page",
      when: () => app.relating.isActive,
      run: () => app.relating.leave(),
    },
    {
      group,
      title: t("History of the mark, or the deleted marks"),
      keys: ["Shift+F4", "h"],
      scope: "page",
      run: () => void app.showHistory(),
    },
  ];
}
