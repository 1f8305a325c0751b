// The figures of /stats, put together when somebody asks.
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import type { Hub } from "../core/hub.ts";
import type { Stats } from "../protocol/stats.ts";

export interface Gauges {
  read(): Promise<Stats>;
  stop(): void;
}

export function createGauges(hub: Hub, startedAt: number): Gauges {
  const delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  return {
    async read() {
      const { counters, engine, sessions, options } = hub;
      const { rooms, seats } = await engine.census();
      return {
        totalRooms: rooms.waiting + rooms.active + rooms.finished,
        waitingRooms: rooms.waiting,
        activeRooms: rooms.active,
        finishedRooms: rooms.finished,
        totalPeers: seats,
        connections: sessions.size,
        ...hub.following(),
        messagesIn: counters.messagesIn,
        messagesOut: counters.messagesOut,
        published: counters.published,
        errors: Object.fromEntries(counters.errors),
        signals: Object.fromEntries(counters.signals),
        links: Object.fromEntries(counters.links),
        uptimeMs: Math.max(0, engine.now() - startedAt),
        memoryBytes: process.memoryUsage.rss(),
        // Node's histogram counts its own sampling interval in.
        loopDelayMs: Math.max(0, Math.round(delay.percentile(99) / 1e4 - 1000) / 100),
        node: engine.node,
        version: options.version,
        engine: engine.kind,
        store: engine.store,
        storeDegraded: engine.health() !== null,
      };
    },
    stop: () => delay.disable(),
  };
}
