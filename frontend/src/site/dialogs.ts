/** Native dialogs and popovers: opened and closed by attributes, menus placed beside their button and walked by arrows. */
const items = ".menu__item:not([disabled])";
const fields = ".dialog__body :is(input, textarea, select):not([type=hidden], [disabled])";

function openDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
  dialog.showModal();
  const start = dialog.querySelector<HTMLElement>("[autofocus], [data-autofocus]") ?? dialog.querySelector<HTMLElement>(fields);
  start?.focus();
}

function place(menu: HTMLElement, button: Element): void {
  const at = button.getBoundingClientRect();
  const size = { width: menu.offsetWidth, height: menu.offsetHeight };
  const toRight = getComputedStyle(button).direction === "rtl" || at.left + size.width > innerWidth - 8;
  const left = toRight ? at.right - size.width : at.left;
  const below = at.bottom + 6;
  const top = below + size.height > innerHeight - 8 && at.top > size.height + 8 ? at.top - size.height - 6 : below;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`;
  menu.style.top = `${Math.max(8, top)}px`;
}

function invoker(menu: HTMLElement): Element | null {
  const buttons = document.querySelectorAll(`[popovertarget="${CSS.escape(menu.id)}"]`);
  return [...buttons].find((button) => button.getClientRects().length > 0) ?? null;
}

function placeOpen(): void {
  for (const menu of document.querySelectorAll<HTMLElement>(".menu:popover-open")) {
    const button = invoker(menu);
    if (button) place(menu, button);
  }
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element;
  const opener = target.closest<HTMLElement>("[data-dialog-open]");
  if (opener?.dataset["dialogOpen"]) {
    opener.closest<HTMLElement>("[popover]")?.hidePopover();
    openDialog(opener.dataset["dialogOpen"]);
  }
  if (target.closest("[data-dialog-close]")) target.closest("dialog")?.close();
  // A click that lands on the dialog element itself is a click on its backdrop; what was typed is not thrown away by it.
  if (target instanceof HTMLDialogElement && target.open && !changed(target)) {
    const box = target.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) target.close();
  }
  const button = target.closest("[popovertarget]");
  const menu = button && document.getElementById(button.getAttribute("popovertarget") ?? "");
  if (button && menu?.classList.contains("menu")) {
    // Shown here rather than by the attribute, so that it is in its place in the same frame.
    event.preventDefault();
    if (menu.togglePopover()) {
      place(menu, button);
      if (event.detail === 0) menu.querySelector<HTMLElement>(items)?.focus();
    }
  }
}

function changed(dialog: HTMLDialogElement): boolean {
  return [...dialog.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")].some(
    (field) => field.value !== field.defaultValue,
  );
}

function onKey(event: KeyboardEvent): void {
  const menu = (event.target as Element).closest<HTMLElement>(".menu");
  if (!menu || (event.target as Element).matches("input, textarea, select")) return;
  const all = [...menu.querySelectorAll<HTMLElement>(items)];
  const now = all.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
  if (next === undefined || all.length === 0) return;
  event.preventDefault();
  all[(next + all.length) % all.length]?.focus();
}

export function startDialogs(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  addEventListener("resize", placeOpen);
  addEventListener("scroll", placeOpen, { capture: true, passive: true });
  const openMarked = (): void => {
    for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[data-open]")) {
      dialog.removeAttribute("data-open");
      openDialog(dialog.id);
    }
  };
  openMarked();
  document.addEventListener("htmx:load", openMarked);
}
