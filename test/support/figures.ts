// Figures of a server as tests want them: nothing of anything, but for what is said.
import type { NodeId } from "../../src/protocol/ids.ts";
import type { Spread, Stats } from "../../src/protocol/stats.ts";

export const spread = (count = 0, ms: number | null = null): Spread => ({
  count,
  p50Ms: ms,
  p95Ms: ms,
  p99Ms: ms,
});

export const figures = (more: Partial<Stats> = {}): Stats => ({
  ...{ totalRooms: 0, waitingRooms: 0, activeRooms: 0, finishedRooms: 0, totalPeers: 0, connections: 0 },
  ...{ topics: 0, subscribers: 0, messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0, published: 0 },
  ...{ errors: {}, refused: {}, slowConsumers: 0, signals: {}, links: {}, uptimeMs: 1_000 },
  ...{ memoryBytes: 0, heapBytes: 0, loopDelayMs: 0, cpu: 0 },
  loopDelay: { nowMs: 0, p99Ms: 0, maxMs: 0 },
  latency: { requests: spread(), durable: spread(), types: {} },
  ...{ node: "n1" as NodeId, version: "1.0.0", engine: "embedded" },
  ...{ store: "memory", storeDegraded: false, storeDegradedMs: 0, storeBytes: null },
  ...{ ready: true, reasons: [], topRooms: [], namespaces: {} },
  ...more,
});
