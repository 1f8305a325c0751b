// The figures of /stats, put together when somebody asks.
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import type { Hub } from "../core/hub.ts";
import type { Stats } from "../protocol/stats.ts";
import { namespacesOf, topRooms, type Viewer } from "./busy.ts";
import { watchMinute } from "./lately.ts";
import type { Loop } from "./loop-delay.ts";
import type { Readiness } from "./readiness.ts";

export interface Gauges {
  /** Names of rooms and namespaces are for viewers only: without one there are none. */
  read(viewer?: Viewer): Promise<Stats>;
  stop(): void;
}

/** How often the file is looked at, at most. */
const SIZE_MS = 5_000;

export function createGauges(hub: Hub, loop: Loop, readiness: Readiness): Gauges {
  const startedAt = hub.engine.now();
  const delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const minute = watchMinute(hub, loop);
  const sizeOf = seldom(SIZE_MS, () => hub.engine.storage().bytes);
  return {
    async read(viewer) {
      const { counters, engine, sessions, options } = hub;
      const { rooms, seats } = await engine.census();
      const now = engine.now();
      const { rss, heapUsed } = process.memoryUsage();
      // Asked before since when: asking may find out.
      const storeDegraded = engine.health() !== null;
      const { degradedSince } = engine.storage();
      const reasons = readiness.reasons();
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
        bytesIn: counters.sizes.sum,
        bytesOut: counters.bytesOut,
        published: counters.published,
        errors: Object.fromEntries(counters.errors),
        refused: Object.fromEntries(counters.refused),
        slowConsumers: counters.refused.get("slow_consumer") ?? 0,
        signals: Object.fromEntries(counters.signals),
        links: Object.fromEntries(counters.links),
        uptimeMs: Math.max(0, now - startedAt),
        memoryBytes: rss,
        heapBytes: heapUsed,
        // Node's histogram counts its own sampling interval in.
        loopDelayMs: Math.max(0, Math.round(delay.percentile(99) / 1e4 - 1000) / 100),
        ...minute.read(),
        node: engine.node,
        version: options.version,
        engine: engine.kind,
        store: engine.store,
        storeDegraded,
        storeDegradedMs: degradedSince === null ? 0 : Math.max(0, now - degradedSince),
        storeBytes: sizeOf(now),
        ready: reasons.length === 0,
        reasons,
        topRooms: viewer ? await topRooms(hub, viewer) : [],
        namespaces: viewer ? namespacesOf(hub, viewer) : {},
      };
    },
    stop() {
      delay.disable();
      minute.stop();
    },
  };
}

function seldom<T>(ms: number, ask: () => T): (now: number) => T {
  let asked = Number.NEGATIVE_INFINITY;
  let answer: T;
  return (now) => {
    if (now - asked >= ms) {
      asked = now;
      answer = ask();
    }
    return answer;
  };
}
