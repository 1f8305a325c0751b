// A peer that takes nothing of the little that waits for it, on a real socket with the clock turned by hand.
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import type { Session } from "../../src/core/session.ts";
import { Counters } from "../../src/core/stats.ts";
import { Frame } from "../../src/protocol/codec.ts";
import { limits, times } from "../../src/protocol/limits.ts";
import { Backlogs } from "../../src/server/backlogs.ts";
import { Connection } from "../../src/server/connection.ts";
import { Flushes } from "../../src/server/flush.ts";
import { systemClock } from "../../src/server/system.ts";
import { Wheel } from "../../src/server/wheel.ts";

let door: WebSocketServer;
let peer: WebSocket;
let connection: Connection;
let gone: Promise<void>;
let stop: () => void;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const [wheel, backlogs] = [new Wheel(), new Backlogs()];
  door = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(door, "listening");
  peer = new WebSocket(`ws://127.0.0.1:${(door.address() as AddressInfo).port}`);
  peer.on("error", () => {});
  const [ws, { socket }] = (await once(door, "connection")) as [WebSocket, { socket: Socket }];
  if (peer.readyState !== WebSocket.OPEN) await once(peer, "open");
  const flush = new Flushes(systemClock.after).of(0);
  connection = new Connection(ws, socket, wheel, flush, backlogs, new Counters());
  const session = { greeted: true, receive() {}, end() {} } as unknown as Session;
  gone = new Promise((resolve) =>
    connection.open(
      session,
      times.helloOpen,
      () => 0,
      () => resolve(),
    ),
  );
  stop = () => {
    wheel.stop();
    backlogs.stop();
  };
});
afterEach(() => {
  vi.useRealTimers();
  stop();
  peer.terminate();
  door.close();
});

/** Until the kernel takes no more, and no further. */
async function fill(): Promise<void> {
  const frame = Frame.of("x".repeat(32 * 1024));
  while (connection.waiting === 0) {
    connection.send(frame);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(connection.waiting).toBeLessThan(limits.sendQueueBytes / 2);
}

it("[T22] [P14] is cut after ten seconds, long before a ping would have told", async () => {
  peer.pause();
  await fill();
  vi.advanceTimersByTime(times.undrained + 1_000);
  await gone;
  expect(connection.waiting).toBe(0);
});

it("[T22] [P14] stays if it reads on in time", async () => {
  let ended = false;
  void gone.then(() => (ended = true));
  peer.pause();
  await fill();
  vi.advanceTimersByTime(times.undrained - 1_000);
  peer.resume();
  await vi.waitUntil(() => connection.waiting === 0, { timeout: 20_000 });
  vi.advanceTimersByTime(times.undrained - 1_000);
  expect(await new Promise((resolve) => setImmediate(() => resolve(ended)))).toBe(false);
});
