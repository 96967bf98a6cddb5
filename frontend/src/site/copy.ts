/** Copy buttons: beside a field (`[data-copy]`), or with the text in `data-copy-text`. Works without a secure context too. */
import { toast } from "./toasts";
import { t } from "./words";

async function put(text: string, field: HTMLInputElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Over plain http there is no clipboard interface; the old command still copies what is selected.
    field?.select();
    return field !== null && document.execCommand("copy");
  }
}

async function copy(button: HTMLElement): Promise<void> {
  const field = button.closest("[data-copy]")?.querySelector("input") ?? null;
  const done = await put(button.dataset["copyText"] ?? field?.value ?? "", field);
  const words = button.querySelector<HTMLElement>("[data-copy-words]");
  if (!done) {
    field?.select();
    toast({ text: t("Copying is blocked here: the text is selected, press Ctrl C."), tone: "info" });
  } else if (words) {
    const before = words.textContent;
    words.textContent = t("Copied");
    setTimeout(() => (words.textContent = before), 1_600);
    const announcer = document.getElementById("announcer");
    if (announcer) announcer.textContent = t("Copied");
  } else {
    toast({ text: t("Copied.") });
  }
}

export function startCopy(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy-button], [data-copy-text]");
    if (button) void copy(button);
  });
}
