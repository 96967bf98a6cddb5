/**
 * One's own reading of the open document. Finishing it and seeing what others did there are two acts: until the second the
 * reader may go on, and what was finished on this page is undone and done again like any other act; the second ends undo.
 */
import { describeProblem, Refused } from "./api";
import type { Blind } from "./boot";
import { t, tn } from "./words";
import type { Workspace } from "./workspace";

export class OwnReading {
  readonly #workspace: Workspace;
  /** Whether undoing takes the finishing back, or redoing finishes again. */
  #here: "" | "finished" | "resumed" = "";
  #underWay = false;
  /** How often the reading was finished, gone on with or closed here. */
  acts = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get undoable(): boolean {
    return this.#here === "finished" && this.#workspace.boot.may.resume;
  }

  get redoable(): boolean {
    return this.#here === "resumed" && this.#workspace.boot.may.finish;
  }

  /** The page has been asked again: a reading that was opened elsewhere meanwhile was not finished here. */
  renewed(): void {
    if (this.#here === "finished" && this.#workspace.boot.reading.state !== "finished") this.#here = "";
  }

  /** Something else was done: what was undone before is not done again. */
  passed(): void {
    if (this.#here === "resumed") this.#here = "";
  }

  /**
   * Finishes the reading; `look` sees the work of others at once. What is unsaved is saved first, and the act is given up if
   * it is no longer `wanted` by then.
   */
  async finish(look: boolean, wanted: () => boolean = () => true): Promise<void> {
    await this.#workspace.outbox.emptied();
    if (!wanted()) return;
    const { boot, save } = this.#workspace;
    const undecided = [...save.conflicts, ...save.failures].filter(({ document }) => document === boot.document.id).length;
    if (undecided) throw new Undecided(undecided);
    const revealed = await this.#ask("finish", { look });
    this.#here = revealed ? "" : "finished";
    this.#set(true, revealed);
    await (revealed ? this.#fetchAll() : this.#renew());
    this.#workspace.emit("notice", { text: t("Reading finished"), undo: !revealed });
  }

  /** Sees the work of others, the reading being finished: it is closed for its reader then. */
  async reveal(): Promise<void> {
    this.#set(true, await this.#ask("reveal"));
    await this.#fetchAll();
    this.#workspace.emit("notice", { text: t("You see the work of others now") });
  }

  /** Goes on with a finished reading, as long as the work of others has not been seen. */
  async resume(): Promise<void> {
    await this.#ask("resume");
    this.#here = this.#here === "finished" ? "resumed" : "";
    this.#set(false, false);
    await this.#renew();
    this.#workspace.emit("notice", { text: t("You go on reading") });
  }

  /** Does one of these by itself: not while another is on its way to the server, and a refusal is told. */
  async attempt(act: () => Promise<void>): Promise<void> {
    if (this.#underWay) return;
    this.#underWay = true;
    try {
      await act();
    } catch (error) {
      this.#workspace.refuse(whyNot(error));
    } finally {
      this.#underWay = false;
    }
  }

  /** Whether the work of others is in sight after it. */
  async #ask(act: "finish" | "reveal" | "resume", body: object = {}): Promise<boolean> {
    const path = `/documents/${this.#workspace.boot.document.id}/${act}`;
    const { revealed_at } = await this.#workspace.api.send<{ readonly revealed_at: string | null }>({ method: "POST", path, body });
    return revealed_at !== null;
  }

  /** What is known of the reading before the page has been asked again, which may fail. */
  #set(finished: boolean, revealed: boolean): void {
    this.#underWay = false;
    this.acts++;
    const { boot, history } = this.#workspace;
    const waiting = boot.blind === "until_finished" || boot.blind === "until_revealed";
    const until: Blind = finished ? "until_revealed" : "until_finished";
    const blind = waiting ? (revealed ? "" : until) : boot.blind;
    const may = { ...boot.may, finish: !finished, resume: finished && !revealed };
    this.#workspace.boot = { ...boot, reading: { state: finished ? "finished" : "open" }, blind, may };
    if (revealed) history.clear();
    this.#workspace.emit("reading", undefined);
  }

  #renew(): Promise<boolean> {
    return this.#workspace.renewSession().catch(() => false);
  }

  /** What others did comes into sight, in every part of the page. */
  async #fetchAll(): Promise<void> {
    const { conversation, relations } = this.#workspace;
    const beside = [conversation.load(), relations.load()].map((loading) => loading.catch(() => undefined));
    await Promise.all([this.#renew(), this.#workspace.refetchMarks(), ...beside]);
  }
}

/** Changes that the server has not taken wait for a decision: once the reading is finished they could not be made. */
class Undecided extends Error {
  constructor(readonly count: number) {
    super(`${count} undecided`);
  }
}

/** The sentence for an act that failed. */
export function whyNot(error: unknown): string {
  if (error instanceof Undecided) {
    return tn(
      "{count} change of yours is not saved: look at it first, in the bar above the text.",
      "{count} changes of yours are not saved: look at them first, in the bar above the text.",
      error.count,
    );
  }
  return error instanceof Refused ? describeProblem(error.problem) : t("The server cannot be reached. Try again in a moment.");
}
