/** Relations between the marks of one document, and which marks have any: found from either end. */
export interface Link {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly target: string;
}

export class LinkStore<T extends Link> {
  readonly #rows = new Map<string, T>();
  readonly #byMark = new Map<string, Set<string>>();

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  get all(): IterableIterator<T> {
    return this.#rows.values();
  }

  put(link: T): void {
    this.drop(link.id);
    this.#rows.set(link.id, link);
    for (const end of [link.source, link.target]) {
      const ids = this.#byMark.get(end) ?? new Set();
      ids.add(link.id);
      this.#byMark.set(end, ids);
    }
  }

  drop(id: string): T | undefined {
    const link = this.#rows.get(id);
    if (!link) return undefined;
    this.#rows.delete(id);
    for (const end of [link.source, link.target]) {
      const ids = this.#byMark.get(end);
      ids?.delete(id);
      if (ids?.size === 0) this.#byMark.delete(end);
    }
    return link;
  }

  of(mark: string): T[] {
    return [...(this.#byMark.get(mark) ?? [])].map((id) => this.#rows.get(id)!);
  }
}
