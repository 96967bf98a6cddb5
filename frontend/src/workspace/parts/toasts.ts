/** Short messages, in the page's own stack of toasts where it has one; they say what happened and offer to undo it. */
import type { Notice } from "../model/document_state";
import { t } from "../model/words";

const STAYS = 6000;

function stack(): HTMLElement {
  const existing = document.getElementById("toasts");
  if (existing) return existing;
  const made = document.createElement("div");
  made.id = "toasts";
  made.className = "toasts";
  made.setAttribute("role", "region");
  made.setAttribute("aria-label", t("Messages"));
  document.body.append(made);
  return made;
}

let latest: HTMLElement | null = null;

export function showToast(notice: Notice, undo: () => void): void {
  latest?.remove();
  const toast = document.createElement("div");
  toast.className = notice.bad ? "toast toast--bad" : "toast";
  toast.setAttribute("role", notice.bad ? "alert" : "status");
  const text = document.createElement("span");
  text.className = "toast__text";
  toast.append(text);
  const leave = (): void => toast.remove();
  if (notice.undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "toast__action";
    button.textContent = t("Undo");
    button.addEventListener("click", () => {
      leave();
      undo();
    });
    toast.append(button);
  }
  latest = toast;
  stack().append(toast);
  text.textContent = notice.text; // after the element is there, so that it is read out
  let timer = setTimeout(leave, STAYS);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => (timer = setTimeout(leave, STAYS)));
}
