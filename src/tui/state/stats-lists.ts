// The panels of the stats screen that are lists: latencies, rooms, namespaces, refusals, signals and links.
import { safeText } from "../../protocol/safe-text.ts";
import type { Spread, Stats } from "../../protocol/stats.ts";
import { chart, peakOf } from "./chart.ts";
import { millis, rate, roundedUp, short, sumOf } from "./figures.ts";
import { age } from "./format.ts";
import { type Line, lineOf, type Segment } from "./lines.ts";
import { bar } from "./spark.ts";
import type { Sort } from "./stats.ts";
import { type Area, alarm, NAME, type Shown, VALUE } from "./stats-panels.ts";
import { lately, refusalRows, seriesOf } from "./stats-points.ts";
import { field } from "./text.ts";
import type { Role } from "./theme.ts";

// --- how long things take ---

const TIME = 6;
/** The first bucket's end: below it nothing is known. */
const FINEST_MS = 0.5;
export const within = (ms: number | null): string =>
  ms !== null && ms <= FINEST_MS ? `<${FINEST_MS}` : millis(ms);
/** The same bar for the same time, whatever the others take: from a tenth of a millisecond to a second, each tenfold a quarter. */
const slowness = (ms: number | null): number => (ms === null ? 0 : Math.log10(ms / 0.1) / 4);

export function latencyLines({ stats }: Shown, { columns, rows }: Area): Line[] {
  const { requests, durable, types } = stats.latency;
  const busiest = Object.entries(types).sort(([, a], [, b]) => b.count - a.count);
  const all: [string, Spread][] = [
    ["all requests", requests],
    ["kept on disk", durable],
    ...busiest.map(([type, spread]): [string, Spread] => [safeText(type), spread]),
  ];
  const shown = (stats.store === "memory" ? all.filter(([, spread]) => spread !== durable) : all).slice(
    0,
    rows - 1,
  );
  const name = Math.max(NAME, Math.min(18, columns - 4 * TIME));
  const counted = columns >= 60;
  const wide = Math.max(0, columns - name - 3 * TIME - 1 - (counted ? TIME : 0));
  const title = ["p50", "p95", "p99"].map((text) => field(text, TIME, "right")).join("");
  const scale = wide >= 16 ? ` 0.1 ms${field("1 s", wide - 6, "right")}` : "";
  const times = `${field("last minute", name)}${title}${counted ? field("n", TIME, "right") : ""}`;
  const head = lineOf(`${times}${scale}`, { role: "faint" });
  return [
    head,
    ...shown.map(([text, { count, p50Ms, p95Ms, p99Ms }]): Line => {
      const times = [p50Ms, p95Ms, p99Ms].map((ms) => field(within(ms), TIME, "right")).join("");
      const slow = alarm(p99Ms ?? 0, 100, 1_000);
      return [
        { text: field(text, name), role: "faint" },
        { text: times, role: slow },
        ...(counted ? [{ text: field(short(count), TIME, "right"), role: "faint" } satisfies Segment] : []),
        { text: ` ${bar(slowness(p99Ms), wide)}`, role: slow ?? "chart" },
      ];
    }),
  ];
}

// --- rooms ---

const orders = {
  rate: (a: Room, b: Room) => b.perSecond - a.perSecond,
  members: (a: Room, b: Room) => b.members - a.members,
  name: (a: Room, b: Room) => (a.room < b.room ? -1 : 1),
} satisfies Record<Sort, unknown>;
type Room = Stats["topRooms"][number];

export function roomLines({ stats, sort }: Shown, { columns, rows }: Area): Line[] {
  const all = [...stats.topRooms].sort(orders[sort]);
  if (all.length === 0) return [lineOf("No messages in rooms.", { role: "faint" })];
  const many = Object.keys(stats.namespaces).length > 1;
  const most = Math.max(...all.map(({ perSecond }) => perSecond));
  const seats = columns >= 44 ? 8 : 5;
  const name = Math.max(14, Math.min(40, Math.floor(columns * 0.4)));
  const wide = Math.max(0, columns - name - seats - 2 * TIME + 5);
  return all.slice(0, rows).map(({ namespace, room, members, capacity, perSecond }): Line => {
    const place = safeText(many ? `${namespace}/${room}` : room);
    const taken = columns >= 44 ? `${short(members)}/${short(capacity)}` : short(members);
    return [
      { text: field(place, name), bold: true },
      { text: field(taken, seats, "right"), role: "faint" },
      { text: field(rate(perSecond), TIME, "right") },
      { text: ` ${bar(perSecond / most, wide)}`, role: "chart" },
    ];
  });
}

export const roomNote = ({ sort }: Shown): string =>
  sort === "rate" ? "msg/s" : `msg/s, by ${sort === "members" ? "seats" : "name"}`;

export function namespaceLines({ stats }: Shown, { columns, rows }: Area): Line[] {
  const all = Object.entries(stats.namespaces).sort(([, a], [, b]) => b.perSecond - a.perSecond);
  const name = Math.max(8, columns - 3 * VALUE);
  const row = (texts: readonly string[]): string => texts.map((text) => field(text, VALUE, "right")).join("");
  return [
    lineOf(`${field("", name)}${row(["conn", "rooms", "msg/s"])}`, { role: "faint" }),
    ...all
      .slice(0, rows - 1)
      .map(
        ([namespace, { connections, rooms, perSecond }]): Line => [
          { text: field(safeText(namespace), name), bold: true },
          { text: row([short(connections), short(rooms), rate(perSecond)]) },
        ],
      ),
  ];
}

// --- what was refused ---

/** How far back it is counted, which is less while the screen is young. */
export function windowNote({ points }: Shown): string {
  const window = lately(points).filter((point) => point !== null);
  const ms = (window.at(-1)?.time ?? 0) - (window[0]?.time ?? 0);
  return `in ${age(Math.max(1_000, ms))}`;
}

export function refusalLines({ stats, points }: Shown, { columns, rows }: Area): Line[] {
  const totals = columns >= 50 ? 7 : 0;
  const name = Math.max(18, Math.min(30, Math.floor(columns * 0.4)));
  const wide = Math.max(1, columns - name - TIME - totals - 1);
  const all = refusalRows(points, stats, wide);
  if (all.length === 0) return [lineOf("✔ Nothing was refused.", { role: "good" })];
  const most = Math.max(1, ...all.map(({ values }) => peakOf(values, wide)));
  return all.slice(0, rows).map(({ name: code, recent, total, values }): Line => {
    const fresh: Role | undefined = recent === 0 ? "faint" : code === "internal" ? "bad" : "warn";
    return [
      { text: field(safeText(code), name), role: recent === 0 ? "faint" : undefined },
      { text: field(short(recent), TIME, "right"), role: fresh, bold: recent > 0 },
      ...(totals ? [{ text: field(short(total), totals, "right"), role: "faint" } satisfies Segment] : []),
      { text: ` ${chart(values, wide, 1, most)[0]}`, role: fresh },
    ];
  });
}

// --- signals and links ---

const looks: Readonly<Record<string, [sign: string, role: Role]>> = {
  delivered: ["✔", "good"],
  connected: ["✔", "good"],
  queued: ["…", "info"],
  no_such_peer: ["✗", "warn"],
  failed: ["✗", "bad"],
  closed: ["○", "faint"],
};

export function signalLines({ stats, points }: Shown, { columns }: Area): Line[] {
  const row = (kind: "signals" | "links", name: string): Line => {
    const [sign, role] = looks[name] ?? ["·", "faint"];
    const values = seriesOf(points, (point) => point.stats[kind][name] ?? 0).map((value, at, all) => {
      const before = all[at - 1];
      return value === null || before === undefined || before === null ? null : Math.max(0, value - before);
    });
    const wide = Math.max(0, columns - 16 - VALUE - 1);
    const [graph] = chart(values, wide, 1, roundedUp(peakOf(values, wide), 5));
    return [
      { text: `${sign} `, role },
      { text: field(safeText(name), 14), role: "faint" },
      { text: field(short(stats[kind][name] ?? 0), VALUE, "right"), bold: true },
      { text: ` ${graph}`, role: "chart" },
    ];
  };
  const named = (kind: "signals" | "links", always: readonly string[]): string[] => [
    ...new Set([...always, ...Object.keys(stats[kind])]),
  ];
  const head = (text: string, counts: Record<string, number>): Line => [
    { text: field(text, 16), role: "faint", bold: true },
    { text: field(short(sumOf(counts)), VALUE, "right"), bold: true },
  ];
  return [
    head("signals", stats.signals),
    ...named("signals", ["delivered", "queued", "no_such_peer"]).map((name) => row("signals", name)),
    head("links", stats.links),
    ...named("links", ["connected", "failed", "closed"]).map((name) => row("links", name)),
  ];
}
