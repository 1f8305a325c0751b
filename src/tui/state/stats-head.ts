// The first lines of the stats screen: whose figures these are, how fresh, and how the server is.
import { safeText } from "../../protocol/safe-text.ts";
import { short, sumOf } from "./figures.ts";
import { age, bytes, clock, longAge, preciseClock, shortPeer } from "./format.ts";
import { endsLine, type Line, lineOf, type Segment } from "./lines.ts";
import type { Figures, StatsState } from "./stats.ts";
import type { Shown } from "./stats-panels.ts";
import { field } from "./text.ts";

export function headLine(state: StatsState, { current }: Figures, columns: number): Line {
  const { url, intervalMs, paused, problem } = state;
  const every = columns < 60 ? " " : ` · every ${intervalMs / 1_000} s `;
  const right: Line = problem
    ? [{ text: "○ no answer", role: "warn", bold: true }, { text: every }]
    : paused
      ? [{ text: `‖ paused at ${preciseClock(current?.time ?? 0).slice(0, 8)} `, role: "warn", bold: true }]
      : [{ text: "● answering", role: "good" }, { text: every }];
  const stats = current?.stats;
  const up = stats ? ` · up ${longAge(stats.uptimeMs)}` : "";
  const more = stats && columns >= 76 ? ` · ${safeText(stats.version)}` : "";
  const node = stats && columns >= 110 ? ` · node ${safeText(shortPeer(stats.node, 9))}` : "";
  const place = url.replace(/^\w+:\/\//, "");
  return endsLine(
    [
      { text: ` ${columns >= 76 ? "stats " : ""}${place}`, bold: true },
      { text: `${up}${more}${node} `, role: "faint" },
    ],
    right,
    columns,
  );
}

/** How long it is told that another process answers now. */
const TOLD_MS = 60_000;

/** What is to be known before all else; null: nothing. */
export function noticeOf({ problem, current, restartedAt }: StatsState, columns: number): Line | null {
  if (problem && current) {
    const since = age(problem.time - current.time);
    const text = ` ○ As of ${clock(current.time)}, ${since} ago. Trying again. ${problem.text}`;
    return lineOf(text, { role: "warn", bold: true });
  }
  if (restartedAt === null || !current || current.time - restartedAt > TOLD_MS) return null;
  const text = ` ▲ The server was started anew: noticed at ${clock(restartedAt)}, and counted from there.`;
  const brief = ` ▲ Started anew, noticed at ${clock(restartedAt)}.`;
  return lineOf(text.length <= columns ? text : brief, { role: "warn" });
}

const good = (text: string): Segment[] => [{ text: "● ", role: "good" }, { text: `${text}   ` }];

/** Health left, peers' links right. */
export function healthLine({ stats }: Shown, columns: number): Line {
  const { storeBytes, storeDegradedMs, reasons } = stats;
  const small = columns < 100;
  const store = storeBytes === null ? stats.store : `${stats.store} ${bytes(storeBytes)}`;
  if (reasons.length > 0) {
    const [first, ...more] = reasons;
    const since = first!.name === "store" && storeDegradedMs > 0 ? ` for ${age(storeDegradedMs)}` : "";
    const others = more.length > 0 ? ` (and ${more.map(({ name }) => name).join(", ")})` : "";
    const words = safeText(`${first!.name}${since}: ${first!.reason}${others}`);
    return [
      { text: " ▲ ", role: "bad" },
      { text: words, role: "bad", bold: true },
    ];
  }
  const health: Line = [
    { text: " " },
    ...good("ready"),
    ...good(small ? safeText(stats.engine) : `${safeText(stats.engine)} engine`),
    ...good(safeText(small ? store : `store ${store}`)),
  ];
  const { connected = 0, failed = 0 } = stats.links;
  const peers: Line = [
    {
      text: `signals ${field(short(sumOf(stats.signals)), 5)}  links ${field(short(connected), 5, "right")} `,
      role: "faint",
    },
    { text: "✔", role: "good" },
    { text: `${field(short(failed), 5, "right")} `, role: "faint" },
    { text: "✗ ", role: failed > 0 ? "bad" : "faint" },
  ];
  return columns < 76 ? health : endsLine(health, peers, columns);
}
