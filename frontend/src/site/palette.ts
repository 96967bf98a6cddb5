/**
 * The command palette, on every page: places to go, things to do, and what the server finds. It gathers every link and
 * button marked `data-command`; other parts add theirs when the event `palette-collect` asks.
 */
import { rank, type Command } from "./commands";
import { chooseTheme } from "./theme";
import { showKeys } from "./keys";
import { t } from "./words";

interface Found {
  label: string;
  url: string;
  kind?: string;
  hint?: string;
}

let dialog: HTMLDialogElement | null = null;
let input: HTMLInputElement;
let list: HTMLElement;
let own: Command[] = [];
let found: Command[] = [];
let shown: Command[] = [];
let at = 0;
let asked: AbortController | undefined;
let timer = 0;

function label(element: Element): string {
  return (element.querySelector(".truncate")?.textContent ?? element.textContent ?? "").trim().replace(/\s+/g, " ");
}

function collect(): Command[] {
  const all: Command[] = [];
  const add = (command: Command): void => {
    if (command.label && !all.some((known) => known.group === command.group && known.label === command.label)) all.push(command);
  };
  const places = document.querySelectorAll<HTMLElement>(".rail [data-command]");
  for (const element of [...places, ...document.querySelectorAll<HTMLElement>("[data-command]")]) {
    const link = element instanceof HTMLAnchorElement;
    const go = element.getAttribute("data-go");
    add({
      group: link ? t("Go to") : t("Do"),
      label: element.dataset["command"] || label(element),
      hint: go ? `g ${go}` : (element.getAttribute("data-key") ?? ""),
      run: () => element.click(),
    });
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>("#project-menu a")) {
    add({ group: t("Projects"), label: label(link), hint: "", run: () => link.click() });
  }
  document.dispatchEvent(new CustomEvent("palette-collect", { detail: { add } }));
  const action = t("Do");
  add({ group: action, label: t("Theme: as the system"), hint: "", run: () => chooseTheme("system") });
  add({ group: action, label: t("Theme: light"), hint: "", run: () => chooseTheme("light") });
  add({ group: action, label: t("Theme: dark"), hint: "", run: () => chooseTheme("dark") });
  add({ group: action, label: t("Keyboard shortcuts"), hint: "?", run: () => void showKeys() });
  return all;
}

function item(command: Command, index: number): HTMLElement {
  const element = document.createElement("div");
  element.className = "palette__item";
  element.id = `palette-item-${index}`;
  element.setAttribute("role", "option");
  element.setAttribute("aria-selected", String(index === at));
  const words = document.createElement("span");
  words.className = "palette__label";
  words.textContent = command.label;
  element.append(words);
  if (command.hint) {
    const hint = document.createElement("span");
    hint.className = "palette__hint";
    hint.textContent = command.hint;
    element.append(hint);
  }
  element.addEventListener("pointermove", () => select(index));
  element.addEventListener("click", () => run(index));
  return element;
}

function draw(): void {
  shown = [...rank(own, input.value), ...found];
  at = Math.min(at, Math.max(shown.length - 1, 0));
  list.replaceChildren();
  const groups = new Map<string, HTMLElement>();
  shown.forEach((command, index) => {
    let group = groups.get(command.group);
    if (!group) {
      group = document.createElement("div");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", command.group);
      const heading = document.createElement("div");
      heading.className = "palette__group eyebrow";
      heading.setAttribute("aria-hidden", "true");
      heading.textContent = command.group;
      group.append(heading);
      groups.set(command.group, group);
      list.append(group);
    }
    group.append(item(command, index));
  });
  // The order on the page is by group; the arrows follow what is seen.
  shown = [...list.querySelectorAll<HTMLElement>(".palette__item")].map((element, place) => {
    const command = shown[Number(element.id.slice("palette-item-".length))] as Command;
    element.dataset["place"] = String(place);
    return command;
  });
  [...list.querySelectorAll<HTMLElement>(".palette__item")].forEach((element, place) => (element.id = `palette-item-${place}`));
  list.hidden = shown.length === 0;
  const empty = dialog?.querySelector<HTMLElement>(".palette__empty");
  if (empty) empty.hidden = shown.length > 0;
  select(at);
}

function select(place: number): void {
  at = place;
  for (const element of list.querySelectorAll<HTMLElement>(".palette__item")) {
    element.setAttribute("aria-selected", String(element.id === `palette-item-${place}`));
  }
  const element = document.getElementById(`palette-item-${place}`);
  element?.scrollIntoView({ block: "nearest" });
  if (element) input.setAttribute("aria-activedescendant", element.id);
  else input.removeAttribute("aria-activedescendant");
}

function run(place: number): void {
  const command = shown[place];
  const search = dialog?.dataset["searchUrl"];
  dialog?.close();
  if (command) command.run();
  else if (search && input.value.trim()) location.assign(`${search}?q=${encodeURIComponent(input.value.trim())}`);
}

async function ask(): Promise<void> {
  asked?.abort();
  const url = dialog?.dataset["url"];
  const query = input.value.trim();
  if (!url || query.length < 2) {
    found = [];
    draw();
    return;
  }
  asked = new AbortController();
  try {
    const answer = await fetch(`${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`, {
      headers: { Accept: "application/json" },
      signal: asked.signal,
    });
    const { results } = (await answer.json()) as { results: Found[] };
    found = results.map(({ label: words, url: target, kind, hint }) => ({
      group: kind ?? t("Found"),
      label: words,
      hint: hint ?? "",
      run: () => location.assign(target),
    }));
  } catch {
    // The palette goes on with what the page itself knows.
    return;
  }
  draw();
}

function onKey(event: KeyboardEvent): void {
  const last = shown.length - 1;
  const next = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at === 0 ? last : at - 1 }[event.key];
  if (next !== undefined) select(next);
  else if (event.key === "Enter" && !event.isComposing) run(at);
  else return;
  event.preventDefault();
}

export function openPalette(): void {
  if (!dialog || dialog.open) return;
  document.querySelectorAll<HTMLElement>(".menu:popover-open, .rail:popover-open").forEach((open) => open.hidePopover());
  own = collect();
  found = [];
  at = 0;
  input.value = "";
  dialog.showModal();
  draw();
}

export function startPalette(): void {
  const element = document.getElementById("palette");
  if (!(element instanceof HTMLDialogElement)) return;
  dialog = element;
  input = element.querySelector("input") as HTMLInputElement;
  list = element.querySelector(".palette__list") as HTMLElement;
  input.addEventListener("input", () => {
    at = 0;
    draw();
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), 120);
  });
  element.addEventListener("keydown", onKey);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (element.open) element.close();
      else openPalette();
    }
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-palette-open]")) openPalette();
  });
  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    for (const cap of document.querySelectorAll<HTMLElement>("[data-mod-key]")) cap.textContent = `⌘ ${cap.dataset["modKey"]}`;
  }
}
