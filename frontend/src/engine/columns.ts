/** What columns are made of: numbered names, and arrays of numbers that grow. */
/** A numbering of strings that many marks share: labels, authors. */
export class Names {
  readonly #codes = new Map<string, number>();
  readonly values: string[] = [];

  code(name: string): number {
    let code = this.#codes.get(name);
    if (code === undefined) {
      code = this.values.length;
      this.values.push(name);
      this.#codes.set(name, code);
    }
    return code;
  }

  find(name: string): number | undefined {
    return this.#codes.get(name);
  }
}

/** The same numbers in a longer array. */
export function grown(column: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(size);
  wider.set(column);
  return wider;
}
