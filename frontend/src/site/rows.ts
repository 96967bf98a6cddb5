/**
 * Lists by keyboard, and acting on many rows. `[data-rows]` holds `[data-row]`s with a `[data-row-link]` and perhaps a
 * checkbox; the focus itself moves from link to link, so that a screen reader follows. A `[data-bulk-bar]` in the same
 * form or list shows while rows are selected.
 */
import { singleKey } from "./keys";
import { tn } from "./words";

let anchor: HTMLElement | null = null;

function rowsOf(list: Element): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[data-row]")].filter((row) => row.getClientRects().length > 0);
}

function currentList(): Element | null {
  return document.activeElement?.closest("[data-rows]") ?? document.querySelector("main [data-rows]");
}

function activeRow(list: Element): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("[data-row]") ?? list.querySelector<HTMLElement>("[data-row].is-active");
}

function mark(row: HTMLElement | null): void {
  for (const other of document.querySelectorAll("[data-row].is-active")) {
    if (other !== row) other.classList.remove("is-active");
  }
  row?.classList.add("is-active");
}

function move(list: Element, by: number): boolean {
  const rows = rowsOf(list);
  const now = activeRow(list);
  const next = rows[now ? Math.min(Math.max(rows.indexOf(now) + by, 0), rows.length - 1) : by > 0 ? 0 : rows.length - 1];
  const link = next?.querySelector<HTMLElement>("[data-row-link]") ?? next?.querySelector<HTMLElement>("a, button, input");
  link?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
  return next !== undefined;
}

function box(row: Element | null): HTMLInputElement | null {
  return row?.querySelector<HTMLInputElement>("input[type=checkbox][name]") ?? null;
}

function choose(list: Element, row: HTMLElement | null, upTo: boolean): boolean {
  const checkbox = box(row);
  if (!row || !checkbox) return false;
  checkbox.checked = upTo || !checkbox.checked;
  chooseUpTo(list, row, upTo);
  update(list);
  return true;
}

function chooseUpTo(list: Element, row: HTMLElement, upTo: boolean): void {
  const rows = rowsOf(list);
  const from = anchor ? rows.indexOf(anchor) : -1;
  const to = rows.indexOf(row);
  if (upTo && from >= 0) {
    const state = box(row)?.checked ?? true;
    for (const between of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      const checkbox = box(between);
      if (checkbox) checkbox.checked = state;
    }
  }
  anchor = row;
}

function scope(list: Element): Element {
  return list.closest("[data-list]") ?? list.closest("form") ?? list;
}

function update(list: Element): void {
  const boxes = rowsOf(list).map(box).filter((found) => found !== null);
  const chosen = boxes.filter(({ checked }) => checked).length;
  const all = scope(list).querySelector<HTMLInputElement>("[data-select-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  const bar = scope(list).querySelector<HTMLElement>("[data-bulk-bar]");
  const count = bar?.querySelector("[data-bulk-count]");
  if (!bar || !count) return;
  bar.hidden = chosen === 0;
  count.textContent = chosen ? tn("{count} selected", "{count} selected", chosen) : "";
}

function setAll(list: Element, state: boolean): boolean {
  const boxes = rowsOf(list).map(box).filter((found) => found !== null);
  const some = boxes.some(({ checked }) => checked !== state);
  for (const checkbox of boxes) checkbox.checked = state;
  update(list);
  return some;
}

function onKey(event: KeyboardEvent): void {
  const list = currentList();
  if (!list || !singleKey(event)) return;
  const within = list.contains(document.activeElement);
  let done = false;
  if (event.key === "j" || (event.key === "ArrowDown" && within)) done = move(list, 1);
  else if (event.key === "k" || (event.key === "ArrowUp" && within)) done = move(list, -1);
  else if (event.key.toLowerCase() === "x") done = choose(list, activeRow(list), event.shiftKey);
  else if (event.key === "Escape") done = setAll(list, false);
  if (done) event.preventDefault();
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element;
  const list = target.closest("[data-list], form")?.querySelector("[data-rows]") ?? target.closest("[data-rows]");
  if (!list) return;
  if (target.closest("[data-bulk-clear]")) setAll(list, false);
  if (target instanceof HTMLInputElement && target.matches("[data-select-all]")) setAll(list, target.checked);
  const row = target.closest<HTMLElement>("[data-row]");
  if (row && target instanceof HTMLInputElement && target.type === "checkbox") {
    chooseUpTo(list, row, event.shiftKey);
    update(list);
  }
}

export function startRows(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("focusin", (event) => mark((event.target as Element).closest<HTMLElement>("[data-row]")));
  const updateAll = (): void => document.querySelectorAll("[data-rows]").forEach(update);
  updateAll();
  addEventListener("pageshow", updateAll);
  document.addEventListener("htmx:load", updateAll);
}
