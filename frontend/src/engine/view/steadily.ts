/** Changes of how the text is set, with the words that were at the top of the window staying there. */
import type { ReadingView } from "./reading_view";

/** Runs a change of widths or typefaces; guesses for unseen sections are made anew, and the first visible line stays first. */
export function steadily(view: ReadingView, change: () => void): void {
  const { scroller } = view;
  const atTop = scroller.scrollTop === 0;
  const offset = view.geometry.firstVisible();
  const before = view.boxOf(offset, offset + 1)?.top;
  change();
  view.geometry.estimateHeights();
  for (let attempt = 0; attempt < 3 && !atTop && before !== undefined; attempt++) {
    const after = view.boxOf(offset, offset + 1)?.top;
    if (after === undefined || Math.abs(after - before) < 1) break;
    scroller.scrollTop += after - before;
  }
  view.paintVisible();
  view.announce();
}
