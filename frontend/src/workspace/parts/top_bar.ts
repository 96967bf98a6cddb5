/** The bar over the text: where one is, whether the work is saved, what can be taken back, and that reading is finished. */
import { html, nothing, render, type TemplateResult } from "lit";
import type { App } from "../app";
import { t } from "../model/words";
import { icon } from "./icons";
import type { SaveStateView } from "./save_state";
import { tlpName, tlpShade } from "./tlp";

export class TopBar {
  readonly #app: App;
  readonly #place: HTMLElement;
  readonly #save: SaveStateView;

  constructor(app: App, place: HTMLElement, save: SaveStateView) {
    this.#app = app;
    this.#place = place;
    this.#save = save;
    this.draw();
  }

  draw(): void {
    const { boot, undoable, redoable } = this.#app.workspace;
    const { project, document, previous, next } = boot;
    const step = (to: string | null, label: string, name: "chevronLeft" | "chevronRight"): TemplateResult =>
      to === null
        ? html`<span class="button button--quiet button--icon button--s" aria-disabled="true">${icon(name)}</span>`
        : html`<a class="button button--quiet button--icon button--s" href=${this.#app.addressOf(to)} aria-label=${label} title=${label}
            >${icon(name)}</a
          >`;
    const tool = (name: "undo" | "redo", label: string, title: string | null, run: () => void): TemplateResult =>
      html`<button
        type="button"
        class="button button--quiet button--icon button--s"
        data-action=${name}
        aria-label=${label}
        title=${title ? `${label}: ${title}` : label}
        ?disabled=${title === null}
        @click=${run}
      >
        ${icon(name)}
      </button>`;
    render(
      html`
        <div class="ws-bar__where">
          ${step(previous, t("Previous document"), "chevronLeft")} ${step(next, t("Next document"), "chevronRight")}
          <h1 class="ws-bar__title" title=${document.title} dir="auto">${document.title}</h1>
          ${document.tlp ? html`<span class="tlp tlp--${tlpShade(document.tlp)} ws-bar__tlp">${tlpName(document.tlp)}</span>` : nothing}
          <a class="ws-bar__project" href=${`/projects/${project.slug}/documents/${document.id}`}>${project.name}</a>
        </div>
        <div class="ws-bar__tools">
          ${this.#app.readers} ${this.#save} ${tool("undo", t("Undo"), undoable, () => this.#app.workspace.undo())}
          ${tool("redo", t("Redo"), redoable, () => this.#app.workspace.redo())} ${this.#app.tools.buttons}
          <button
            type="button"
            class="button button--quiet button--icon button--s"
            data-action="help"
            aria-label=${t("Keys")}
            title=${t("Keys (?)")}
            @click=${() => this.#app.showHelp()}
          >
            ${icon("keyboard")}
          </button>
          <button
            type="button"
            class="button button--quiet button--icon button--s ws-bar__panel"
            data-action="panel"
            aria-label=${t("Marks, labels and comments")}
            @click=${() => this.#app.toggleSide()}
          >
            ${icon("panel")}
          </button>
          ${this.#finishButton()}
        </div>
      `,
      this.#place,
    );
  }

  #finishButton(): TemplateResult | typeof nothing {
    const { reading, may, blind } = this.#app.workspace.boot;
    if (reading.state === "finished") {
      const badge = html`<span class="badge badge--good" data-reading="finished">${icon("check")} ${t("Finished")}</span>`;
      if (blind !== "until_revealed") return badge;
      return html`${badge}
        <button type="button" class="button button--s" data-action="reveal" @click=${() => this.#app.finish()}>
          ${icon("eye")} ${t("See the work of others")}
        </button>`;
    }
    if (!may.finish) return nothing;
    return html`<button
      type="button"
      class="button button--primary button--s"
      data-action="finish"
      @click=${() => this.#app.finish()}
    >
      ${t("Finish reading")}
    </button>`;
  }
}
