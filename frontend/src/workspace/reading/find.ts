/**
 * Finding words in the document: the search runs in slices beside the typing, the hits in view are shown as a passing
 * layer, and one of them is the current one. The bar (`parts/find_bar.ts`) is its face.
 */
import { Search } from "../../engine/search";
import type { Fragment } from "../../engine/marks";
import type { ReadingView } from "../../engine/view/reading_view";
import { clearHighlight, showHighlight } from "./highlights";

/** Milliseconds of searching between two frames. */
const SLICE = 6;
/** … and at most when the search is left before its first hit. */
const AT_ONCE = 100;
/** Hits are shown this far beyond what is visible, in pixels. */
const AROUND = 400;

export class Finder extends EventTarget {
  readonly #view: ReadingView;
  #search: Search | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #origin = 0;
  #current = -1;
  #shown = "";
  isOpen = false;

  constructor(view: ReadingView) {
    super();
    this.#view = view;
    view.addEventListener("scrolled", () => this.#show(false));
    view.addEventListener("painted", () => this.#show(true));
  }

  open(from: number): void {
    this.isOpen = true;
    this.#origin = from;
    this.#changed();
  }

  /** Takes the hits off the text; returns the current one. Who leaves at once gets what was typed, not nothing. */
  close(): Fragment | null {
    const current = this.current ?? this.#firstAtOnce();
    clearTimeout(this.#timer);
    this.#search = null;
    this.#current = -1;
    this.isOpen = false;
    clearHighlight("hit");
    clearHighlight("hit-current");
    this.#changed();
    return current;
  }

  #firstAtOnce(): Fragment | null {
    const search = this.#search;
    if (!search) return null;
    search.step(AT_ONCE);
    const found = search.from(this.#origin);
    return found >= 0 && (search.isDone || search.hit(found)[0] >= this.#origin) ? search.hit(found) : null;
  }

  get count(): number {
    return this.#search?.count ?? 0;
  }

  get isDone(): boolean {
    return this.#search?.isDone ?? true;
  }

  /** The number of the current hit, from 0; −1 without one. */
  get position(): number {
    return this.#current;
  }

  get current(): Fragment | null {
    return this.#search && this.#current >= 0 ? this.#search.hit(this.#current) : null;
  }

  get starts(): Uint32Array {
    return this.#search?.starts ?? new Uint32Array(0);
  }

  /** Looks for other words, from where the last hit was. */
  look(query: string): void {
    clearTimeout(this.#timer);
    this.#origin = this.current?.[0] ?? this.#origin;
    this.#current = -1;
    this.#search = new Search(this.#view.index, query);
    this.#slice();
  }

  #slice(): void {
    const search = this.#search;
    if (!search) return;
    this.#timer = setTimeout(() => {
      const done = search.step(SLICE);
      const found = search.from(this.#origin);
      const isAfter = found >= 0 && search.hit(found)[0] >= this.#origin;
      if (this.#current < 0 && (isAfter || (done && found >= 0))) this.#go(found);
      else this.#show(true);
      this.#changed();
      if (!done) this.#slice();
    });
  }

  next(direction: -1 | 1): void {
    const count = this.count;
    if (count === 0) return;
    this.#go((this.#current + direction + count) % count);
    this.#changed();
  }

  #go(number: number): void {
    this.#current = number;
    const place = this.current;
    if (place) this.#view.reveal(...place);
    this.#show(true);
  }

  #changed(): void {
    this.dispatchEvent(new Event("changed"));
  }

  /** Shows the hits in the sections in view; again only where those, or the hits in them, are others. */
  #show(anyway: boolean): void {
    const search = this.#search;
    if (!search) return;
    const view = this.#view;
    const frame = view.scroller.getBoundingClientRect();
    const [first, last] = view.geometry.sectionsWithin(frame.top - AROUND, frame.bottom + AROUND);
    const shown = `${first}-${last}`;
    if (!anyway && shown === this.#shown) return;
    this.#shown = shown;
    const { index } = view;
    const current = this.current;
    const hits = search.within(index.sectionStart(first), index.sectionEnd(Math.max(first, last - 1)));
    showHighlight(view, "hit", current ? hits.filter(([start]) => start !== current[0]) : hits);
    if (current) showHighlight(view, "hit-current", [current]);
    else clearHighlight("hit-current");
  }
}
