/** “Reading”: how the text is set and what a selection takes, tried on the text itself while it is being chosen. */
import { html, type TemplateResult } from "lit";
import { chooseTheme, storedTheme, type Choice } from "../../site/theme";
import { t } from "../model/words";
import { DEFAULTS, RANGES, type Measure, type ReadingSettings } from "../reading/reading_settings";
import { icon } from "./icons";
import { LightElement } from "./light_element";

interface Option {
  readonly value: string;
  readonly label: string;
}

export class ReadingPopover extends LightElement {
  static override properties = { settings: { state: true }, theme: { state: true } };
  declare settings: ReadingSettings;
  declare theme: Choice;
  onChange: (settings: ReadingSettings) => void = () => {};

  constructor() {
    super();
    this.settings = DEFAULTS;
    this.theme = storedTheme();
    this.className = "ws-reading";
    document.addEventListener("themechange", () => (this.theme = storedTheme()));
  }

  get #popover(): HTMLElement | null {
    return this.querySelector("[popover]");
  }

  open(): void {
    // The button's own way of opening puts the menu beside it.
    if (!this.#popover?.matches(":popover-open")) this.querySelector("button")?.click();
    this.querySelector("input")?.focus();
  }

  #set(change: Partial<ReadingSettings>): void {
    this.settings = { ...this.settings, ...change };
    this.onChange(this.settings);
  }

  #range(name: Measure, label: string, shown: string): TemplateResult {
    const [least, most, step] = RANGES[name];
    const id = `ws-reading-${name}`;
    return html`<div class="ws-reading__row">
      <label for=${id}>${label}</label>
      <output for=${id}>${shown}</output>
      <input
        type="range"
        id=${id}
        min=${least}
        max=${most}
        step=${step}
        aria-valuetext=${shown}
        .value=${String(this.settings[name])}
        @input=${(event: InputEvent) => this.#set({ [name]: Number((event.target as HTMLInputElement).value) })}
      />
    </div>`;
  }

  #choice(name: string, label: string, chosen: string, options: readonly Option[], set: (value: string) => void): TemplateResult {
    return html`<fieldset class="ws-reading__row">
      <legend>${label}</legend>
      <div class="ws-reading__options">
        ${options.map(
          (option) => html`<label class="ws-reading__option" data-value=${option.value}>
            <input
              type="radio"
              name=${`ws-reading-${name}`}
              value=${option.value}
              .checked=${option.value === chosen}
              @change=${() => set(option.value)}
            />
            <span>${option.label}</span>
          </label>`,
        )}
      </div>
    </fieldset>`;
  }

  protected override render(): TemplateResult {
    const { size, width, spacing, face, snapping } = this.settings;
    return html`<button
        type="button"
        class="button button--quiet button--icon button--s"
        data-action="reading"
        popovertarget="ws-reading"
        aria-label=${t("Reading")}
        title=${t("Reading: size, width, typeface, theme")}
      >
        ${icon("letters")}
      </button>
      <div id="ws-reading" class="menu ws-reading__menu" popover role="dialog" aria-label=${t("Reading")}>
        <p class="eyebrow ws-reading__heading" aria-hidden="true">${t("Reading")}</p>
        ${this.#range("size", t("Size"), t("{count} %", { count: size }))}
        ${this.#range("width", t("Line width"), t("{count} characters", { count: width }))}
        ${this.#range("spacing", t("Line spacing"), (spacing / 100).toLocaleString(undefined, { minimumFractionDigits: 2 }))}
        ${this.#choice(
          "face",
          t("Typeface"),
          face,
          [
            { value: "serif", label: t("Serif") },
            { value: "sans", label: t("Sans") },
          ],
          (value) => this.#set({ face: value as ReadingSettings["face"] }),
        )}
        ${this.#choice(
          "theme",
          t("Theme"),
          this.theme,
          [
            { value: "light", label: t("Light") },
            { value: "dark", label: t("Dark") },
            { value: "system", label: t("System") },
          ],
          (value) => {
            this.theme = value as Choice;
            chooseTheme(this.theme);
          },
        )}
        ${this.#choice(
          "snapping",
          t("A selection takes"),
          snapping,
          [
            { value: "grapheme", label: t("Exact characters") },
            { value: "word", label: t("Whole words") },
          ],
          (value) => this.#set({ snapping: value as ReadingSettings["snapping"] }),
        )}
        <button type="button" class="button button--quiet button--s ws-reading__reset" @click=${() => this.#set(DEFAULTS)}>
          ${t("Back to the usual")}
        </button>
      </div>`;
  }
}

customElements.define("ws-reading-popover", ReadingPopover);
