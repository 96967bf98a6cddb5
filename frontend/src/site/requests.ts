/**
 * htmx, set up for a page without inline script: no eval, no injected style, no page kept in the browser's storage.
 * Swaps keep the focus and are announced; what fails is said where people look.
 */
import htmx from "htmx.org";
import { csrfToken } from "./csrf";
import { setLive } from "./live";
import { toast } from "./toasts";
import { t } from "./words";

interface Focus {
  id: string;
  row: string;
  name: string;
}

interface Configured {
  headers: Record<string, string>;
  verb: string;
  elt: Element;
  formData: FormData;
}

interface Requested {
  elt: Element;
  pathInfo: { finalRequestPath: string };
  requestConfig: { triggeringEvent?: Event };
}

let underWay = 0;
let focused: Focus | null = null;

function busy(by: number): void {
  underWay = Math.max(0, underWay + by);
  document.body.classList.toggle("is-busy", underWay > 0);
}

function remember(): Focus | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  return {
    id: element.id,
    row: element.closest<HTMLElement>("[data-row]")?.dataset["row"] ?? "",
    name: element.getAttribute("name") ?? "",
  };
}

/** Puts the focus where it was, or on the same row, or on what has taken its place: never back to the top of the page. */
function restore(target: Element): void {
  if (!focused || (document.activeElement && document.activeElement !== document.body)) return;
  const { id, row, name } = focused;
  const sameRow = row ? document.querySelector(`[data-row="${CSS.escape(row)}"]`) : null;
  const element =
    (id && document.getElementById(id)) ||
    (name && sameRow?.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`)) ||
    sameRow?.querySelector<HTMLElement>("[data-row-link], a, button") ||
    document.getElementById(target.id);
  if (!(element instanceof HTMLElement)) return;
  if (element.id === target.id && element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function announce(target: Element): void {
  const element = target.matches("[data-announce]") ? target : target.querySelector<HTMLElement>("[data-announce]");
  const text = element?.getAttribute("data-announce") || element?.textContent || document.querySelector("[data-count]")?.textContent;
  const announcer = document.getElementById("announcer");
  if (announcer && text) announcer.textContent = text.trim().replace(/\s+/g, " ");
}

function complaint(request: XMLHttpRequest): string {
  try {
    const problem = JSON.parse(request.responseText) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? "";
  } catch {
    return "";
  }
}

function failed(request: XMLHttpRequest): void {
  const known: Record<number, string> = {
    401: t("You have been signed out. Sign in again in another tab; nothing here is lost."),
    403: t("You may not do that here."),
    404: t("That is no longer here."),
    409: t("Somebody else has changed this meanwhile. Reload to see their change."),
    413: t("That is too large."),
    429: t("Too many requests: wait a moment."),
  };
  const text = complaint(request) || known[request.status] || t("The server could not do that. Try again.");
  toast({ text, tone: "bad" });
}

export function startRequests(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    defaultSettleDelay: 0,
    scrollIntoViewOnBoost: false,
  });
  htmx.config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ];
  const on = (name: string, listener: (detail: any, event: Event) => void): void =>
    document.addEventListener(name, (event) => listener((event as CustomEvent).detail, event));

  on("htmx:configRequest", ({ headers, verb, elt, formData }: Configured) => {
    if (verb !== "get") headers["X-CSRFToken"] = csrfToken();
    if (!elt.matches("[data-filter]")) return;
    // An address holds only the filters that are set, so that it can be read and sent to somebody.
    for (const [key, value] of [...formData]) if (value === "") formData.delete(key);
  });
  on("htmx:beforeRequest", ({ elt, pathInfo, requestConfig }: Requested, event) => {
    // Leaving a field tells of a change that typing has asked for already.
    const same = pathInfo.finalRequestPath === location.pathname + location.search;
    if (elt.matches("[data-filter]") && same && requestConfig.triggeringEvent?.type !== "submit") event.preventDefault();
  });
  on("htmx:beforeSend", () => busy(1));
  on("htmx:afterRequest", () => busy(-1));
  on("htmx:beforeSwap", ({ xhr }: { xhr: XMLHttpRequest }, event) => {
    // A session that has ended answers with the sign-in page: go there instead of putting it into a corner of this one.
    if (xhr.responseURL && new URL(xhr.responseURL).pathname.startsWith("/accounts/login")) {
      event.preventDefault();
      location.assign(`/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
    }
    focused = remember();
  });
  on("htmx:afterSettle", ({ target }: { target: Element }) => {
    restore(target);
    announce(document.getElementById(target.id) ?? target);
  });
  on("htmx:responseError", ({ xhr }: { xhr: XMLHttpRequest }) => failed(xhr));
  on("htmx:sendError", () => {
    setLive("offline");
    toast({ text: t("No connection to the server. Nothing is lost: try again."), tone: "bad" });
  });
}
