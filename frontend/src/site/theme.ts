/** Light, dark, or as the system says: kept in this browser, applied to <html data-theme>, told by `themechange`. */
export type Choice = "system" | "light" | "dark";

const key = "probata.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export function storedTheme(): Choice {
  try {
    const value = localStorage.getItem(key);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

function apply(choice: Choice): void {
  const theme = choice === "system" ? (system.matches ? "dark" : "light") : choice;
  const changed = document.documentElement.dataset["theme"] !== theme;
  document.documentElement.dataset["theme"] = theme;
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    button.setAttribute("aria-checked", String(button.dataset["themeChoice"] === choice));
  }
  if (changed) document.dispatchEvent(new CustomEvent("themechange", { detail: { theme } }));
}

export function chooseTheme(choice: Choice): void {
  try {
    if (choice === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    /* storage is blocked: the choice lasts as long as the page */
  }
  apply(choice);
}

export function startTheme(): void {
  apply(storedTheme());
  system.addEventListener("change", () => apply(storedTheme()));
  addEventListener("storage", (event) => {
    if (event.key === key) apply(storedTheme());
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-theme-choice]");
    if (button) chooseTheme(button.dataset["themeChoice"] as Choice);
  });
}
