// Times of a ladder in three ways: since its start, since the row before, and of the day.
import { clock, preciseClock } from "./format.ts";

export const timeModes = ["start", "delta", "clock"] as const;
export type TimeMode = (typeof timeModes)[number];

export const timeTitles: Record<TimeMode, string> = { start: "SINCE", delta: "DELTA", clock: "TIME" };

export const nextMode = (mode: TimeMode): TimeMode =>
  timeModes[(timeModes.indexOf(mode) + 1) % timeModes.length]!;

const two = (value: number): string => String(value).padStart(2, "0");

/** At most eight columns: `+0.214`, `+12:07.3`, `+3h12m`. */
export function span(ms: number): string {
  const sign = ms < 0 ? "-" : "+";
  const left = Math.abs(ms);
  if (left < 999_500) return `${sign}${(left / 1000).toFixed(left < 99_995 ? 3 : 2)}`;
  const seconds = left / 1000;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${sign}${two(minutes)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`;
  return `${sign}${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
}

/** `12 ms`, `1.42 s`, `3m`: how long something took. */
export function took(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 99_950) return `${(ms / 1000).toFixed(ms < 9_995 ? 2 : 1)} s`;
  return ms < 5_999_500 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}

export const timeWidth = (mode: TimeMode, columns: number): number =>
  mode === "clock" ? (columns < 60 ? 8 : 12) : 8;

interface Moment {
  time: number;
  start: number;
  before: number | null;
}

export function timeText(mode: TimeMode, { time, start, before }: Moment, columns: number): string {
  if (mode === "start") return span(time - start);
  if (mode === "delta") return before === null ? "" : span(time - before);
  const whole = preciseClock(time);
  return columns < 60 ? `${clock(time)}:${whole.slice(6, 8)}` : whole;
}
