/**
 * The whole text on the height of a window: where in the scrolled content, in pixels, a place in the text stands. Asked of
 * the layout are only the sections; inside one, places are spread evenly. Sections out of view have estimated heights, which is
 * what the scrolling itself goes by: both agree, and become exact together.
 */
import { countBelow } from "./text_index";

export class Overview {
  readonly #starts: ArrayLike<number>;
  readonly #tops: ArrayLike<number>;

  /** `starts` are the places where sections begin, `tops` their heights from the top; both have one entry more, for the end. */
  constructor(starts: ArrayLike<number>, tops: ArrayLike<number>) {
    this.#starts = starts;
    this.#tops = tops;
  }

  #between(from: ArrayLike<number>, to: ArrayLike<number>, value: number): number {
    const last = from.length - 2;
    if (last < 0) return 0;
    const at = Math.max(0, Math.min(countBelow(from, value + 1e-9) - 1, last));
    const low = from[at] as number;
    const span = (from[at + 1] as number) - low;
    const share = span > 0 ? Math.max(0, Math.min(1, (value - low) / span)) : 0;
    return (to[at] as number) + share * ((to[at + 1] as number) - (to[at] as number));
  }

  /** Pixels from the top of the content. */
  topOf(offset: number): number {
    return this.#between(this.#starts, this.#tops, offset);
  }

  /** The place in the text at so many pixels from the top. */
  offsetAt(top: number): number {
    return Math.floor(this.#between(this.#tops, this.#starts, top));
  }
}

export interface Thumb {
  readonly top: number;
  readonly height: number;
}

/** The part of a track that shows what is in view, never smaller than `least`. */
export function thumbOf(track: number, content: number, view: number, scrolled: number, least: number): Thumb {
  if (content <= view || track <= 0) return { top: 0, height: track };
  const height = Math.max(least, (view / content) * track);
  return { top: (scrolled / (content - view)) * (track - height), height };
}

/** How far to scroll so that the thumb begins at `top` of its track. */
export function scrollFor(top: number, track: number, content: number, view: number, least: number): number {
  const { height } = thumbOf(track, content, view, 0, least);
  if (track <= height) return 0;
  return Math.max(0, Math.min(1, top / (track - height))) * (content - view);
}
