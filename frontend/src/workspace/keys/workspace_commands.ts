/** The commands of the workspace; see `CommandTable`. */
import type { App } from "../app";
import { t } from "../model/words";
import type { Command } from "./commands";

export function commandsFor(app: App): Command[] {
  const { workspace } = app;
  const { desk } = app;
  const marking = t("Marking");
  const moving = t("From mark to mark");
  const page = t("Everywhere");
  const selectedMine = (): boolean => workspace.selected !== null && workspace.mayEdit(workspace.selected);
  const open = (id: string | null): void => {
    if (id !== null) location.assign(app.addressOf(id));
  };
  const neighbour = (direction: -1 | 1): void => {
    const slot = workspace.neighbour(direction, desk.caret.offset);
    if (slot !== null) desk.goTo(slot);
  };
  return [
    {
      group: marking,
      title: t("Label the selected words; select the mark at the caret; change its label"),
      keys: ["Enter"],
      scope: "marks",
      run: () => desk.enter(),
    },
    {
      group: marking,
      title: t("Select all the text"),
      keys: ["Mod+A"],
      scope: "text",
      run: () => {
        desk.focus();
        desk.view.select(0, workspace.index.length);
      },
    },
    {
      group: marking,
      title: t("Add the selected words to the selected mark (or drag with Alt)"),
      keys: ["Alt+Enter"],
      scope: "marks",
      run: () => desk.addPart(),
    },
    {
      group: marking,
      title: t("Move the edges of the mark"),
      keys: ["F2", "e"],
      scope: "marks",
      when: selectedMine,
      run: () => desk.beginEdges(),
    },
    {
      group: marking,
      title: t("Write a note on the mark"),
      keys: ["Shift+Enter", "n"],
      scope: "marks",
      when: selectedMine,
      run: () => void app.editNote(),
    },
    {
      group: marking,
      title: t("Give the mark an attribute"),
      keys: ["Mod+F2", "a"],
      scope: "marks",
      when: selectedMine,
      run: () => void app.addAttribute(),
    },
    {
      group: marking,
      title: t("Comment on the mark, or on the document"),
      keys: ["Shift+F2", "c"],
      scope: "page",
      run: () => void app.writeComment(),
    },
    {
      group: marking,
      title: t("Delete the mark"),
      keys: ["Delete", "Backspace"],
      scope: "marks",
      when: selectedMine,
      run: () => {
        if (workspace.selected === null) return;
        const [start] = workspace.marks.fragments(workspace.selected)[0]!;
        workspace.remove(workspace.selected);
        desk.view.select(start); // the way goes on from here, not from where the caret was left
      },
    },
    ...workspace.boot.actions.map((action) => ({
      group: marking,
      title: action.title,
      keys: [action.key],
      scope: "marks" as const,
      when: (): boolean => workspace.selected !== null,
      run: () => app.takeAction(action),
    })),
    { group: moving, title: t("Next mark"), keys: ["Alt+ArrowDown"], scope: "page", run: () => neighbour(1) },
    { group: moving, title: t("Previous mark"), keys: ["Alt+ArrowUp"], scope: "page", run: () => neighbour(-1) },
    { group: moving, title: t("To the list of marks"), keys: ["m"], scope: "page", run: () => void app.showMarks() },
    { group: moving, title: t("Filter the list of marks"), keys: ["Shift+M"], scope: "page", run: () => void app.filterMarks() },
    { group: moving, title: t("To the label book"), keys: ["l"], scope: "page", run: () => void app.showLabels() },
    { group: moving, title: t("To the text"), keys: ["t"], scope: "page", run: () => desk.focus() },
    {
      group: page,
      title: t("Finish reading; once finished, see the work of others"),
      keys: ["Mod+Shift+Enter"],
      scope: "marks", // on a link it is the browser's
      when: () => workspace.boot.may.finish || workspace.boot.blind === "until_revealed",
      run: () => app.finish(),
    },
    { group: page, title: t("Undo"), keys: ["Mod+Z"], scope: "page", run: () => workspace.undo() },
    { group: page, title: t("Redo"), keys: ["Mod+Shift+Z", "Mod+Y"], scope: "page", run: () => workspace.redo() },
    {
      group: page,
      title: t("Leave: the palette, then the words, then the mark"),
      keys: ["Escape"],
      scope: "page",
      run: () => desk.escape(),
    },
    {
      group: page,
      title: t("Next document"),
      keys: ["Alt+PageDown"],
      scope: "page",
      run: () => open(workspace.boot.next),
    },
    {
      group: page,
      title: t("Previous document"),
      keys: ["Alt+PageUp"],
      scope: "page",
      run: () => open(workspace.boot.previous),
    },
    { group: page, title: t("This list"), keys: ["?"], scope: "page", run: () => app.showHelp() },
  ];
}
