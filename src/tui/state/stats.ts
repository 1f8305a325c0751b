// The stats screen's state, and what two samples of the server's figures say about the time between them.
import { safeText } from "../../protocol/safe-text.ts";
import type { Stats } from "../../protocol/stats.ts";

export interface Sample {
  time: number;
  stats: Stats;
}

export interface Rates {
  /** Per second. */
  messagesIn: number;
  messagesOut: number;
  published: number;
  errors: number;
  signals: number;
}

const sum = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** Null where there is nothing to compare: the first sample, or a server that was started anew since. */
export function rates(previous: Sample | null, current: Sample): Rates | null {
  if (!previous || current.time <= previous.time) return null;
  const { stats: before } = previous;
  const { stats: after } = current;
  if (after.node !== before.node || after.uptimeMs < before.uptimeMs) return null;
  const seconds = (current.time - previous.time) / 1000;
  const perSecond = (from: number, to: number): number => Math.max(0, to - from) / seconds;
  return {
    messagesIn: perSecond(before.messagesIn, after.messagesIn),
    messagesOut: perSecond(before.messagesOut, after.messagesOut),
    published: perSecond(before.published, after.published),
    errors: perSecond(sum(before.errors), sum(after.errors)),
    signals: perSecond(sum(before.signals), sum(after.signals)),
  };
}

export interface StatsState {
  url: string;
  intervalMs: number;
  previous: Sample | null;
  current: Sample | null;
  /** Why there is no newer sample; empty while the server answers. */
  problem: string;
  paused: boolean;
}

export type StatsAction =
  | { type: "sample"; stats: Stats }
  | { type: "problem"; text: string }
  | { type: "pause" };

export const initialStats = (url: string, intervalMs: number): StatsState => ({
  url: safeText(url),
  intervalMs,
  previous: null,
  current: null,
  problem: "",
  paused: false,
});

export function reduceStats(state: StatsState, action: StatsAction, now: number): StatsState {
  if (action.type === "pause") return { ...state, paused: !state.paused };
  if (action.type === "problem") return { ...state, problem: safeText(action.text) };
  if (state.paused) return state;
  return { ...state, previous: state.current, current: { time: now, stats: action.stats }, problem: "" };
}
