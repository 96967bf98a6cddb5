/**
 * How marks look. Style attributes in markup are blocked by the Content-Security-Policy, so the rules go into a constructed
 * style sheet: one class per label, layer and lane. Three things differ, so that colour is never alone:
 *
 *   label  colour, and a shape of line (thin, thick, double, thick over thin), and a short code in the margin
 *   layer  adjudicated solid, a person's dashed, a machine's dotted
 *   lane   overlapping marks are stacked, one line below the other
 */
import { LANES } from "../segments";

export interface LabelLook {
  readonly colour: string;
  readonly position: number;
}

/** Thickness of the two rails of a line and the space between them, in pixels. */
const SHAPES: readonly (readonly [upper: number, gap: number, lower: number])[] = [
  [2, 0, 0],
  [4, 0, 0],
  [1, 2, 1],
  [2.5, 1.5, 1],
];

/** Ink and period of the dashes of a layer, in pixels: person, gold, machine. */
const DASHES: readonly (readonly [ink: number, period: number])[] = [
  [7, 9],
  [16, 16],
  [2, 4],
];

export interface Line {
  /** Where each rail begins, counted downwards, and how thick it is. */
  readonly rails: readonly (readonly [from: number, thickness: number])[];
  readonly ink: number;
  readonly period: number;
}

/** The line of a label in a layer, in whole pixels, for those who draw it themselves. */
export function lineOf(position: number, layer: number): Line {
  const [upper, gap, lower] = SHAPES[shapeOf(position)]!;
  const [ink, period] = DASHES[layer] ?? DASHES[0]!;
  const thick = (pixels: number): number => Math.max(1, Math.floor(pixels));
  const rails: [number, number][] = [[0, thick(upper)]];
  if (lower > 0) rails.push([thick(upper) + Math.ceil(gap), thick(lower)]);
  return { rails, ink, period };
}

const HEX = /^#[0-9a-f]{6}$/i;

export function shapeOf(position: number): number {
  return ((position % SHAPES.length) + SHAPES.length) % SHAPES.length;
}

export function laneClass(label: number, layer: number, lane: number): string {
  return `m${label}-${layer}-${lane}`;
}

/** A label's colour, moved into the lightness that reads well on the page: dark ink on light paper, light ink on dark. */
export function inkOf(colour: string): string {
  const hex = HEX.test(colour) ? colour : "#6b7280";
  const ink = (least: number, most: number): string => `oklch(from ${hex} clamp(${least}, l, ${most}) min(c, 0.17) h)`;
  return `light-dark(${ink(0.36, 0.54)}, ${ink(0.7, 0.84)})`;
}

function laneRule(label: number, look: LabelLook, layer: number, lane: number): string {
  const [upper, gap, lower] = SHAPES[shapeOf(look.position)]!;
  const [ink, period] = DASHES[layer] ?? DASHES[0]!;
  return (
    `.${laneClass(label, layer, lane)}{--c${lane}:var(--label-${label});--i${lane}:${ink}px;--w${lane}:${period}px;` +
    `--u${lane}:${upper}px;--g${lane}:${upper + gap}px;--l${lane}:${lower}px}`
  );
}

/**
 * A property with a type is parsed once, where it is set; one without is parsed again in every element that uses it, which
 * is what the time of painting thousands of marks would otherwise go into.
 */
function registerProperties(): void {
  const register = (name: string, syntax: string, initialValue: string, inherits = false): void => {
    try {
      CSS.registerProperty({ name, syntax, inherits, initialValue });
    } catch {
      // Registered before: by an earlier view in this page.
    }
  };
  for (let lane = 0; lane < LANES; lane++) {
    register(`--c${lane}`, "<color>", "transparent");
    for (const part of ["i", "w", "u", "g", "l"]) register(`--${part}${lane}`, "<length>", "0px");
  }
}

export class MarkStyles {
  readonly #sheet = new CSSStyleSheet();
  #registered = 0;

  constructor(target: Document = document) {
    registerProperties();
    target.adoptedStyleSheets = [...target.adoptedStyleSheets, this.#sheet];
  }

  /** Labels in the order of their codes. */
  apply(looks: readonly LabelLook[]): void {
    for (; this.#registered < looks.length; this.#registered++) {
      const name = `--label-${this.#registered}`;
      try {
        CSS.registerProperty({ name, syntax: "<color>", inherits: true, initialValue: "gray" });
      } catch {
        continue; // registered before
      }
    }
    const rules: string[] = [];
    const inks = looks.map((look, label) => `--label-${label}:${inkOf(look.colour)}`).join(";");
    rules.push(`:root{${inks}}`);
    looks.forEach((look, label) => {
      rules.push(`.label-${label}{--label:var(--label-${label})}`);
      for (let layer = 0; layer < DASHES.length; layer++) {
        for (let lane = 0; lane < LANES; lane++) rules.push(laneRule(label, look, layer, lane));
      }
      const [upper, gap, lower] = SHAPES[shapeOf(look.position)]!;
      rules.push(
        `.swatch-${label}{--label:var(--label-${label});--u0:${upper}px;--g0:${upper + gap}px;--l0:${lower}px}`,
      );
    });
    this.#sheet.replaceSync(rules.join("\n"));
  }
}
