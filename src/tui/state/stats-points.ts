// What two samples of a server's figures say about the time between them, and the points that charts are made of.
import type { Stats } from "../../protocol/stats.ts";
import type { Measured } from "./chart.ts";
import { sumOf } from "./figures.ts";

export interface Sample {
  time: number;
  stats: Stats;
}

export interface Rates {
  /** Per second. */
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
  published: number;
  signals: number;
}

/** A sample that can't be compared with the one before: of a server that was started anew, or of another one. */
export const isOther = ({ stats: before }: Sample, { stats: after }: Sample): boolean =>
  after.node !== before.node || after.uptimeMs < before.uptimeMs;

/** Null where there is nothing to compare: the first sample, or a server that was started anew since. */
export function rates(previous: Sample | null, current: Sample): Rates | null {
  if (!previous || current.time <= previous.time || isOther(previous, current)) return null;
  const { stats: before } = previous;
  const { stats: after } = current;
  const seconds = (current.time - previous.time) / 1000;
  const perSecond = (from: number, to: number): number => Math.max(0, to - from) / seconds;
  return {
    messagesIn: perSecond(before.messagesIn, after.messagesIn),
    messagesOut: perSecond(before.messagesOut, after.messagesOut),
    bytesIn: perSecond(before.bytesIn, after.bytesIn),
    bytesOut: perSecond(before.bytesOut, after.bytesOut),
    published: perSecond(before.published, after.published),
    signals: perSecond(sumOf(before.signals), sumOf(after.signals)),
  };
}

/** One column of the charts. */
export interface Point {
  time: number;
  stats: Stats;
  rates: Rates | null;
  /** Refusals since the point before, by what a person calls them. */
  refusals: Readonly<Record<string, number>>;
}

/** Null: the server did not answer then. */
export type Points = readonly (Point | null)[];

/** Five minutes of refusals and the widest chart are in it, at a sample a second. */
export const MOST_POINTS = 600;

export const withPoint = (points: Points, point: Point | null): Points =>
  [...points, point].slice(-MOST_POINTS);

/** Errors by their codes, and what was refused at the door by its reason: what is counted in both places is so once. */
export const refusalsOf = ({ errors, refused }: Stats): Record<string, number> => ({ ...refused, ...errors });

export function pointOf(previous: Sample | null, current: Sample): Point {
  const { time, stats } = current;
  const known = previous && !isOther(previous, current) ? refusalsOf(previous.stats) : null;
  const fresh = Object.entries(refusalsOf(stats)).flatMap(([name, count]) => {
    const more = known ? count - (known[name] ?? 0) : 0;
    return more > 0 ? [[name, more] as const] : [];
  });
  return { time, stats, rates: rates(previous, current), refusals: Object.fromEntries(fresh) };
}

/** One figure of all points. */
export const seriesOf = (points: Points, of: (point: Point) => Measured): Measured[] =>
  points.map((point) => (point ? of(point) : null));

const WINDOW_MS = 5 * 60_000;

/** The points of the last five minutes. */
export function lately(points: Points): Points {
  const newest = newestOf(points);
  const from = points.findIndex((point) => point !== null && point.time > newest - WINDOW_MS);
  return from < 0 ? [] : points.slice(from);
}

const newestOf = (points: Points): number => points.findLast((point) => point !== null)?.time ?? 0;

export interface Refusal {
  name: string;
  /** Of the last five minutes, and since the server's start. */
  recent: number;
  total: number;
  /** Five minutes in so many parts, whose ends stay where they are while time goes on. */
  values: Measured[];
}

/** The most frequent ones of late first, then those of before. */
export function refusalRows(points: Points, stats: Stats, parts: number): Refusal[] {
  const known = lately(points).filter((point) => point !== null);
  const step = WINDOW_MS / Math.max(1, parts);
  const last = Math.floor(newestOf(points) / step);
  const measured = known.map(({ time }) => parts - 1 - (last - Math.floor(time / step)));
  return Object.entries(refusalsOf(stats))
    .map(([name, total]) => {
      const values: Measured[] = new Array(parts).fill(null);
      for (const [at, { refusals }] of known.entries()) {
        const part = measured[at]!;
        if (part >= 0) values[part] = (values[part] ?? 0) + (refusals[name] ?? 0);
      }
      return {
        name,
        total,
        values,
        recent: known.reduce((sum, { refusals }) => sum + (refusals[name] ?? 0), 0),
      };
    })
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.recent - a.recent || b.total - a.total || (a.name < b.name ? -1 : 1));
}
