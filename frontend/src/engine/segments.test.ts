import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LANES, segmentsOf, type Span } from "./segments";

const spans = fc.array(
  fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 25 })).map(([start, length]) => ({ start, end: start + length })),
  { maxLength: 14 },
);
const numbered = spans.map((list) => list.map((span, slot): Span => ({ ...span, slot })));

describe("segmentsOf", () => {
  it("covers the run without gaps and says at each place exactly which marks are there", () => {
    fc.assert(
      fc.property(numbered, (marks) => {
        const segments = segmentsOf(5, 70, marks);
        expect(segments[0]?.start).toBe(5);
        expect(segments.at(-1)?.end).toBe(70);
        segments.forEach((segment, at) => {
          if (at) expect(segment.start).toBe(segments[at - 1]!.end);
          for (let place = segment.start; place < segment.end; place++) {
            const there = marks.filter(({ start, end }) => start <= place && place < end).map(({ slot }) => slot);
            expect([...segment.slots].sort()).toEqual(there.sort());
          }
        });
      }),
    );
  });

  it("keeps a mark in one lane, never two marks in the same", () => {
    fc.assert(
      fc.property(numbered, (marks) => {
        const lanes = new Map<number, number>();
        for (const segment of segmentsOf(0, 90, marks)) {
          expect(new Set(segment.lanes).size).toBe(segment.lanes.length);
          segment.slots.forEach((slot, at) => {
            expect(lanes.get(slot) ?? segment.lanes[at]).toBe(segment.lanes[at]);
            lanes.set(slot, segment.lanes[at]!);
          });
          expect(segment.hidden).toBe(segment.lanes.filter((lane) => lane >= LANES).length);
        }
      }),
    );
  });

  it("gives the outer of two marks that begin together the upper lane", () => {
    const [both] = segmentsOf(0, 10, [
      { slot: 1, start: 0, end: 3 },
      { slot: 2, start: 0, end: 8 },
    ]);
    expect(both?.slots).toEqual([2, 1]);
  });
});
