/**
 * The minimap: a narrow track beside the text that shows where in the whole of it marks and hits are, and which part is in
 * view. Marks have the line of their label and the dashes of their layer, as under the words. Click to go there, drag
 * to scroll. It is drawn in one pass when scrolling rests; while it goes on, only the thumb moves. Those who do not see it
 * have the list of marks.
 */
import { Overview, scrollFor, thumbOf } from "../../engine/overview";
import { lineOf } from "../../engine/view/mark_styles";
import type { ReadingView } from "../../engine/view/reading_view";
import type { Company } from "../model/company";
import type { DocumentState } from "../model/document_state";
import { t } from "../model/words";
import { tintOf } from "../parts/avatar";
import type { Finder } from "./find";

const LEAST_THUMB = 28;
const RESTS = 140;
/** A click this near to a mark or a hit, in pixels, means it. */
const NEAR = 4;
/** Room for marks, and beside it for hits, in pixels of the track. */
const MARKS = [3, 15] as const;
const HITS = [16, 21] as const;

export class Minimap {
  readonly #view: ReadingView;
  readonly #state: DocumentState;
  readonly #finder: Finder;
  readonly #track: HTMLElement;
  readonly #canvas = document.createElement("canvas");
  readonly #thumb = document.createElement("div");
  readonly #probe = document.createElement("span");
  readonly #readers = document.createElement("div");
  #overview = new Overview([0], [0]);
  #content = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #following = false;

  constructor(view: ReadingView, state: DocumentState, finder: Finder, zone: HTMLElement) {
    this.#view = view;
    this.#state = state;
    this.#finder = finder;
    this.#track = document.createElement("div");
    this.#track.className = "ws-minimap";
    this.#track.setAttribute("aria-hidden", "true");
    this.#track.title = t("Where marks and hits are. Click to go there, drag to scroll.");
    this.#canvas.className = "ws-minimap__canvas";
    this.#thumb.className = "ws-minimap__thumb";
    this.#probe.className = "ws-minimap__probe";
    this.#readers.className = "ws-minimap__readers";
    this.#track.append(this.#canvas, this.#thumb, this.#probe, this.#readers);
    zone.append(this.#track);
    view.addEventListener("scrolled", () => this.#follow());
    view.addEventListener("painted", () => this.later());
    state.on("marks", () => this.later());
    state.on("codebook", () => this.later());
    finder.addEventListener("changed", () => this.later());
    document.addEventListener("themechange", () => this.later());
    matchMedia("(forced-colors: active)").addEventListener("change", () => this.later());
    new ResizeObserver(() => this.later()).observe(this.#track);
    this.#track.addEventListener("pointerdown", (event) => this.#take(event));
    this.#track.addEventListener("wheel", (event) => view.scroller.scrollBy({ top: event.deltaY }), { passive: true });
  }

  /** Others who read are discs at the height of what they have before them. */
  show(company: Company): void {
    company.on("changed", () => {
      this.#readers.replaceChildren(...company.readers.map(({ participant, start }) => disc(participant.name, start ?? 0)));
      this.later();
    });
  }

  later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.draw(), RESTS);
  }

  #follow(): void {
    this.later();
    if (this.#following) return;
    this.#following = true;
    requestAnimationFrame(() => {
      this.#following = false;
      this.#place();
    });
  }

  #place(): void {
    const { scrollHeight, clientHeight, scrollTop } = this.#view.scroller;
    const track = this.#track.clientHeight;
    const { top, height } = thumbOf(track, scrollHeight, clientHeight, scrollTop, LEAST_THUMB);
    this.#thumb.hidden = height >= track;
    this.#thumb.style.transform = `translateY(${top}px)`;
    this.#thumb.style.height = `${height}px`;
  }

  /** Where the sections stand now: their true heights where they have been seen, else the guesses the scrolling goes by. */
  #measure(): void {
    const { scroller, index, pages } = this.#view;
    const origin = scroller.getBoundingClientRect().top - scroller.scrollTop;
    const starts = new Float64Array(pages.length + 1);
    const tops = new Float64Array(pages.length + 1);
    pages.forEach((page, section) => {
      starts[section] = index.sectionStart(section);
      tops[section] = page.element.getBoundingClientRect().top - origin;
    });
    starts[pages.length] = index.length;
    tops[pages.length] = (pages.at(-1)?.element.getBoundingClientRect().bottom ?? origin) - origin;
    this.#overview = new Overview(starts, tops);
    this.#content = scroller.scrollHeight;
  }

  draw(): void {
    const width = this.#track.clientWidth;
    const height = this.#track.clientHeight;
    if (width === 0 || height === 0) return;
    this.#measure();
    this.#place();
    const scale = devicePixelRatio || 1;
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    const pen = this.#canvas.getContext("2d");
    if (!pen) return;
    pen.scale(scale, scale);
    this.#drawMarks(pen, height);
    this.#drawHits(pen, height);
    for (const reader of this.#readers.children as HTMLCollectionOf<HTMLElement>) {
      reader.style.top = `${Math.round(this.#yOf(Number(reader.dataset["start"]), height))}px`;
    }
  }

  #yOf(offset: number, height: number): number {
    return this.#content > 0 ? (this.#overview.topOf(offset) / this.#content) * height : 0;
  }

  #drawMarks(pen: CanvasRenderingContext2D, height: number): void {
    const { marks, codebook } = this.#state;
    const looks = codebook.looks(marks.labels);
    const inks = looks.map((_, label) => this.#colour(`var(--label-${label})`));
    const [left, right] = MARKS;
    const drawn = new Set<number>();
    const kinds = looks.length * 3;
    for (const slot of marks.inOrder()) {
      const label = marks.labelCode(slot);
      const layer = marks.layer(slot);
      for (const [start, end] of marks.fragments(slot)) {
        const top = Math.round(this.#yOf(start, height));
        const key = top * kinds + label * 3 + layer;
        if (drawn.has(key)) continue;
        drawn.add(key);
        pen.fillStyle = inks[label] ?? "gray";
        const extent = this.#yOf(end, height) - top;
        if (extent > 3) {
          pen.globalAlpha = 0.22;
          pen.fillRect(left, top, right - left, extent);
          pen.globalAlpha = 1;
        }
        drawLine(pen, lineOf(looks[label]?.position ?? 0, layer), left, right, top);
      }
    }
  }

  #drawHits(pen: CanvasRenderingContext2D, height: number): void {
    const { starts, current } = this.#finder;
    if (starts.length === 0) return;
    const [left, right] = HITS;
    pen.fillStyle = this.#colour("var(--hit-line)");
    let last = -1;
    for (const start of starts) {
      const top = Math.round(this.#yOf(start, height));
      if (top === last) continue;
      last = top;
      pen.fillRect(left, top, right - left, 2);
    }
    if (!current) return;
    pen.fillStyle = this.#colour("var(--hit-current-line)");
    pen.fillRect(MARKS[0], Math.round(this.#yOf(current[0], height)) - 1, right - MARKS[0], 4);
  }

  /** A token as a colour that a canvas understands: whatever the theme, and the system's own where colours are forced. */
  #colour(token: string): string {
    this.#probe.style.color = token;
    return getComputedStyle(this.#probe).color;
  }

  // --- the hand ------------------------------------------------------------------------------------------------------

  #take(down: PointerEvent): void {
    if (down.button !== 0) return;
    down.preventDefault();
    const { scroller } = this.#view;
    const box = this.#track.getBoundingClientRect();
    const thumb = this.#thumb.getBoundingClientRect();
    const inside = !this.#thumb.hidden && down.clientY >= thumb.top && down.clientY <= thumb.bottom;
    if (!inside) this.#goTo(down.clientY - box.top, box.height);
    const at = down.clientY - box.top;
    let moved = down.clientY;
    let dragged = false;
    this.#track.setPointerCapture(down.pointerId);
    const done = new AbortController();
    const { signal } = done;
    let offset = inside ? down.clientY - thumb.top : null;
    const move = (event: PointerEvent): void => {
      if (Math.abs(event.clientY - moved) < 2) return; // a click with an unsteady hand
      moved = event.clientY;
      dragged = true;
      offset ??= this.#thumb.getBoundingClientRect().height / 2;
      const top = event.clientY - box.top - offset;
      this.#view.letGo();
      scroller.scrollTop = scrollFor(top, box.height, scroller.scrollHeight, scroller.clientHeight, LEAST_THUMB);
    };
    this.#track.addEventListener("pointermove", move, { signal });
    const end = (): void => {
      done.abort();
      // A click on a mark under the thumb means the mark: it may be near the window without being in it.
      if (inside && !dragged && this.#near(at, box.height) !== null) this.#goTo(at, box.height);
    };
    this.#track.addEventListener("lostpointercapture", end, { signal });
  }

  /** The mark or hit near the pointer, else the text that stands there. */
  #goTo(y: number, height: number): void {
    this.#measure();
    const content = (y / height) * this.#content;
    const offset = this.#overview.offsetAt(content);
    this.#view.reveal(this.#near(y, height) ?? offset);
    this.draw();
  }

  #near(y: number, height: number): number | null {
    let best: number | null = null;
    let least = NEAR;
    const offer = (offset: number): void => {
      const distance = Math.abs(this.#yOf(offset, height) - y);
      if (distance <= least) [best, least] = [offset, distance];
    };
    const { marks } = this.#state;
    for (const slot of marks.inOrder()) offer(marks.start(slot));
    this.#finder.starts.forEach(offer);
    return best;
  }
}

function disc(name: string, start: number): HTMLElement {
  const element = document.createElement("span");
  element.className = `ws-minimap__reader avatar--${tintOf(name)}`;
  element.dataset["start"] = String(start);
  element.title = t("{name} reads here", { name });
  return element;
}

/** A label's line as it is under words: one or two rails of its thickness, dashed as its layer is. */
function drawLine(
  pen: CanvasRenderingContext2D,
  { rails, ink, period }: ReturnType<typeof lineOf>,
  left: number,
  right: number,
  top: number,
): void {
  for (const [from, thickness] of rails) {
    for (let at = left; at < right; at += period) {
      pen.fillRect(at, top + from, Math.min(ink, right - at), thickness);
    }
  }
}
