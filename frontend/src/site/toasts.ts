/**
 * Short words about what has just happened, with undo where it can be had. Anything may ask for one by the event `toast`:
 * `{text, tone?, undo?: url, action?: {label, url | run}}`; htmx fires the same event for the header `HX-Trigger`.
 * Errors stay until they are dismissed; the rest goes by itself, but not under the pointer or the focus.
 */
import { csrfToken } from "./csrf";
import { t } from "./words";

export interface ToastAction {
  label: string;
  url?: string;
  run?: () => void;
}

export interface Toast {
  text: string;
  tone?: "good" | "info" | "bad";
  undo?: string;
  action?: ToastAction;
}

const brief = 6_000;
const withAction = 12_000;
const most = 4;

async function undo(url: string): Promise<void> {
  const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrfToken() } }).catch(() => undefined);
  if (!answer?.ok) {
    toast({ text: t("That could not be undone any more."), tone: "bad" });
    return;
  }
  const told = document.dispatchEvent(new CustomEvent("undone", { cancelable: true, detail: { url } }));
  if (told) location.reload();
}

function leaveLater(element: HTMLElement, after: number): void {
  let timer = 0;
  const start = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => element.remove(), after);
  };
  const stop = (): void => clearTimeout(timer);
  element.addEventListener("pointerenter", stop);
  element.addEventListener("pointerleave", start);
  element.addEventListener("focusin", stop);
  element.addEventListener("focusout", start);
  start();
}

function settle(element: HTMLElement): void {
  if (element.dataset["toast"] === "bad") return;
  leaveLater(element, element.querySelector(".toast__action:not([hidden])") ? withAction : brief);
}

export function toast({ text, tone = "good", undo: undoUrl, action }: Toast): void {
  const region = document.getElementById("toasts");
  const template = document.getElementById("toast-template") as HTMLTemplateElement | null;
  const element = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!region || !element) return;
  element.dataset["toast"] = tone;
  element.classList.toggle("toast--bad", tone === "bad");
  element.setAttribute("role", tone === "bad" ? "alert" : "status");
  for (const icon of element.querySelectorAll<HTMLElement>("[data-tone]")) {
    if (icon.dataset["tone"] !== tone) icon.remove();
  }
  const words = element.querySelector(".toast__text");
  if (words) words.textContent = text;
  const button = element.querySelector<HTMLButtonElement>("[data-toast-action]");
  const act = undoUrl ? { label: t("Undo"), run: () => void undo(undoUrl) } : action;
  if (button && act) {
    button.textContent = act.label;
    button.addEventListener("click", () => {
      element.remove();
      if (act.run) act.run();
      else if ("url" in act && act.url) location.assign(act.url);
    });
  } else if (button) {
    button.hidden = true;
  }
  region.append(element);
  while (region.childElementCount > most) region.firstElementChild?.remove();
  settle(element);
}

export function startToasts(): void {
  for (const element of document.querySelectorAll<HTMLElement>("#toasts > [data-toast]")) settle(element);
  document.addEventListener("click", (event) => {
    (event.target as Element).closest("[data-toast-close]")?.closest(".toast")?.remove();
  });
  document.addEventListener("toast", (event) => {
    const detail = (event as CustomEvent<Toast & { value?: string }>).detail;
    toast(detail.text === undefined && detail.value ? { text: detail.value } : detail);
  });
}
