// The stats screen's state: samples as they come, what is shown of them, and what the keys have chosen.
import { safeText } from "../../protocol/safe-text.ts";
import type { Stats } from "../../protocol/stats.ts";
import { isOther, type Points, pointOf, type Sample, withPoint } from "./stats-points.ts";

export const PANELS = ["traffic", "server", "latency", "rooms", "refusals", "signals"] as const;
export type PanelName = (typeof PANELS)[number];

const SORTS = ["rate", "members", "name"] as const;
export type Sort = (typeof SORTS)[number];

/** What figures are drawn from: of now, or of when somebody pressed pause. */
export interface Figures {
  previous: Sample | null;
  current: Sample | null;
  points: Points;
}

export interface StatsState extends Figures {
  url: string;
  intervalMs: number;
  /** Held still, while new samples go on coming in behind it. */
  paused: Figures | null;
  /** Why there is no newer sample, and when that was found out last; null while the server answers. */
  problem: { text: string; time: number } | null;
  /** When another process was found to answer than before. */
  restartedAt: number | null;
  /** Shown alone, on the whole screen. */
  zoomed: PanelName | null;
  sort: Sort;
  help: boolean;
}

export type StatsAction =
  | { type: "sample"; stats: Stats }
  | { type: "problem"; text: string }
  | { type: "pause" }
  | { type: "interval"; longer: boolean }
  | { type: "zoom"; panel: PanelName | "next" | "previous" | null }
  | { type: "sort" }
  | { type: "reset" }
  | { type: "help" };

export const initialStats = (url: string, intervalMs: number): StatsState => ({
  url: safeText(url),
  intervalMs,
  previous: null,
  current: null,
  points: [],
  paused: null,
  problem: null,
  restartedAt: null,
  zoomed: null,
  sort: "rate",
  help: false,
});

export const shownOf = (state: StatsState): Figures => state.paused ?? state;

export function reduceStats(state: StatsState, action: StatsAction, now: number): StatsState {
  switch (action.type) {
    case "sample":
      return withSample(state, { time: now, stats: action.stats });
    case "problem":
      return {
        ...state,
        problem: { text: safeText(action.text), time: now },
        points: withPoint(state.points, null),
      };
    case "pause": {
      const { previous, current, points } = state;
      return { ...state, paused: state.paused ? null : { previous, current, points } };
    }
    case "interval":
      return { ...state, intervalMs: nextInterval(state.intervalMs, action.longer) };
    case "zoom":
      return { ...state, help: false, zoomed: zoomed(state.zoomed, action.panel) };
    case "sort":
      return { ...state, sort: SORTS[(SORTS.indexOf(state.sort) + 1) % SORTS.length]! };
    case "reset": {
      const { current } = state;
      return { ...state, paused: null, restartedAt: null, points: current ? [pointOf(null, current)] : [] };
    }
    case "help":
      return { ...state, help: !state.help };
    default:
      return action satisfies never;
  }
}

function withSample(state: StatsState, current: Sample): StatsState {
  const { current: previous, points } = state;
  const anew = previous !== null && isOther(previous, current);
  return {
    ...state,
    previous,
    current,
    problem: null,
    restartedAt: anew ? current.time : state.restartedAt,
    points: withPoint(points, pointOf(previous, current)),
  };
}

function zoomed(now: PanelName | null, wanted: PanelName | "next" | "previous" | null): PanelName | null {
  if (wanted === null || wanted === now) return null;
  if (wanted !== "next" && wanted !== "previous") return wanted;
  // One place more than there are panels: the screen with all of them.
  const places = [null, ...PANELS];
  const step = wanted === "next" ? 1 : places.length - 1;
  return places[(places.indexOf(now) + step) % places.length]!;
}

const INTERVALS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

const nextInterval = (now: number, longer: boolean): number =>
  (longer ? INTERVALS.find((each) => each > now) : INTERVALS.findLast((each) => each < now)) ?? now;
