/** Times as people say them, in the reader's own zone and kept true while the page is open; the exact one on hover. */
import { language, t } from "./words";

const steps: [below: number, size: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [2_700, 60, "minute"],
  [79_200, 3_600, "hour"],
  [86_400 * 26, 86_400, "day"],
];

export function relative(moment: Date, now: Date): string {
  const seconds = (moment.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) < 45) return t("just now");
  for (const [below, size, unit] of steps) {
    if (Math.abs(seconds) < below) {
      const amount = Math.max(Math.round(Math.abs(seconds) / size), 1) * Math.sign(seconds);
      return new Intl.RelativeTimeFormat(language(), { numeric: "always" }).format(amount, unit);
    }
  }
  return new Intl.DateTimeFormat(language() === "en" ? "en-GB" : language(), {
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(moment);
}

function exact(moment: Date): string {
  return new Intl.DateTimeFormat(language() === "en" ? "en-GB" : language(), {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(moment);
}

export function tellTimes(root: ParentNode = document): void {
  const now = new Date();
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const text = relative(moment, now);
    if (element.textContent !== text) element.textContent = text;
    element.title = exact(moment);
  }
}

export function startTimes(): void {
  tellTimes();
  setInterval(() => tellTimes(), 30_000);
  document.addEventListener("htmx:load", () => tellTimes());
}
