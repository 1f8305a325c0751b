// The panels of the stats screen that are figures with their last minutes, and the frame around all of them.
import type { Stats } from "../../protocol/stats.ts";
import { chart, type Measured, peakOf } from "./chart.ts";
import { millis, percent, rate, roundedUp, short } from "./figures.ts";
import { bytes } from "./format.ts";
import { type Line, lineOf, panel } from "./lines.ts";
import { PANELS, type PanelName, type Sort } from "./stats.ts";
import { type Point, type Points, seriesOf } from "./stats-points.ts";
import { field } from "./text.ts";
import type { Role } from "./theme.ts";

export interface Shown {
  stats: Stats;
  points: Points;
  sort: Sort;
  zoomed: PanelName | null;
}

export interface Area {
  columns: number;
  rows: number;
}

/** Its name with the key that shows it alone. */
export function framed(
  name: PanelName,
  title: string,
  note: string,
  lines: readonly Line[],
  area: Area,
  zoomed = false,
) {
  const key = PANELS.indexOf(name) + 1;
  return panel(lines, { title: `${key} ${title}`, note, focused: zoomed, ...area });
}

export const inside = ({ columns, rows }: Area): Area => ({ columns: columns - 4, rows: rows - 2 });

// --- figures with their last minutes ---

export interface Gauge {
  name: string;
  /** A reason to look, told by a sign too. */
  role?: Role;
  text: string;
  of(point: Point): Measured;
  /** The least that a full column stands for: small changes of small numbers are no mountains. */
  least: number;
}

export const alarm = (value: number, warn: number, bad: number): Role | undefined =>
  value >= bad ? "bad" : value >= warn ? "warn" : undefined;

/** The most telling ones first. */
export function gauges(
  stats: Stats,
): Record<"connections" | "rooms" | "seats" | "loop" | "cpu" | "memory" | "heap" | "topics", Gauge> {
  const { nowMs } = stats.loopDelay;
  return {
    connections: {
      name: "connections",
      text: short(stats.connections),
      of: (point) => point.stats.connections,
      least: 10,
    },
    rooms: { name: "rooms", text: short(stats.totalRooms), of: (point) => point.stats.totalRooms, least: 10 },
    seats: { name: "seats", text: short(stats.totalPeers), of: (point) => point.stats.totalPeers, least: 10 },
    loop: {
      name: "loop delay",
      text: `${millis(nowMs)} ms`,
      role: alarm(nowMs, 20, 50),
      of: (point) => point.stats.loopDelay.nowMs,
      least: 10,
    },
    cpu: {
      name: "CPU",
      text: percent(stats.cpu),
      role: alarm(stats.cpu, 0.7, 0.9),
      of: (point) => point.stats.cpu,
      least: 1,
    },
    memory: {
      name: "memory",
      text: bytes(stats.memoryBytes),
      of: (point) => point.stats.memoryBytes,
      least: 1,
    },
    heap: { name: "heap", text: bytes(stats.heapBytes), of: (point) => point.stats.heapBytes, least: 1 },
    topics: {
      name: "subscribers",
      text: short(stats.subscribers),
      of: (point) => point.stats.subscribers,
      least: 10,
    },
  };
}

export const NAME = 12;
export const VALUE = 9;

export function gaugeLine({ name, text, role, of, least }: Gauge, points: Points, columns: number): Line {
  const values = seriesOf(points, of);
  const wide = Math.max(0, columns - NAME - VALUE - 1);
  const [graph] = chart(values, wide, 1, roundedUp(peakOf(values, wide), least));
  const mark = role ? "▲" : " ";
  return [
    { text: field(name, NAME), role: "faint" },
    { text: field(`${mark}${text}`, VALUE, "right"), role, bold: true },
    { text: ` ${graph}`, role: role ?? "chart" },
  ];
}

/** Alone, over several rows: with the largest value that is in sight. */
export function gaugePanel(gauge: Gauge, { points }: Shown, area: Area): Line[] {
  const { columns, rows } = inside(area);
  const values = seriesOf(points, gauge.of);
  const most = roundedUp(peakOf(values, columns), gauge.least);
  const lines = chart(values, columns, rows, most).map((row) => lineOf(row, { role: gauge.role ?? "chart" }));
  const title = `2 ${gauge.name} ${field(`${gauge.role ? "▲" : ""}${gauge.text}`, VALUE, "right")}`;
  return panel(lines, { title, ...area });
}

export function serverLines({ stats, points }: Shown, { columns, rows }: Area): Line[] {
  const of = gauges(stats);
  const line = (gauge: Gauge): Line => gaugeLine(gauge, points, columns);
  const [waiting, active, finished] = [stats.waitingRooms, stats.activeRooms, stats.finishedRooms].map(short);
  const statuses = lineOf(`  ${waiting} waiting · ${active} active · ${finished} finished`, {
    role: "faint",
  });
  const lines = [
    line(of.connections),
    line(of.rooms),
    statuses,
    line(of.seats),
    line(of.loop),
    line(of.cpu),
    line(of.memory),
  ];
  if (rows > lines.length) lines.push(line(of.heap));
  if (rows > lines.length) lines.push(line(of.topics));
  return lines;
}

/** What has no chart of its own on a large screen. */
export function moreLines({ stats, points }: Shown, { columns }: Area): Line[] {
  const of = gauges(stats);
  const published: Gauge = {
    name: "published",
    text: `${rate(points.at(-1)?.rates?.published ?? null)}/s`,
    of: ({ rates }) => rates?.published ?? null,
    least: 10,
  };
  const statuses: [string, "waitingRooms" | "activeRooms" | "finishedRooms"][] = [
    ["  waiting", "waitingRooms"],
    ["  active", "activeRooms"],
    ["  finished", "finishedRooms"],
  ];
  const rooms = statuses.map(
    ([name, key]): Gauge => ({ name, text: short(stats[key]), of: (point) => point.stats[key], least: 10 }),
  );
  return [of.rooms, ...rooms, of.seats, of.topics, published, of.heap].map((gauge) =>
    gaugeLine(gauge, points, columns),
  );
}
