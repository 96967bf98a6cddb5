/** The one place that says whether this page is in touch with the server; set by the event `live-status`. */
import { t } from "./words";

export type Live = "live" | "saving" | "unsaved" | "waiting" | "offline";

const said: Record<Live, () => string> = {
  live: () => t("Live"),
  saving: () => t("Saving…"),
  unsaved: () => t("Not saved yet"),
  waiting: () => t("Reconnecting…"),
  offline: () => t("Offline"),
};

export function setLive(state: Live, text: string = said[state]()): void {
  const element = document.getElementById("live-status");
  if (!element) return;
  element.dataset["state"] = state;
  if (element.textContent !== text) element.textContent = text;
}

function clearLive(): void {
  const element = document.getElementById("live-status");
  if (element?.dataset["state"] !== "offline") return;
  delete element.dataset["state"];
  element.textContent = "";
}

export function startLive(): void {
  if (!navigator.onLine) setLive("offline");
  addEventListener("offline", () => setLive("offline"));
  addEventListener("online", clearLive);
  document.addEventListener("live-status", (event) => {
    const { state, text } = (event as CustomEvent<{ state: Live; text?: string }>).detail;
    setLive(state, text);
  });
}
