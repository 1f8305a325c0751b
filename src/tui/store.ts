// A reducer's state with its subscribers, told at most once per tick however much happens in it.

export interface Store<State, Action> {
  readonly state: State;
  dispatch(action: Action): void;
  subscribe(listener: () => void): () => void;
}

/** A burst of messages becomes one render. */
const TICK_MS = 16;

export function createStore<State, Action>(
  initial: State,
  reduce: (state: State, action: Action, now: number) => State,
): Store<State, Action> {
  const listeners = new Set<() => void>();
  let state = initial;
  let waiting = false;
  const tell = (): void => {
    waiting = false;
    for (const listener of listeners) listener();
  };
  return {
    get state() {
      return state;
    },
    dispatch(action) {
      state = reduce(state, action, Date.now());
      if (waiting) return;
      waiting = true;
      setTimeout(tell, TICK_MS).unref();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
