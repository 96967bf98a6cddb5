/** Typed listeners: `on` gives back the way to stop listening. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(detail: never) => void>>();

  on<K extends keyof Events>(name: K, listener: (detail: Events[K]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    listeners.add(listener as (detail: never) => void);
    this.#listeners.set(name, listeners);
    return () => listeners.delete(listener as (detail: never) => void);
  }

  emit<K extends keyof Events>(name: K, detail: Events[K]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) (listener as (detail: Events[K]) => void)(detail);
  }
}
