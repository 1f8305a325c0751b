// The orderly end: everyone is told, closed in even batches, and comes back spread over time.
import type { Server as HttpServer } from "node:http";
import type { Clock } from "../core/clock.ts";
import type { Hub } from "../core/hub.ts";
import { encodeEvent } from "../protocol/codec.ts";
import type { Connection } from "./connection.ts";

export interface DrainTimes {
  /** From the news to the first close: balancers ask in the meantime, and send nobody here any more. */
  noticeMs: number;
  /** Over which the closes are spread; fewer connections than it is made for take less. */
  drainMs: number;
}

/** When one connection is closed, and how long after that its peer should wait; both in milliseconds. */
export interface Departure {
  closeAfterMs: number;
  retryAfterMs: number;
}

const BEAT_MS = 100;
/** A batch below this is not worth the time that it takes. */
const LEAST_BATCH = 10;
/** What a process needs until it listens again; nobody comes back before. */
const RESTART_MS = 1_000;
/** They come back over this time, and no faster than so many in a second. */
const LEAST_SPREAD_MS = 2_000;
const BACK_PER_SECOND = 500;
/** How long after the last batch the sockets may take for answers and goodbyes before they are cut. */
const GOODBYE_MS = 5_000;

/** Who is closed first comes back first; no two draw the same part of the time. `random` in [0, 1). */
export function planDrain(count: number, times: DrainTimes, random: () => number): Departure[] {
  const { noticeMs, drainMs } = times;
  const beats = Math.max(1, Math.floor(drainMs / BEAT_MS));
  const batch = Math.max(LEAST_BATCH, Math.ceil(count / beats));
  const closeAt = (place: number): number => noticeMs + Math.floor(place / batch) * BEAT_MS;
  const backFrom = closeAt(Math.max(0, count - 1)) + RESTART_MS;
  const spreadMs = Math.max(LEAST_SPREAD_MS, (count / BACK_PER_SECOND) * 1_000);
  return Array.from({ length: count }, (_, place) => {
    const closeAfterMs = closeAt(place);
    const backAt = backFrom + ((place + random()) / count) * spreadMs;
    return { closeAfterMs, retryAfterMs: Math.round(backAt - closeAfterMs) };
  });
}

interface DrainOptions {
  hub: Hub;
  http: Pick<HttpServer, "closeIdleConnections" | "closeAllConnections"> & {
    close(done: () => void): unknown;
  };
  connections: ReadonlySet<Connection>;
  /** Resolves when no connection is open. */
  emptied(): Promise<void>;
  after: Clock["after"];
  random(): number;
  times: DrainTimes;
}

/** Resolves when the last socket is gone. It listens until then: health checks and latecomers get their 503. */
export async function drain(options: DrainOptions): Promise<void> {
  const { hub, http, connections, emptied, after, random, times } = options;
  const sessions = [...hub.sessions.values()];
  const plan = planDrain(sessions.length, times, random);
  const batches = new Map<number, typeof sessions>();
  for (const [place, session] of sessions.entries()) {
    const { closeAfterMs, retryAfterMs } = plan[place]!;
    session.send(encodeEvent({ type: "going_away", retryAfterMs }));
    const batch = batches.get(closeAfterMs);
    if (batch) batch.push(session);
    else batches.set(closeAfterMs, [session]);
  }
  const cancels = [...batches].map(([ms, batch]) =>
    after(ms, () => {
      for (const session of batch) session.finish("draining");
    }),
  );
  const lastMs = plan.at(-1)?.closeAfterMs ?? 0;
  const late = new Promise<void>((resolve) => cancels.push(after(lastMs + GOODBYE_MS, resolve)));

  await Promise.race([emptied(), late]);
  for (const connection of connections) connection.cut();
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  http.closeIdleConnections();
  await Promise.race([closed, late]);
  http.closeAllConnections();
  await closed;
  for (const cancel of cancels) cancel();
}

/** For who can't wait: a goodbye to everyone, as far as the sockets take it at once. */
export function endNow(hub: Hub): Promise<void> {
  hub.closeAll("ended");
  // What was written in this turn is handed to the sockets in the next.
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
