// Where the panels of the stats screen are: the most telling ones on a small terminal, more and taller ones on a large one.

import { rate, short } from "./figures.ts";
import { beside, fillLines, type Line, panel } from "./lines.ts";
import { type StatsState, shownOf } from "./stats.ts";
import { headLine, healthLine, noticeOf } from "./stats-head.ts";
import {
  latencyLines,
  namespaceLines,
  refusalLines,
  roomLines,
  roomNote,
  signalLines,
  windowNote,
  within,
} from "./stats-lists.ts";
import {
  type Area,
  framed,
  type Gauge,
  gaugeLine,
  gaugePanel,
  gauges,
  inside,
  moreLines,
  type Shown,
  serverLines,
} from "./stats-panels.ts";
import { lately } from "./stats-points.ts";
import { trafficPanel } from "./stats-traffic.ts";

/** Exactly `rows` lines of `columns`; the footer is drawn below them. */
export function statsScreenLines(state: StatsState, { columns, rows }: Area): Line[] {
  const figures = shownOf(state);
  const head = headLine(state, figures, columns);
  if (!figures.current) return fillLines([head], rows, columns);
  const shown: Shown = {
    stats: figures.current.stats,
    points: figures.points,
    sort: state.sort,
    zoomed: state.zoomed,
  };
  const body = bodyLines(shown, { columns, rows: rows - 2 });
  const drawn = state.problem ? body.map(greyed) : body;
  return fillLines([head, noticeOf(state, columns) ?? healthLine(shown, columns), ...drawn], rows, columns);
}

const greyed = (line: Line): Line =>
  line.map(({ text, inverse }) => ({ text, inverse, role: "faint" as const }));

function bodyLines(shown: Shown, area: Area): Line[] {
  const { columns, rows } = area;
  if (shown.zoomed) return zoomedLines(shown, area);
  if (columns < 76 || rows < 19) return briefLines(shown, area);
  if (columns >= 150 && rows >= 42) return largeLines(shown, area);
  return middleLines(shown, area);
}

// --- small: a line each ---

function briefLines({ stats, points }: Shown, { columns, rows }: Area): Line[] {
  const { connections, rooms, seats, loop, cpu, memory } = gauges(stats);
  const now = points.at(-1)?.rates ?? null;
  const { p99Ms } = stats.latency.requests;
  const recent = lately(points);
  const refused = recent.reduce(
    (sum, point) => sum + Object.values(point?.refusals ?? {}).reduce((all, count) => all + count, 0),
    0,
  );
  const lines: Gauge[] = [
    connections,
    {
      name: "messages in",
      text: `${rate(now?.messagesIn ?? null)}/s`,
      of: ({ rates }) => rates?.messagesIn ?? null,
      least: 10,
    },
    {
      name: "messages out",
      text: `${rate(now?.messagesOut ?? null)}/s`,
      of: ({ rates }) => rates?.messagesOut ?? null,
      least: 10,
    },
    {
      name: "p99",
      text: `${within(p99Ms)} ms`,
      of: (point) => point.stats.latency.requests.p99Ms,
      least: 10,
    },
    loop,
    {
      name: "refused 5m",
      text: short(refused),
      role: refused > 0 ? "warn" : undefined,
      of: ({ refusals }) => Object.values(refusals).reduce((sum, count) => sum + count, 0),
      least: 5,
    },
    rooms,
    seats,
    cpu,
    memory,
  ];
  return lines.slice(0, rows).map((gauge) => [{ text: " " }, ...gaugeLine(gauge, points, columns - 2)]);
}

// --- from 80×24 on: panels ---

/** `columns` in parts that stand to each other as the weights do. */
function split(columns: number, ...weights: number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let [used, passed] = [0, 0];
  return weights.map((weight) => {
    passed += weight;
    const end = Math.round((columns * passed) / all);
    const part = end - used;
    used = end;
    return part;
  });
}

type Draw = (shown: Shown, area: Area) => Line[];

const panels: Record<"server" | "latency" | "rooms" | "refusals" | "signals", Draw> = {
  server: (shown, area) =>
    framed("server", "server", "", serverLines(shown, inside(area)), area, isZoomed(shown)),
  latency: (shown, area) =>
    framed("latency", "latency", "", latencyLines(shown, inside(area)), area, isZoomed(shown)),
  rooms: (shown, area) =>
    framed("rooms", "busiest rooms", roomNote(shown), roomLines(shown, inside(area)), area, isZoomed(shown)),
  refusals: (shown, area) =>
    framed(
      "refusals",
      "refused",
      windowNote(shown),
      refusalLines(shown, inside(area)),
      area,
      isZoomed(shown),
    ),
  signals: (shown, area) =>
    framed("signals", "signals and links", "", signalLines(shown, inside(area)), area, isZoomed(shown)),
};
const isZoomed = ({ zoomed }: Shown): boolean => zoomed !== null;

function band(shown: Shown, { columns, rows }: Area, parts: readonly [weight: number, draw: Draw][]): Line[] {
  const widths = split(columns, ...parts.map(([weight]) => weight));
  return beside(...parts.map(([, draw], at) => draw(shown, { columns: widths[at]!, rows })));
}

const inwards: Draw = (shown, area) => trafficPanel("in", shown, area);
const outwards: Draw = (shown, area) => trafficPanel("out", shown, area);
const more: Draw = (shown, area) => framed("server", "server", "", moreLines(shown, inside(area)), area);
const namespaces: Draw = (shown, area) =>
  panel(namespaceLines(shown, inside(area)), { title: "namespaces", ...area });
const gauge =
  (name: keyof ReturnType<typeof gauges>): Draw =>
  (shown, area) =>
    gaugePanel(gauges(shown.stats)[name], shown, area);

function middleLines(shown: Shown, { columns, rows }: Area): Line[] {
  const charts = Math.max(5, Math.min(8, Math.round(rows * 0.22)));
  const middle = Math.max(9, Math.min(11, Math.round((rows - charts) * 0.45)));
  const wide = columns >= 112;
  const lower = { columns, rows: rows - charts - middle };
  return [
    ...band(shown, { columns, rows: charts }, [
      [1, inwards],
      [1, outwards],
    ]),
    ...band(shown, { columns, rows: middle }, [
      [1, panels.server],
      [1, panels.latency],
      ...(wide ? [[1, panels.signals] as [number, Draw]] : []),
    ]),
    ...band(shown, lower, [
      [1, panels.rooms],
      [1, panels.refusals],
    ]),
  ];
}

function largeLines(shown: Shown, { columns, rows }: Area): Line[] {
  const charts = Math.min(12, Math.round(rows * 0.21));
  const small = Math.min(9, Math.round(rows * 0.15));
  const middle = 11;
  return [
    ...band(shown, { columns, rows: charts }, [
      [1, inwards],
      [1, outwards],
    ]),
    ...band(shown, { columns, rows: small }, [
      [1, gauge("connections")],
      [1, gauge("loop")],
      [1, gauge("cpu")],
      [1, gauge("memory")],
    ]),
    ...band(shown, { columns, rows: middle }, [
      [1, more],
      [1, panels.latency],
      [1, panels.signals],
    ]),
    ...band(shown, { columns, rows: rows - charts - small - middle }, [
      [4, panels.rooms],
      [4, panels.refusals],
      [3, namespaces],
    ]),
  ];
}

// --- one alone ---

function zoomedLines(shown: Shown, area: Area): Line[] {
  const { columns, rows } = area;
  const [upper = 0, lower = 0] = split(rows, 1, 1);
  switch (shown.zoomed) {
    case "traffic":
      return [...inwards(shown, { columns, rows: upper }), ...outwards(shown, { columns, rows: lower })];
    case "server": {
      const charts: (keyof ReturnType<typeof gauges>)[] = [
        "connections",
        "rooms",
        "loop",
        "cpu",
        "seats",
        "memory",
      ];
      const heights = split(rows, 1, 1, 1);
      if (rows < 9 || columns < 60) return panels.server(shown, area);
      return heights.flatMap((height, at) =>
        band(shown, { columns, rows: height }, [
          [1, gauge(charts[2 * at]!)],
          [1, gauge(charts[2 * at + 1]!)],
        ]),
      );
    }
    case null:
      return [];
    default:
      return panels[shown.zoomed](shown, area);
  }
}
