// The server's figures as names and values, for a table that is read once.
import { safeText } from "../../protocol/safe-text.ts";
import type { Spread, Stats } from "../../protocol/stats.ts";
import { millis, percent, rate, sumOf } from "./figures.ts";
import { bytes, longAge, shortPeer } from "./format.ts";

type Pair = [name: string, value: string];

const whole = (value: number): string => value.toLocaleString("en-US");

const spreadText = ({ count, p50Ms, p95Ms, p99Ms }: Spread): string =>
  count === 0
    ? "none"
    : `p50 ${millis(p50Ms)}   p95 ${millis(p95Ms)}   p99 ${millis(p99Ms)} ms   of ${whole(count)}`;

export function statsLines(stats: Stats): Pair[] {
  const { latency, loopDelay } = stats;
  const counted = (name: string, counts: Record<string, number>): Pair[] => [
    [name, whole(sumOf(counts))],
    ...Object.entries(counts).map(([each, count]): Pair => [`  ${each}`, whole(count)]),
  ];
  const lines: Pair[] = [
    ["rooms", whole(stats.totalRooms)],
    ["  waiting", whole(stats.waitingRooms)],
    ["  active", whole(stats.activeRooms)],
    ["  finished", whole(stats.finishedRooms)],
    ["peers seated", whole(stats.totalPeers)],
    ["connections", whole(stats.connections)],
    ["topics", whole(stats.topics)],
    ["  subscribers", whole(stats.subscribers)],
    ["messages in", `${whole(stats.messagesIn)}   ${bytes(stats.bytesIn)}`],
    ["messages out", `${whole(stats.messagesOut)}   ${bytes(stats.bytesOut)}`],
    ["published", whole(stats.published)],
    ...counted("signals", stats.signals),
    ...counted("links", stats.links),
    ...counted("errors", stats.errors),
    ...counted("refused", stats.refused),
    ["requests, 1 min", spreadText(latency.requests)],
    ["kept, 1 min", spreadText(latency.durable)],
    [
      "loop delay",
      `p99 ${millis(loopDelay.p99Ms)}   most ${millis(loopDelay.maxMs)} ms in 1 min   p99 ${millis(stats.loopDelayMs)} ms since the start`,
    ],
    ["cpu", `${percent(stats.cpu)} of a core`],
    ["memory", `${bytes(stats.memoryBytes)}   heap ${bytes(stats.heapBytes)}`],
    ["up", longAge(stats.uptimeMs)],
    ["version", stats.version],
    ["node", shortPeer(stats.node, 12)],
    ["engine", stats.engine],
    ["store", stats.storeBytes === null ? stats.store : `${stats.store}   ${bytes(stats.storeBytes)}`],
    ["ready", stats.ready ? "yes" : "no"],
    ...stats.reasons.map(({ name, reason }): Pair => [`  ${name}`, reason]),
    ...stats.topRooms.map(
      ({ namespace, room, members, capacity, perSecond }, at): Pair => [
        at === 0 ? "busiest rooms" : "",
        `${namespace}/${room}   ${members}/${capacity}   ${rate(perSecond)}/s`,
      ],
    ),
  ];
  return lines.map(([name, value]) => [safeText(name), safeText(value)]);
}
