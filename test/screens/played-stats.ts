// A busy server's figures, sample by sample, and the second between two of them: for a dashboard that is the same each time.
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Stats } from "../../src/protocol/stats.ts";
import type { Stage } from "./stage.ts";

const MINUTE = 60_000;
const START = Date.parse("2026-01-05T14:02:00Z");

/** The rooms with the most traffic, their members, and the messages a second at least. */
const BUSY = [
  ["arena-7", 48, 610],
  ["lobby", 61, 340],
  ["arena-3", 31, 302],
  ["ops", 12, 55],
  ["duel-19", 2, 41],
] as const;

/** Goes up and down between nothing and one. */
const wave = (second: number, length: number): number => (1 + Math.sin((second / length) * 2 * Math.PI)) / 2;

export function busyStats(second: number): Stats {
  const connections = 412 + Math.round(40 * wave(second, 40));
  const published = second * 1_900 + Math.round(4_000 * wave(second, 9));
  return {
    totalRooms: 37 + Math.round(3 * wave(second, 20)),
    waitingRooms: 11,
    activeRooms: 24,
    finishedRooms: 2,
    totalPeers: connections - 19,
    connections,
    topics: 6,
    subscribers: 118,
    messagesIn: 1_284_112 + published,
    messagesOut: 18_402_377 + published * 11,
    published: 1_270_934 + published,
    bytesIn: 231_140_160 + published * 180,
    bytesOut: 3_864_499_170 + published * 2_310,
    errors: { rate_limited: 11 + 3 * second, unauthorized: 3 },
    refused: { address_tokens: 3, peer_messages: 2 + second },
    slowConsumers: 1,
    signals: { delivered: 9_402, no_such_peer: 4 },
    links: { connected: 611, failed: 7 },
    uptimeMs: 76 * 60 * MINUTE + second * 1_000,
    memoryBytes: 141_000_000 + Math.round(9_000_000 * wave(second, 15)),
    heapBytes: 61_000_000 + Math.round(4_000_000 * wave(second, 15)),
    loopDelayMs: 3.1 + wave(second, 12),
    loopDelay: { nowMs: 1.2 + wave(second, 7), p99Ms: 3.1 + wave(second, 12), maxMs: 11.4 },
    cpu: 0.21 + 0.12 * wave(second, 9),
    latency: {
      requests: { count: 108_000, p50Ms: 0.2, p95Ms: 0.9, p99Ms: 2.4 + wave(second, 10) },
      durable: { count: 96_000, p50Ms: 1.9, p95Ms: 4.8, p99Ms: 8.2 + wave(second, 14) },
      types: {
        publish: { count: 101_000, p50Ms: 0.2, p95Ms: 0.8, p99Ms: 2.2 },
        signal: { count: 4_800, p50Ms: 0.1, p95Ms: 0.3, p99Ms: 0.7 },
        join: { count: 410, p50Ms: 0.6, p95Ms: 1.8, p99Ms: 4.1 },
      },
    },
    node: "5f0c1f6e2a9d4b8f71c05d3e" as Stats["node"],
    version: "1.0.0",
    engine: "embedded",
    store: "disk",
    storeDegraded: false,
    storeDegradedMs: 0,
    storeBytes: 48_000_000 + second * 220_000,
    ready: true,
    reasons: [],
    topRooms: BUSY.map(([room, members, perSecond], at) => ({
      namespace: "default",
      room: room as Stats["topRooms"][number]["room"],
      status: "active",
      members,
      capacity: 64,
      perSecond: perSecond + Math.round(9 * wave(second + at, 11)),
    })),
    namespaces: { default: { connections, rooms: 37, perSecond: 1_900 } },
  };
}

/** The same before anybody came. */
export function quietStats(second: number): Stats {
  const none = { count: 0, p50Ms: null, p95Ms: null, p99Ms: null };
  return {
    ...busyStats(0),
    totalRooms: 0,
    waitingRooms: 0,
    activeRooms: 0,
    finishedRooms: 0,
    totalPeers: 0,
    connections: 0,
    topics: 0,
    subscribers: 0,
    messagesIn: 0,
    messagesOut: 0,
    bytesIn: 0,
    bytesOut: 0,
    published: 0,
    errors: {},
    refused: {},
    slowConsumers: 0,
    signals: {},
    links: {},
    uptimeMs: second * 1_000,
    memoryBytes: 68_000_000,
    heapBytes: 12_000_000,
    loopDelayMs: 1.1,
    loopDelay: { nowMs: 1.1, p99Ms: 1.1, maxMs: 1.4 },
    cpu: 0.01,
    latency: { requests: none, durable: none, types: {} },
    store: "memory",
    storeBytes: null,
    topRooms: [],
    namespaces: {},
  };
}

interface Played {
  next(): Promise<void>;
  hangUp(): Promise<void>;
}
const played = new WeakMap<Stage, Played>();

/** A second later: the request that waits is answered, and the next one has come. */
export const nextSecond = (stage: Stage): Promise<void> => played.get(stage)!.next();

/** The connection of the request that waits ends without an answer, and the next one has come. */
export const hangUp = (stage: Stage): Promise<void> => played.get(stage)!.hangUp();

async function listening(stage: Stage, server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stage.port((server.address() as AddressInfo).port);
  stage.onEnd(() => {
    server.closeAllConnections();
    server.close();
  });
}

/** Nothing ever happens there. */
export const stillStats = (stage: Stage): Promise<void> =>
  listening(
    stage,
    createServer((_request, response) => {
      response.setHeader("content-type", "application/json").end(JSON.stringify(quietStats(0)));
    }),
  );

/** Each request after the first waits until the second is over: between two samples nothing changes. */
export async function playedStats(stage: Stage, figures = busyStats): Promise<void> {
  let second = 0;
  let waiting: ServerResponse | null = null;
  let told = (): void => {};
  const answer = (response: ServerResponse): void => {
    stage.at(START + second * 1_000);
    response.setHeader("content-type", "application/json").end(JSON.stringify(figures(second)));
    second += 1;
  };
  const server = createServer((_request, response) => {
    if (second === 0) return answer(response);
    waiting = response;
    told();
  });
  await listening(stage, server);
  const asked = (): Promise<void> =>
    new Promise((resolve) => {
      told = resolve;
      if (waiting) resolve();
    });
  const then = async (act: (response: ServerResponse) => void): Promise<void> => {
    await asked();
    const due = waiting!;
    waiting = null;
    act(due);
    await asked();
  };
  played.set(stage, {
    next: () => then(answer),
    hangUp: () => then((response) => response.destroy()),
  });
}
