/** What the page tells the workspace at its start, in `<script type="application/json" id="workspace-boot">`. */

export interface LabelInfo {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly parent: string | null;
  readonly colour: string;
  readonly shortcut: string;
  readonly definition: string;
  readonly example: string;
  readonly position: number;
  readonly archived: boolean;
}

export interface PanelInfo {
  readonly id: string;
  readonly title: string;
  /** Address of a module whose default export is a `PanelFactory`. */
  readonly entry: string;
  /** What the module has to know; only it understands that. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A page that begins from a mark; the mark's id goes at the end of `href`. */
export interface MarkAction {
  readonly id: string;
  readonly title: string;
  readonly href: string;
  readonly key: string;
  /** The panel that takes the mark in place of the page; empty where none does. */
  readonly panel: string;
}

export type ReadingState = "open" | "finished" | null;

/** Until when the marks of others are hidden from this person in this document; empty where they are not. */
export type Blind = "" | "until_finished" | "until_revealed" | "until_all_finished" | "always" | "for_viewers";

/** Where a text was published; what is not known is empty. */
export interface SourceRecord {
  readonly authors: readonly string[];
  readonly publisher: string;
  readonly published: string;
  readonly url: string;
  readonly file_name: string;
}

export interface Boot {
  readonly project: { readonly slug: string; readonly name: string; readonly marks_blind: string };
  readonly document: {
    readonly id: string;
    readonly title: string;
    readonly tlp: string;
    readonly status: string;
    readonly record: SourceRecord;
  };
  readonly revision: {
    readonly id: string;
    readonly number: number;
    readonly length: number;
    readonly sha256: string;
    readonly sections: readonly number[];
  };
  readonly me: { readonly participant: string; readonly user: string; readonly name: string; readonly roles: readonly string[] };
  readonly reading: { readonly state: ReadingState };
  readonly blind: Blind;
  readonly may: {
    /** By their role; a finished reading is marked by nobody. */
    readonly annotate: boolean;
    readonly finish: boolean;
    /** Go on with what was finished: until the work of others has been seen. */
    readonly resume: boolean;
    readonly comment: boolean;
    readonly comment_open: boolean;
  };
  readonly previous: string | null;
  readonly next: string | null;
  readonly event: number;
  readonly csrf: string;
  readonly panels: readonly PanelInfo[];
  readonly actions: readonly MarkAction[];
  readonly labels: readonly LabelInfo[];
}

export function readBoot(source: Document): Boot | null {
  const text = source.getElementById("workspace-boot")?.textContent;
  return text ? (JSON.parse(text) as Boot) : null;
}
