/** The right-hand zone: one panel at a time behind tabs, its width changed by dragging and kept. */
import { t } from "../model/words";
import type { Panel, PanelHost, PanelRegistry, RegisteredPanel } from "./registry";

const WIDTH_KEY = "probata.workspace.side";
const LEAST = 240;
const MOST = 640;

export class SidePanels {
  readonly #element: HTMLElement;
  readonly #registry: PanelRegistry;
  readonly #host: PanelHost;
  readonly #tabs = new Map<string, HTMLButtonElement>();
  readonly #frames = new Map<string, HTMLElement>();
  readonly #loaded = new Map<string, Promise<Panel>>();
  #current = "";

  constructor(element: HTMLElement, { registry, host }: { registry: PanelRegistry; host: PanelHost }) {
    this.#element = element;
    this.#registry = registry;
    this.#host = host;
    const tabs = document.createElement("div");
    tabs.className = "tabs ws-side__tabs";
    tabs.setAttribute("role", "tablist");
    tabs.setAttribute("aria-label", t("Panels"));
    tabs.addEventListener("keydown", (event) => this.#onKey(event));
    element.append(this.#grip(), tabs);
    for (const panel of registry.all) this.#build(panel, tabs);
    void this.show(registry.all[0]?.id ?? "");
  }

  #build({ id, title }: RegisteredPanel, tabs: HTMLElement): void {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.className = "tabs__tab ws-side__tab";
    tab.id = `ws-tab-${id}`;
    tab.textContent = title;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", `ws-panel-${id}`);
    tab.dataset["panel"] = id;
    tab.addEventListener("click", () => void this.show(id));
    tabs.append(tab);
    this.#tabs.set(id, tab);
    const frame = document.createElement("div");
    frame.className = "ws-side__panel";
    frame.id = `ws-panel-${id}`;
    frame.setAttribute("role", "tabpanel");
    frame.setAttribute("aria-labelledby", tab.id);
    this.#element.append(frame);
    this.#frames.set(id, frame);
  }

  panelElement(id: string): HTMLElement | undefined {
    return this.#frames.get(id);
  }

  async show(id: string): Promise<void> {
    const registered = this.#registry.all.find((panel) => panel.id === id);
    const frame = this.#frames.get(id);
    if (!registered || !frame) return;
    this.#current = id;
    for (const [other, tab] of this.#tabs) {
      const here = other === id;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
      this.#frames.get(other)!.hidden = !here;
    }
    let panel = this.#loaded.get(id);
    if (!panel) {
      panel = registered.load().then((factory) => {
        const made = factory(this.#host);
        frame.replaceChildren(made.element);
        return made;
      });
      this.#loaded.set(id, panel);
      panel.catch(() => {
        this.#loaded.delete(id);
        frame.textContent = t("This panel could not be loaded. Choose its tab again to try once more.");
      });
    }
    (await panel).shown?.();
  }

  /** Brings a panel and hands it a mark. */
  async take(id: string, slot: number): Promise<void> {
    await this.show(id);
    (await this.#loaded.get(id))?.take?.(slot);
  }

  #onKey(event: KeyboardEvent): void {
    const ids = [...this.#tabs.keys()];
    const at = ids.indexOf(this.#current);
    const targets: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: ids.length - 1 };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const id = ids[(target + ids.length) % ids.length]!;
    void this.show(id);
    this.#tabs.get(id)?.focus();
  }

  /** The edge of the zone: dragged, or moved with the arrow keys. */
  #grip(): HTMLElement {
    const grip = document.createElement("div");
    grip.className = "ws-side__grip";
    grip.tabIndex = 0;
    grip.setAttribute("role", "separator");
    grip.setAttribute("aria-orientation", "vertical");
    grip.setAttribute("aria-label", t("Width of the panels"));
    const set = (width: number): void => {
      const kept = Math.round(Math.max(LEAST, Math.min(MOST, width)));
      this.#element.parentElement?.style.setProperty("--ws-side", `${kept}px`);
      grip.setAttribute("aria-valuenow", String(kept));
      grip.setAttribute("aria-valuemin", String(LEAST));
      grip.setAttribute("aria-valuemax", String(MOST));
      keep(kept);
    };
    set(kept() ?? 336);
    grip.addEventListener("keydown", (event) => {
      const steps: Record<string, number> = { ArrowLeft: 16, ArrowRight: -16 };
      const step = steps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      set(this.#element.offsetWidth + step);
    });
    grip.addEventListener("pointerdown", (down) => {
      down.preventDefault();
      grip.setPointerCapture(down.pointerId);
      const stop = new AbortController();
      const { signal } = stop;
      grip.addEventListener("pointermove", (event) => set(this.#element.getBoundingClientRect().right - event.clientX), { signal });
      grip.addEventListener("lostpointercapture", () => stop.abort(), { signal });
    });
    return grip;
  }
}

function kept(): number | null {
  try {
    const width = Number(localStorage.getItem(WIDTH_KEY));
    return width > 0 ? width : null;
  } catch {
    return null;
  }
}

function keep(width: number): void {
  try {
    localStorage.setItem(WIDTH_KEY, String(width));
  } catch {
    // A browser that keeps nothing: the width is then that of this page.
  }
}
