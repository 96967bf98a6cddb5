/**
 * The comments of the open document: the thread of the selected mark first, then that of the document, then those of its other
 * marks in the order of the text.
 */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Blind } from "../model/boot";
import type { Thread } from "../model/talk";
import { t, tn } from "../model/words";
import { icon } from "../parts/icons";
import { LightElement } from "../parts/light_element";
import { CommentThread } from "./comment_thread";
import type { Panel, PanelHost } from "./registry";

const QUOTE = 120;
const HIDDEN: Readonly<Record<Exclude<Blind, "">, () => string>> = {
  until_finished: () => t("The comments of others are hidden until you finish reading, as their marks are."),
  until_revealed: () => t("The comments of others stay hidden until you choose to see what others did, as their marks do."),
  until_all_finished: () =>
    t("The comments of others are hidden until everybody who has begun this document has finished, as their marks are."),
  always: () => t("The comments of others are hidden in this project, as their marks are."),
  for_viewers: () => t("Viewers see the comments that are open to everybody, and no others."),
};

export class CommentList extends LightElement {
  static override properties = { tick: { state: true }, resolved: { state: true } };
  declare tick: number;
  declare resolved: boolean;
  host!: PanelHost;
  readonly #elements = new Map<string, CommentThread>();

  constructor() {
    super();
    this.tick = 0;
    this.resolved = false;
    this.className = "ws-talk";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { workspace } = this.host;
    for (const name of ["comments", "selection", "marks", "reading"] as const) workspace.on(name, () => this.tick++);
  }

  /** Where new words go now: the selected mark, else the document. */
  async write(): Promise<void> {
    this.tick++;
    await this.updateComplete;
    const { workspace } = this.host;
    const slot = workspace.selected;
    await this.#elements.get(slot === null ? workspace.boot.document.id : workspace.marks.id(slot))?.write();
  }

  #visible(): boolean {
    return this.isConnected && this.offsetParent !== null && document.visibilityState === "visible";
  }

  protected override updated(): void {
    if (!this.#visible()) return;
    for (const { thread } of this.#elements.values()) if (thread) void this.host.workspace.conversation.read(thread);
  }

  /** The threads to show, in their order; the document and the selected mark are there without one, too. */
  #subjects(): string[] {
    const { workspace } = this.host;
    const { threads } = workspace.conversation.talk;
    const slot = workspace.selected;
    const selected = slot === null ? null : workspace.marks.id(slot);
    const document = workspace.boot.document.id;
    const others = [...threads.keys()]
      .filter((id) => id !== document && id !== selected && workspace.marks.slotOf(id) !== undefined)
      .sort((a, b) => this.#start(a) - this.#start(b) || (a < b ? -1 : 1));
    return [...(selected === null ? [] : [selected]), document, ...others];
  }

  #start(id: string): number {
    const { marks } = this.host.workspace;
    return marks.start(marks.slotOf(id)!);
  }

  #element(subject: string): CommentThread {
    const { workspace } = this.host;
    const known = this.#elements.get(subject);
    const element = known ?? new CommentThread();
    const slot = workspace.marks.slotOf(subject);
    if (!known) {
      element.conversation = workspace.conversation;
      element.subject = subject;
      element.about = subject === workspace.boot.document.id ? "document" : "annotation";
      element.mayOpen = element.about === "document" && workspace.boot.may.comment_open;
      element.left = () => this.host.focusText();
      this.#elements.set(subject, element);
    }
    if (slot !== undefined) {
      element.heading = workspace.marks.quote(slot).slice(0, QUOTE);
      element.goTo = () => this.host.goTo(workspace.marks.slotOf(subject) ?? slot);
    } else element.heading = t("The document");
    element.level = slot !== undefined && workspace.selected === slot ? "selected" : "other";
    element.thread = workspace.conversation.talk.threads.get(subject) ?? null;
    element.requestUpdate();
    return element;
  }

  protected override render(): TemplateResult {
    const { conversation } = this.host.workspace;
    const { threads } = conversation.talk;
    const subjects = this.#subjects();
    const there = subjects.flatMap((subject) => threads.get(subject) ?? []);
    const done = there.filter(({ resolved }) => resolved).length;
    const shown = subjects.filter((subject, at) => this.#isShown(threads.get(subject), at));
    for (const subject of this.#elements.keys()) if (!subjects.includes(subject)) this.#elements.delete(subject);
    const count = there.reduce((sum, thread) => sum + (thread.resolved ? 0 : thread.count), 0);
    return html`
      <div class="ws-talk__bar">
        <p role="status">${tn("{count} open comment", "{count} open comments", count)}</p>
        ${done
          ? html`<label><input type="checkbox" .checked=${this.resolved} @change=${(event: Event) => (this.resolved = (event.target as HTMLInputElement).checked)} />
              ${tn("Show {count} resolved", "Show {count} resolved", done)}</label>`
          : nothing}
      </div>
      <div class="ws-talk__list">
        ${repeat(shown, (subject) => subject, (subject) => this.#element(subject))}
        ${there.length === 0 && conversation.loaded ? this.#empty() : nothing}
      </div>
      ${this.#blindness()}
    `;
  }

  /** A resolved thread is folded away unless it is that of the selected mark. */
  #isShown(thread: Thread | undefined, at: number): boolean {
    return !thread?.resolved || this.resolved || (at === 0 && this.host.workspace.selected !== null);
  }

  #empty(): TemplateResult {
    return html`<p class="ws-talk__empty">
      ${this.host.workspace.conversation.mayWrite
        ? t("Nothing has been said yet. Select a mark to talk about it, or comment on the document.")
        : t("Nothing has been said yet.")}
    </p>`;
  }

  #blindness(): TemplateResult | typeof nothing {
    const { blind } = this.host.workspace.boot;
    return blind ? html`<p class="ws-blind">${icon("eyeOff")} ${HIDDEN[blind]()}</p>` : nothing;
  }
}

customElements.define("ws-comments", CommentList);

export interface CommentsPanel extends Panel {
  write(): Promise<void>;
}

export function commentsPanel(host: PanelHost): CommentsPanel {
  const list = new CommentList();
  list.host = host;
  return { element: list, shown: () => list.requestUpdate(), write: () => list.write() };
}
