// The server's figures as lines of a table, for the one-shot command and for the screen that watches.
import { safeText } from "../../protocol/safe-text.ts";
import { bytes, longAge, shortPeer } from "./format.ts";
import { type Rates, rates, type Sample } from "./stats.ts";

export interface StatsLine {
  name: string;
  value: string;
  /** Per second; empty where there is none. */
  rate: string;
}

export function statsLines(previous: Sample | null, current: Sample): StatsLine[] {
  const { stats } = current;
  const per = rates(previous, current);
  const line = (name: string, value: string | number, of?: keyof Rates): StatsLine => ({
    name: safeText(name),
    value: typeof value === "number" ? value.toLocaleString("en-US") : safeText(value),
    rate: of && per ? `${perSecond(per[of])}/s` : "",
  });
  const total = (counts: Record<string, number>): number =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);
  const parts = (counts: Record<string, number>): StatsLine[] =>
    Object.entries(counts).map(([name, count]) => line(`  ${name}`, count));
  return [
    line("rooms", stats.totalRooms),
    line("  waiting", stats.waitingRooms),
    line("  active", stats.activeRooms),
    line("  finished", stats.finishedRooms),
    line("peers seated", stats.totalPeers),
    line("connections", stats.connections),
    line("topics", stats.topics),
    line("  subscribers", stats.subscribers),
    line("messages in", stats.messagesIn, "messagesIn"),
    line("messages out", stats.messagesOut, "messagesOut"),
    line("published", stats.published, "published"),
    line("signals", total(stats.signals), "signals"),
    ...parts(stats.signals),
    line("links", total(stats.links)),
    ...parts(stats.links),
    line("errors", total(stats.errors), "errors"),
    ...parts(stats.errors),
    line("memory", bytes(stats.memoryBytes)),
    line("loop delay p99", `${stats.loopDelayMs.toFixed(1)} ms`),
    line("up", longAge(stats.uptimeMs)),
    line("version", stats.version),
    line("node", shortPeer(stats.node, 12)),
    line("engine", stats.engine),
    line("store", stats.store),
  ];
}

const perSecond = (rate: number): string =>
  rate >= 99.5 || rate === 0 ? String(Math.round(rate)) : rate.toFixed(1);
