// A busy server's figures, sample by sample, and the second between two of them: for a dashboard that is the same each time.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Stats } from "../../src/protocol/stats.ts";
import type { Stage } from "./stage.ts";

const MINUTE = 60_000;
const START = Date.parse("2026-01-05T14:02:00Z");

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
    errors: { rate_limited: 11, unauthorized: 3 },
    signals: { delivered: 9_402, no_such_peer: 4 },
    links: { connected: 611, failed: 7 },
    uptimeMs: 76 * 60 * MINUTE + second * 1_000,
    memoryBytes: 141_000_000 + Math.round(9_000_000 * wave(second, 15)),
    loopDelayMs: 3.1 + wave(second, 12),
    node: "5f0c1f6e2a9d4b8f71c05d3e" as Stats["node"],
    version: "1.0.0",
    engine: "embedded",
    store: "disk",
    storeDegraded: false,
  };
}

const played = new WeakMap<Stage, () => Promise<void>>();

/** A second later: the request that waits is answered, and the next one has come. */
export const nextSecond = (stage: Stage): Promise<void> => played.get(stage)!();

/** Each request after the first waits until the second is over: between two samples nothing changes. */
export async function playedStats(stage: Stage): Promise<void> {
  let second = 0;
  let answer: (() => void) | null = null;
  let told = (): void => {};
  const server = createServer((_request, response) => {
    const now = (): void => {
      stage.at(START + second * 1_000);
      response.setHeader("content-type", "application/json").end(JSON.stringify(busyStats(second)));
    };
    if (second === 0) {
      now();
      second = 1;
      return;
    }
    answer = now;
    told();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stage.port((server.address() as AddressInfo).port);
  stage.onEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const asked = (): Promise<void> =>
    new Promise((resolve) => {
      told = resolve;
      if (answer) resolve();
    });
  played.set(stage, async () => {
    await asked();
    const due = answer!;
    answer = null;
    due();
    second += 1;
    await asked();
  });
}
