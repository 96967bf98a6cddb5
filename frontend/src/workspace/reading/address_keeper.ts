/** Keeps the page's address and the place in the text together, both ways. */
import { t } from "../model/words";
import type { Workspace } from "../model/workspace";
import { addressWith, destinationOf } from "./address";
import type { ReadingDesk } from "./reading_desk";

export class AddressKeeper {
  readonly #workspace: Workspace;
  readonly #desk: ReadingDesk;

  constructor(workspace: Workspace, desk: ReadingDesk) {
    this.#workspace = workspace;
    this.#desk = desk;
    workspace.on("selection", () => this.#keep());
    window.addEventListener("hashchange", () => this.follow());
  }

  /** Goes where the address leads; tells where it leads to nothing. */
  follow(): void {
    const workspace = this.#workspace;
    const found = destinationOf(location.search, location.hash, workspace.index.length);
    if (found === null) return;
    if (found.kind === "passage") return this.#desk.goToPassage(found.range);
    const slot = found.kind === "mark" ? workspace.marks.slotOf(found.id) : undefined;
    if (slot !== undefined) return this.#desk.goTo(slot);
    const text =
      found.kind === "mark"
        ? t("The mark of this link is not here: it was deleted, or it is hidden from you.")
        : t("This link names a place that the text does not have.");
    workspace.emit("notice", { text });
  }

  /** Brings the place into view again after the page around the text was built, which may have moved it. */
  settle(): void {
    const found = destinationOf(location.search, location.hash, this.#workspace.index.length);
    const slot = this.#workspace.selected;
    if (found?.kind === "passage") this.#desk.view.reveal(...found.range);
    else if (found?.kind === "mark" && slot !== null) this.#desk.goTo(slot);
  }

  #keep(): void {
    const { selected, marks } = this.#workspace;
    const address = addressWith(location.pathname, selected === null ? null : marks.id(selected));
    history.replaceState(history.state, "", address);
  }
}
