/** The tools of reading, joined: finding, the minimap, going from place to place, how the text is set, paper. */
import { html, type TemplateResult } from "lit";
import { steadily } from "../../engine/view/steadily";
import { readingCommands } from "../keys/reading_commands";
import type { Command } from "../keys/commands";
import type { Company } from "../model/company";
import { t } from "../model/words";
import type { Workspace } from "../model/workspace";
import { icon } from "../parts/icons";
import { ReadingPopover } from "../parts/reading_popover";
import { Finding } from "./finding";
import { Minimap } from "./minimap";
import { Moving } from "./moving";
import { Printing } from "./printing";
import type { ReadingDesk } from "./reading_desk";
import { applySettings, keepSettings, keptSettings, type ReadingSettings } from "./reading_settings";

export class ReadingTools {
  readonly desk: ReadingDesk;
  readonly finding: Finding;
  readonly moving: Moving;
  readonly popover = new ReadingPopover();
  readonly #workspace: Workspace;
  readonly #root: HTMLElement;

  /** The root has the settings from `dress` already. */
  constructor(workspace: Workspace, desk: ReadingDesk, root: HTMLElement) {
    this.#workspace = workspace;
    this.desk = desk;
    this.#root = root;
    this.finding = new Finding(desk, root);
    this.moving = new Moving(workspace, desk);
    new Printing(desk.view, workspace);
    this.popover.settings = keptSettings(workspace.boot.me.user);
    this.popover.onChange = (settings) => this.#change(settings);
    desk.view.snapping = this.popover.settings.snapping;
  }

  /** What is not needed for the first painting. */
  furnish(company: Company): void {
    const minimap = new Minimap(this.desk.view, this.#workspace, this.finding.finder, this.#root);
    minimap.show(company);
    minimap.later();
  }

  get commands(): Command[] {
    return readingCommands(this);
  }

  get buttons(): TemplateResult {
    return html`<button
        type="button"
        class="button button--quiet button--icon button--s"
        data-action="find"
        aria-label=${t("Find in this document")}
        title=${t("Find in this document (/)")}
        @click=${() => this.finding.open()}
      >
        ${icon("search")}
      </button>
      ${this.popover}`;
  }

  #change(settings: ReadingSettings): void {
    const { view } = this.desk;
    view.snapping = settings.snapping;
    steadily(view, () => applySettings(this.#root, settings));
    keepSettings(this.#workspace.boot.me.user, settings);
  }
}

/** Puts a person's settings on the workspace before there is any text in it. */
export function dress(root: HTMLElement, person: string): void {
  applySettings(root, keptSettings(person));
}
