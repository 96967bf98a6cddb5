/** What the list of keys tells beside the commands of the workspace: the labels' own keys, and those of every page. */
import type { Label } from "../model/labels";
import { t } from "../model/words";
import type { HelpGroup } from "./commands";

/** Labels that have a key, in the order of the codebook. */
export function labelKeys(labels: readonly Label[]): HelpGroup[] {
  const rows = labels.filter(({ shortcut }) => shortcut).map(({ path, shortcut }) => ({ title: path, keys: [shortcut] }));
  return rows.length ? [{ title: t("Labels"), rows }] : [];
}

/** The command palette, and where `g` and a letter go: the links of the navigation say their letters. */
export function siteKeys(page: ParentNode): HelpGroup[] {
  const links = [...page.querySelectorAll<HTMLElement>("[data-go]")].map((link) => ({
    title: (link.querySelector(".truncate") ?? link).textContent?.trim() ?? "",
    keys: [`g+${link.dataset["go"]}`],
  }));
  const groups: HelpGroup[] = [{ title: t("On every page"), rows: [{ title: t("Command palette"), keys: ["Mod+k"] }] }];
  return links.length ? [...groups, { title: t("Go to"), rows: links }] : groups;
}
