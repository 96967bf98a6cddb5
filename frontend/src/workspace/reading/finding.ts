/** Joins the bar, the search and the text: where a search begins, and where the caret stands when it is left. */
import type { ReadingDesk } from "./reading_desk";
import { Finder } from "./find";
import { FindBar } from "../parts/find_bar";

/** So long a selection is somebody's passage, not the words they look for. */
const LONGEST = 120;
/** The bar covers this much of the top of the text, in pixels; at its start the text makes room. */
const COVERED = 64;

export class Finding {
  readonly finder: Finder;
  readonly #desk: ReadingDesk;
  readonly #bar = new FindBar();

  constructor(desk: ReadingDesk, zone: HTMLElement) {
    this.#desk = desk;
    this.finder = new Finder(desk.view);
    this.#bar.finder = this.finder;
    this.#bar.onLeave = () => this.close();
    zone.append(this.#bar);
    this.finder.addEventListener("changed", () => {
      zone.classList.toggle("is-finding", this.finder.isOpen);
      this.#uncover();
    });
  }

  open(): void {
    const { view, caret, palette } = this.#desk;
    palette.close();
    const range = view.selectedRange;
    const words = range && range[1] - range[0] <= LONGEST ? view.index.slice(...range).replace(/\s+/g, " ").trim() : "";
    void this.#bar.open(range?.[0] ?? caret.offset, words);
  }

  /** The hit is then the selection: a label's key marks it. */
  close(): void {
    const hit = this.finder.close();
    this.#desk.focus();
    if (hit) this.#desk.view.select(...hit);
  }

  /** A hit that the bar would cover is moved down from under it. */
  #uncover(): void {
    const hit = this.finder.current;
    const { view } = this.#desk;
    const box = hit && view.boxOf(...hit);
    const top = view.scroller.getBoundingClientRect().top;
    if (box && box.bottom > top && box.top < top + COVERED) view.scroller.scrollTop -= COVERED + top - box.top;
  }
}
