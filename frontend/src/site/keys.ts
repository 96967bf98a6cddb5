/**
 * Keys of the whole page. A control takes one by `data-key`, a navigation link a second key after `g` by `data-go`.
 * `?` lists them all; other parts add theirs to that list when the event `keys-collect` asks. Keys never fire while
 * somebody types or a dialog is open, and single keys can be switched off.
 */
import { language, t } from "./words";

export type AddKey = (group: string, keys: string, label: string) => void;

const setting = "probata.single-keys";
let waitingForGo = 0;

export function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(setting) !== "off";
  } catch {
    return true;
  }
}

export function setSingleKeys(on: boolean): void {
  try {
    localStorage.setItem(setting, on ? "on" : "off");
  } catch {
    // They stay on, as the box shows when it is looked at again.
  }
}

/** Whether a key without Ctrl, Alt or ⌘ may act on the page now. */
export function singleKey(event: KeyboardEvent): boolean {
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  return !event.defaultPrevented && !modified && !event.isComposing && !typing(event) && !overlayOpen() && singleKeysOn();
}

function overlayOpen(): boolean {
  return document.querySelector("dialog:modal, .menu:popover-open") !== null;
}

function visible<T extends Element>(selector: string): T | undefined {
  return [...document.querySelectorAll<T>(selector)].find((element) => element.getClientRects().length > 0);
}

function name(element: Element): string {
  return (element.getAttribute("data-key-label") ?? element.getAttribute("aria-label") ?? element.textContent ?? "").trim();
}

function go(key: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(`[data-go="${CSS.escape(key)}"]`);
  if (link) location.assign(link.href);
  return link !== null;
}

function focusSearch(): boolean {
  const field = visible<HTMLInputElement>("#site-search") ?? visible<HTMLInputElement>("[data-focus-key]");
  field?.focus();
  field?.select();
  return field !== undefined;
}

function act(key: string): boolean {
  if (Date.now() - waitingForGo < 1_200) {
    waitingForGo = 0;
    return go(key);
  }
  if (key === "?") return showKeys();
  if (key === "/") return focusSearch();
  if (key === "g") {
    waitingForGo = Date.now();
    return true;
  }
  const field = visible<HTMLElement>(`[data-focus-key="${CSS.escape(key)}"]`);
  field?.focus();
  const control = field ? undefined : visible<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  control?.click();
  return field !== undefined || control !== undefined;
}

function collect(): Map<string, [keys: string, label: string][]> {
  const groups = new Map<string, [string, string][]>();
  const add: AddKey = (group, keys, label) => {
    const rows = groups.get(group) ?? [];
    if (!rows.some(([known, words]) => known === keys && words === label)) rows.push([keys, label]);
    groups.set(group, rows);
  };
  const everywhere = t("Everywhere");
  const command = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ K" : "Ctrl K";
  add(everywhere, command, t("Command palette"));
  add(everywhere, "?", t("This list"));
  if (visible("#site-search, [data-focus-key]")) add(everywhere, "/", t("Search"));
  for (const element of document.querySelectorAll("[data-key]")) {
    add(t("On this page"), element.getAttribute("data-key") ?? "", name(element));
  }
  for (const element of document.querySelectorAll("[data-focus-key]")) {
    add(t("On this page"), element.getAttribute("data-focus-key") ?? "", name(element));
  }
  if (document.querySelector("[data-rows]")) {
    add(t("In lists"), "j k", t("Next, previous row"));
    add(t("In lists"), "Enter", t("Open the row"));
    if (document.querySelector("[data-rows] input[type=checkbox]")) {
      add(t("In lists"), "x", t("Select the row"));
      add(t("In lists"), "Shift x", t("Select up to the row"));
      add(t("In lists"), "Esc", t("Clear the selection"));
    }
  }
  for (const element of document.querySelectorAll("[data-go]")) {
    const label = element.querySelector(".truncate")?.textContent ?? name(element);
    add(t("Go to"), `g ${element.getAttribute("data-go") ?? ""}`, label);
  }
  document.dispatchEvent(new CustomEvent("keys-collect", { detail: { add } }));
  return groups;
}

export function showKeys(): boolean {
  const dialog = document.getElementById("keys");
  const list = document.getElementById("keys-list");
  if (!(dialog instanceof HTMLDialogElement) || !list) return false;
  list.replaceChildren();
  for (const [group, rows] of collect()) {
    const heading = document.createElement("h3");
    heading.textContent = group;
    const block = document.createElement("dl");
    for (const [keys, label] of rows) {
      const row = document.createElement("div");
      row.className = "keys__row";
      const term = document.createElement("dt");
      term.textContent = label;
      const value = document.createElement("dd");
      for (const key of keys.split(" ")) {
        const cap = document.createElement("kbd");
        cap.textContent = key.length === 1 ? key.toLocaleUpperCase(language()) : key;
        value.append(cap, " ");
      }
      row.append(term, value);
      block.append(row);
    }
    list.append(heading, block);
  }
  dialog.showModal();
  return true;
}

/** Links of the navigation that name no key get the first letter of their label that is still free. */
function giveGoKeys(): void {
  const taken = new Set([...document.querySelectorAll("[data-go]")].map((link) => link.getAttribute("data-go")));
  for (const link of document.querySelectorAll<HTMLElement>(".rail__link:not([data-go])")) {
    const letters = (link.querySelector(".truncate")?.textContent ?? "").toLocaleLowerCase().match(/\p{L}/gu) ?? [];
    const free = letters.find((letter) => !taken.has(letter));
    if (free) {
      taken.add(free);
      link.dataset["go"] = free;
    }
  }
}

export function startKeys(): void {
  giveGoKeys();
  document.addEventListener("keydown", (event) => {
    if (singleKey(event) && act(event.key)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const opener = (event.target as Element).closest("[data-keys-open]");
    opener?.closest<HTMLElement>("[popover]")?.hidePopover();
    if (opener) showKeys();
  });
  const box = document.getElementById("keys-single");
  if (box instanceof HTMLInputElement) {
    box.checked = singleKeysOn();
    box.addEventListener("change", () => {
      setSingleKeys(box.checked);
      box.checked = singleKeysOn();
    });
  }
}
