/**
 * A sweep line over the marks of one run of text: it yields the pieces between neighbouring edges, each with the marks
 * that cover it and the lane each is drawn in. A mark keeps its lane for the whole run, so underlines do not jump; marks
 * past the last lane are counted and shown as "+n".
 */

export const LANES = 3;

export interface Span {
  readonly slot: number;
  readonly start: number;
  readonly end: number;
}

export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Marks in lane order; empty where nothing is marked. */
  readonly slots: readonly number[];
  /** The lane of each mark of `slots`. */
  readonly lanes: readonly number[];
  /** How many of them have no lane of their own. */
  readonly hidden: number;
}

const NOTHING: readonly number[] = [];

interface Active {
  slot: number;
  end: number;
  lane: number;
}

/** Longer marks first where they begin together, so that the outer one takes the upper lane. */
function inOrder(spans: readonly Span[]): Span[] {
  return [...spans].sort((a, b) => a.start - b.start || b.end - a.end || a.slot - b.slot);
}

export function segmentsOf(from: number, to: number, spans: readonly Span[]): Segment[] {
  const segments: Segment[] = [];
  const ordered = inOrder(spans);
  const active: Active[] = []; // ordered by lane
  let next = 0;
  let at = from;

  const enter = (span: Span): void => {
    let place = 0;
    while (place < active.length && active[place]!.lane === place) place++;
    active.splice(place, 0, { slot: span.slot, end: span.end, lane: place });
  };

  while (at < to) {
    while (next < ordered.length && ordered[next]!.start <= at) {
      const span = ordered[next++]!;
      if (span.end > at) enter(span);
    }
    let edge = next < ordered.length ? Math.min(ordered[next]!.start, to) : to;
    for (const mark of active) if (mark.end < edge) edge = mark.end;
    if (active.length === 0) {
      segments.push({ start: at, end: edge, slots: NOTHING, lanes: NOTHING, hidden: 0 });
    } else {
      const slots: number[] = [];
      const lanes: number[] = [];
      let hidden = 0;
      for (const mark of active) {
        if (slots.includes(mark.slot)) continue; // two fragments of one mark may overlap
        slots.push(mark.slot);
        lanes.push(mark.lane);
        if (mark.lane >= LANES) hidden++;
      }
      segments.push({ start: at, end: edge, slots, lanes, hidden });
    }
    at = edge;
    for (let place = active.length - 1; place >= 0; place--) {
      if (active[place]!.end <= at) active.splice(place, 1);
    }
  }
  return segments;
}
