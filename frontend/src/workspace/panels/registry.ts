/**
 * Panels of the right-hand zone. The workspace brings four of its own (marks, labels, comments, history); other apps bring
 * theirs through `boot.panels`: an address of a module whose default export is a `PanelFactory`. A panel gets the host below,
 * what the server says that it has to know, and nothing else of the workspace.
 */
import type { ReadingView } from "../../engine/view/reading_view";
import type { MarkAction, PanelInfo } from "../model/boot";
import type { Workspace } from "../model/workspace";

export interface PanelHost {
  readonly workspace: Workspace;
  readonly view: ReadingView;
  /** Selects a mark and brings its words into view. */
  goTo(slot: number): void;
  focusText(): void;
  changeLabel(slot: number): void;
  moveEdges(slot: number): void;
  /** Brings the place where a comment on the selected mark, or on the document, is written. */
  comment(): void;
  /** Begins a relation at the selected mark. */
  relate(): void;
  /** Does with the selected mark what another app offers. */
  takeAction(action: MarkAction): void;
  /** Brings the history of the selected mark. */
  history(): void;
  /** Asks whether to see what others did, the reading being finished. */
  seeOthers(): void;
}

export interface Panel {
  readonly element: HTMLElement;
  /** Called when the panel comes to the front. */
  shown?(): void;
  /** Takes the selected mark: what its action and key do. */
  take?(slot: number): void;
}

export type PanelFactory = (host: PanelHost, data: PanelInfo["data"]) => Panel;

export interface RegisteredPanel {
  readonly id: string;
  readonly title: string;
  load(): Promise<(host: PanelHost) => Panel>;
}

export class PanelRegistry {
  readonly #panels: RegisteredPanel[] = [];

  add(panel: RegisteredPanel): void {
    this.#panels.push(panel);
  }

  addFrom(infos: readonly PanelInfo[]): void {
    for (const { id, title, entry, data } of infos) {
      const load = async (): Promise<(host: PanelHost) => Panel> => {
        const { default: factory } = (await import(/* @vite-ignore */ entry)) as { default: PanelFactory };
        return (host) => factory(host, data);
      };
      this.add({ id, title, load });
    }
  }

  get all(): readonly RegisteredPanel[] {
    return this.#panels;
  }
}
