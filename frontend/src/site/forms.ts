/** Forms: sent once, busy while under way, number keys on scales, the first thing wrong in focus. */
const busyFor = 30_000;

function free(form: HTMLFormElement): void {
  delete form.dataset["sending"];
  form.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post" || form.hasAttribute("data-again")) return;
  if (form.dataset["sending"]) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  form.dataset["sending"] = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  // An answer that is a download leaves the page where it is.
  setTimeout(() => free(form), busyFor);
}

/** In a scale the key of an answer is its code, else its place. */
function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  const scale = (event.target as Element).closest("[data-keys]");
  if (!scale) return;
  const options = [...scale.querySelectorAll<HTMLInputElement>("input[type=radio]")];
  const codes = options.map((option) => option.closest("label")?.querySelector(".scale__code")?.textContent?.trim());
  const place = codes.some(Boolean) ? codes.indexOf(event.key.toUpperCase()) : Number(event.key) - 1;
  const chosen = options[place];
  if (!chosen || chosen.disabled) return;
  event.preventDefault();
  chosen.focus();
  chosen.click();
}

function showErrors(): void {
  document.querySelector<HTMLElement>("[data-autofocus]")?.focus();
}

function onDrag(event: DragEvent): void {
  const field = event.target as Element;
  if (field instanceof HTMLInputElement && field.type === "file") {
    field.classList.toggle("is-over", event.type === "dragover");
  }
}

export function startForms(): void {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("keydown", onKey);
  for (const kind of ["dragover", "dragleave", "drop"] as const) document.addEventListener(kind, onDrag);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach((form) => free(form as HTMLFormElement)));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = (event.target as Element).closest("form");
    if (form) free(form);
  });
  showErrors();
}
