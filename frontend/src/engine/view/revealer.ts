/**
 * Brings a place into view. Sections that were never seen have guessed heights; those that come near the window get their
 * true ones in the frames after the jump and move everything below them. So the place is looked at again for a few
 * frames, until it stays, or until somebody moves the text themselves.
 */
import type { ReadingView } from "./reading_view";

const FRAMES = 10;
/** Frames in a row without a correction after which the place stays. */
const STILL = 3;
/** Room kept above and below, in pixels. */
const ABOVE = 24;
const BELOW = 40;

export class Revealer {
  readonly #view: ReadingView;
  #pending = 0;

  constructor(view: ReadingView) {
    this.#view = view;
    for (const type of ["wheel", "touchmove", "keydown", "mousedown"]) {
      view.scroller.addEventListener(type, () => this.letGo(), { passive: true });
    }
  }

  /** Stops correcting: the text is in somebody's hands. */
  letGo(): void {
    cancelAnimationFrame(this.#pending);
  }

  reveal(start: number, end: number): void {
    this.letGo();
    for (let attempt = 0; attempt < 4; attempt++) if (!this.#correct(start, end, attempt > 0)) break;
    this.#watch(start, end, FRAMES, 0);
  }

  #watch(start: number, end: number, frames: number, still: number): void {
    if (frames === 0 || still === STILL) return;
    this.#pending = requestAnimationFrame(() => {
      const moved = this.#correct(start, end, false);
      this.#watch(start, end, frames - 1, moved ? 0 : still + 1);
    });
  }

  /** Puts the place a third down the page, unless it is comfortably visible. True where that moved something. */
  #correct(start: number, end: number, again: boolean): boolean {
    const view = this.#view;
    const { scroller } = view;
    const section = view.pages[view.index.sectionAt(start)];
    if (!section) return false;
    const frame = scroller.getBoundingClientRect();
    const box = view.boxOf(start, Math.max(end, start + 1));
    const target = box ?? section.element.getBoundingClientRect();
    if (box && box.top >= frame.top + ABOVE && box.bottom <= frame.bottom - BELOW) return false;
    const by = target.top - frame.top - frame.height / 3;
    if (again && Math.abs(by) < 2) return false;
    const before = scroller.scrollTop;
    scroller.scrollTop += by;
    if (scroller.scrollTop === before) return false;
    view.paintVisible();
    return true;
  }
}
