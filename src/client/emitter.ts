// Listeners by event name, typed by a table of payloads.

type Listener<Payload> = (payload: Payload) => void;

export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  /** The answer takes the listener away again. */
  on<K extends keyof Events>(event: K, listener: Listener<Events[K]>): () => void {
    const own: Listener<Events[K]> = (payload) => listener(payload);
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all.add(own));
    return () => void all.delete(own);
  }

  emit<K extends keyof Events>(event: K, payload: Events[K]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        (listener as Listener<Events[K]>)(payload);
      } catch (error) {
        // A listener's mistake is its own: it shows as an uncaught error and the other listeners still hear.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  has(event: keyof Events): boolean {
    return (this.#listeners.get(event)?.size ?? 0) > 0;
  }
}
