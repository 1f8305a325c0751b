// How a server that stops parts with its connections: the plan, and what a peer sees of it.
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { planDrain } from "../../src/server/drain.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { openSocket, type RawSocket, refusedUpgrade } from "../support/socket.ts";

const times = { noticeMs: 3_000, drainMs: 10_000 };

describe("the plan", () => {
  it("closes nobody before the notice is over, and everybody within the time", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12_000 }),
        fc.integer({ min: 0, max: 30_000 }),
        (count, drainMs) => {
          const plan = planDrain(count, { noticeMs: 500, drainMs }, () => 0.5);
          expect(plan.length).toBe(count);
          expect(plan[0]!.closeAfterMs).toBe(500);
          expect(Math.max(...plan.map(({ closeAfterMs }) => closeAfterMs))).toBeLessThanOrEqual(
            500 + drainMs,
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it("closes even batches: none is more than another but the last", () => {
    const sizes = new Map<number, number>();
    for (const { closeAfterMs } of planDrain(5_000, times, () => 0)) {
      sizes.set(closeAfterMs, (sizes.get(closeAfterMs) ?? 0) + 1);
    }
    expect([...sizes.values()]).toEqual(Array.from({ length: 100 }, () => 50));
    expect([...sizes.keys()].slice(0, 3)).toEqual([3_000, 3_100, 3_200]);
  });

  it("takes few connections no longer than they need", () => {
    expect(planDrain(10, times, () => 0).at(-1)!.closeAfterMs).toBe(3_000);
    expect(planDrain(50, times, () => 0).at(-1)!.closeAfterMs).toBe(3_400);
    expect(planDrain(0, times, () => 0)).toEqual([]);
  });

  it("lets everybody come back after the last close, evenly", () => {
    const random = new SeededRandom(7);
    for (const count of [1, 8, 500, 10_000]) {
      const plan = planDrain(count, times, () => random.number());
      const last = plan.at(-1)!.closeAfterMs;
      const back = plan.map(({ closeAfterMs, retryAfterMs }) => closeAfterMs + retryAfterMs);
      expect(Math.min(...back)).toBeGreaterThanOrEqual(last + 1_000);
      expect(back).toEqual(back.toSorted((a, b) => a - b));
      const seconds = new Map<number, number>();
      for (const at of back)
        seconds.set(Math.floor(at / 1_000), (seconds.get(Math.floor(at / 1_000)) ?? 0) + 1);
      expect(Math.max(...seconds.values())).toBeLessThanOrEqual(Math.max(500, count / 2 + 1));
    }
  });
});

describe("a server that stops", () => {
  let server: RunningServer;
  afterEach(() => server.stop());

  const start = async (
    options: { drainMs?: number; drainNoticeMs?: number } = {},
  ): Promise<RunningServer> => {
    server = await serve({ port: 0, ...options });
    return server;
  };
  const joined = async (): Promise<RawSocket> => {
    const socket = await openSocket(server.ws);
    await socket.ask({ type: "join", room: "lobby" });
    return socket;
  };

  it("is not ready at once, and lets nobody in, while it goes on for who is here", async () => {
    await start({ drainNoticeMs: 60_000 });
    const ada = await joined();
    const stopped = server.stop();
    const { retryAfterMs } = await ada.next("going_away");
    expect(retryAfterMs).toBeGreaterThanOrEqual(1_000);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(await refusedUpgrade(server.ws)).toMatchObject({ status: 503, problem: { code: "unavailable" } });
    const said = { type: "publish", room: "lobby", event: "chat", data: { text: "still here" } };
    expect(await ada.ask(said)).toMatchObject({ type: "ok", data: { offset: 1 } });
    // The last one goes by itself: there is nothing left to wait for.
    ada.ws.close(1000);
    await stopped;
  });

  it("closes with 1012 after all that was asked is answered", async () => {
    await start();
    const ada = await joined();
    for (let id = 0; id < 40; id++) {
      ada.send({ type: "publish", id, room: "lobby", event: "chat", data: { text: `${id}` } });
    }
    // The first answer shows that the server has read them: they came in one go.
    await ada.next("ok");
    await server.stop();
    expect(await ada.closed).toEqual({ code: 1012, reason: "server restarts" });
    for (let id = 1; id < 40; id++) expect(await ada.next("ok")).toMatchObject({ data: { offset: id + 1 } });
  });

  it("is over at once where nobody is connected, whatever its times are", async () => {
    await start({ drainNoticeMs: 60_000, drainMs: 30_000 });
    await server.stop();
    await expect(fetch(`${server.url}/readyz`)).rejects.toThrow();
  });

  it("stops once, however often it is told to", async () => {
    await start();
    const ada = await joined();
    await Promise.all([server.stop(), server.stop()]);
    expect((await ada.closed).code).toBe(1012);
    await expect(ada.next("going_away")).resolves.toBeDefined();
    await expect(ada.next("going_away")).rejects.toThrow("closed");
  });

  it("says goodbye with 1001 when it can't wait", async () => {
    await start({ drainNoticeMs: 60_000 });
    const ada = await joined();
    const stopped = server.stop();
    await ada.next("going_away");
    await server.endNow();
    expect(await ada.closed).toEqual({ code: 1001, reason: "server ends" });
    await stopped;
  });
});
