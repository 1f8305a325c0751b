// A server's figures as a row a sample, to be read as they come.
import { millis, percent, rate, short } from "./figures.ts";
import { bytes, preciseClock } from "./format.ts";
import { type Point, pointOf, type Sample } from "./stats-points.ts";
import { field } from "./text.ts";

const COLUMNS: readonly [title: string, width: number, text: (point: Point) => string][] = [
  ["TIME", 8, ({ time }) => preciseClock(time).slice(0, 8)],
  ["CONN", 6, ({ stats }) => short(stats.connections)],
  ["ROOMS", 6, ({ stats }) => short(stats.totalRooms)],
  ["SEATS", 6, ({ stats }) => short(stats.totalPeers)],
  ["IN/s", 6, ({ rates }) => rate(rates?.messagesIn ?? null)],
  ["OUT/s", 6, ({ rates }) => rate(rates?.messagesOut ?? null)],
  ["P99ms", 6, ({ stats }) => millis(stats.latency.requests.p99Ms)],
  ["LOOPms", 6, ({ stats }) => millis(stats.loopDelay.nowMs)],
  ["CPU", 5, ({ stats }) => percent(stats.cpu)],
  ["MEMORY", 7, ({ stats }) => bytes(stats.memoryBytes)],
  ["REFUSED", 7, ({ refusals }) => short(Object.values(refusals).reduce((sum, count) => sum + count, 0))],
];

/** The header comes again before it is out of sight. */
const EVERY = 20;

export function statsRows(): (stats: Sample["stats"], time: number) => string[] {
  let previous: Sample | null = null;
  let rows = 0;
  const header = COLUMNS.map(([title, width], at) => field(title, width, at === 0 ? "left" : "right")).join(
    " ",
  );
  return (stats, time) => {
    const current = { time, stats };
    const point = pointOf(previous, current);
    previous = current;
    const row = COLUMNS.map(([, width, text]) => field(text(point), width, "right")).join(" ");
    return rows++ % EVERY === 0 ? [header, row] : [row];
  };
}
