/** The marks that are to be evidence of a claim, each with its stance, in the order in which they were taken. */
import { uuid7 } from "../workspace/model/uuid7";

export interface Exhibit {
  readonly annotation: string;
  readonly stance: string;
  /** Of this taking: by it the server knows the same evidence sent twice. */
  readonly key: string;
}

export class Tray {
  #exhibits: readonly Exhibit[] = [];

  /** `exists` tells marks that are still there from those that have been deleted, and may come back. */
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
    if (this.#exhibits.some((one) => one.annotation === annotation)) return false;
    this.#exhibits = [...this.#exhibits, { annotation, stance: this.firstStance, key: uuid7() }];
    return true;
  }

  say(annotation: string, stance: string): void {
    this.#exhibits = this.#exhibits.map((one) => (one.annotation === annotation ? { ...one, stance } : one));
  }

  drop(...annotations: readonly string[]): void {
    this.#exhibits = this.#exhibits.filter((one) => !annotations.includes(one.annotation));
  }
}
