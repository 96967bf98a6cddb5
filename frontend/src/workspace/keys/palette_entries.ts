/** The commands of the workspace in the site's command palette, with their keys. */
import type { CommandTable } from "./commands";
import { printed } from "./keys";

interface Entry {
  readonly group: string;
  readonly label: string;
  readonly hint: string;
  run(): void;
}

/** Answers the palette's question for entries. Commands that only undo the palette's own doing are left out. */
export function offerInPalette(table: CommandTable): () => void {
  const onCollect = (event: Event): void => {
    const { add } = (event as CustomEvent<{ add: (entry: Entry) => void }>).detail;
    for (const command of table.available) {
      if (command.keys.includes("Escape")) continue;
      const [key] = table.keysOf(command);
      add({
        group: command.group,
        label: command.title,
        hint: key ? printed(key).join(" ") : "",
        run: () => command.run(),
      });
    }
  };
  document.addEventListener("palette-collect", onCollect);
  return () => document.removeEventListener("palette-collect", onCollect);
}
