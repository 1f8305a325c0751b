// A state's subscribers: told seldom of a burst, at once of a key, and not where nothing changed.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createStore } from "../../src/tui/store.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function counted() {
  const store = createStore<number, number>(0, (state, by) => state + by);
  const told: number[] = [];
  store.subscribe(() => told.push(store.state));
  return { store, told };
}

describe("subscribers", () => {
  it("are told once of a burst, then at most once in 33 ms", () => {
    const { store, told } = counted();
    for (let i = 0; i < 5; i++) store.dispatch(1);
    vi.advanceTimersByTime(1);
    expect(told).toEqual([5]);
    for (let ms = 0; ms < 330; ms++) {
      store.dispatch(1);
      vi.advanceTimersByTime(1);
    }
    expect(told.length).toBeGreaterThanOrEqual(9);
    expect(told.length).toBeLessThanOrEqual(11);
  });

  it("are told at once what a key did, and not again for it", () => {
    const { store, told } = counted();
    store.dispatch(1);
    vi.advanceTimersByTime(1);
    store.dispatch(1);
    store.flush();
    expect(told).toEqual([1, 2]);
    vi.advanceTimersByTime(100);
    store.flush();
    expect(told).toEqual([1, 2]);
  });

  it("are not told where nothing changed, or when they left", () => {
    const { store, told } = counted();
    store.dispatch(0);
    vi.advanceTimersByTime(100);
    expect(told).toEqual([]);
    const leave = store.subscribe(() => told.push(-1));
    leave();
    store.dispatch(1);
    store.flush();
    expect(told).toEqual([1]);
  });

  it("are told though the clock was set back", () => {
    const { store, told } = counted();
    store.dispatch(1);
    vi.advanceTimersByTime(1);
    vi.setSystemTime(0);
    store.dispatch(1);
    vi.advanceTimersByTime(33);
    expect(told).toEqual([1, 2]);
  });
});
