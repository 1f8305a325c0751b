// A reducer's state with its subscribers, told at most thirty times a second however much happens in it.

export interface Store<State, Action> {
  readonly state: State;
  dispatch(action: Action): void;
  subscribe(listener: () => void): () => void;
  /** Tells what happened since at once, as for a key; nothing where nothing did. */
  flush(): void;
}

/** A burst of messages becomes one render. */
const TICK_MS = 33;

export function createStore<State, Action>(
  initial: State,
  reduce: (state: State, action: Action, now: number) => State,
): Store<State, Action> {
  const listeners = new Set<() => void>();
  let state = initial;
  let waiting: NodeJS.Timeout | null = null;
  let toldAt = 0;
  const tell = (): void => {
    if (waiting) clearTimeout(waiting);
    waiting = null;
    toldAt = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    get state() {
      return state;
    },
    dispatch(action) {
      const now = Date.now();
      const before = state;
      state = reduce(state, action, now);
      if (waiting || state === before) return;
      const wait = toldAt + TICK_MS - now;
      // A clock that was set back must not hold the screen up.
      waiting = setTimeout(tell, Math.min(TICK_MS, Math.max(0, wait))).unref();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    flush() {
      if (waiting) tell();
    },
  };
}
