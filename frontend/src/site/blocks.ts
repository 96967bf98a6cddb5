/**
 * The list of a text's blocks (`form[data-blocks]`): each moves up and down by its buttons or by Alt with an arrow key,
 * together with what stands inside it. What is sent is one line for each block, `start end kind`, in the order shown.
 */
import { t } from "./words";

function group(row: Element): Element[] {
  const rows = [row];
  for (let next = row.nextElementSibling; next?.hasAttribute("data-inside"); next = next.nextElementSibling) rows.push(next);
  return rows;
}

function leader(row: Element | null): Element | null {
  let found = row;
  while (found?.hasAttribute("data-inside")) found = found.previousElementSibling;
  return found;
}

function move(row: Element, up: boolean): boolean {
  const rows = group(row);
  const last = rows.at(-1);
  const target = up ? leader(row.previousElementSibling) : leader(last?.nextElementSibling ?? null);
  if (!target) return false;
  if (up) target.before(...rows);
  else group(target).at(-1)?.after(...rows);
  return true;
}

function place(row: Element): number {
  const list = row.parentElement;
  return list ? [...list.children].filter((one) => !one.hasAttribute("data-inside")).indexOf(row) + 1 : 0;
}

function say(row: Element): void {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = t("Moved to place {number}.", { number: place(row) });
}

/** Move a row and keep the focus on the control that asked for it. */
function act(control: HTMLElement, up: boolean): void {
  const row = leader(control.closest("[data-block]"));
  if (!row || !move(row, up)) return;
  control.focus();
  control.scrollIntoView({ block: "nearest" });
  say(row);
}

function fill(select: HTMLSelectElement, kinds: HTMLTemplateElement): void {
  if (select.options.length > 1) return;
  const chosen = select.value;
  select.replaceChildren(kinds.content.cloneNode(true));
  select.value = chosen;
}

function written(form: Element): string {
  const rows = [...form.querySelectorAll("[data-block]")];
  return rows.map((row) => `${row.getAttribute("data-block") ?? ""} ${row.querySelector("select")?.value ?? ""}`).join("\n");
}

export function startBlocks(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-blocks]");
  const kinds = form?.querySelector<HTMLTemplateElement>("template[data-kinds]");
  const value = form?.querySelector<HTMLInputElement>("[data-blocks-value]");
  if (!form || !kinds || !value) return;
  // Thousands of blocks times ten kinds would be a heavy page: a list of kinds is filled when it is come to.
  for (const come of ["focusin", "pointerover"]) {
    form.addEventListener(come, ({ target }) => {
      if (target instanceof HTMLSelectElement) fill(target, kinds);
    });
  }
  form.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("[data-up], [data-down]") : null;
    if (button) act(button, button.hasAttribute("data-up"));
  });
  form.addEventListener("keydown", (event) => {
    const control = event.target instanceof HTMLElement && event.target.closest("[data-block]") ? event.target : null;
    if (!control || !event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    act(control, event.key === "ArrowUp");
  });
  form.addEventListener("submit", () => {
    value.value = written(form);
  });
}
