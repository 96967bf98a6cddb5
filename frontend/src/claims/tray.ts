/** The marks that are to be evidence of a claim, each with its stance, in the order in which they were taken. */
export interface Exhibit {
  readonly annotation: string;
  readonly stance: string;
}

export class Tray {
  #exhibits: readonly Exhibit[] = [];

  /** `exists` tells marks that are still there from those that have been deleted meanwhile. */
  constructor(
    readonly firstStance: string,
    readonly exists: (annotation: string) => boolean,
  ) {}

  get exhibits(): readonly Exhibit[] {
    return this.#exhibits.filter(({ annotation }) => this.exists(annotation));
  }

  has(annotation: string): boolean {
    return this.exhibits.some((one) => one.annotation === annotation);
  }

  /** False where it is there already. */
  take(annotation: string): boolean {
    if (this.has(annotation)) return false;
    this.#exhibits = [...this.exhibits, { annotation, stance: this.firstStance }];
    return true;
  }

  say(annotation: string, stance: string): void {
    this.#exhibits = this.exhibits.map((one) => (one.annotation === annotation ? { ...one, stance } : one));
  }

  drop(annotation: string): void {
    this.#exhibits = this.exhibits.filter((one) => one.annotation !== annotation);
  }

  empty(): void {
    this.#exhibits = [];
  }
}
