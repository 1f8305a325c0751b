// Typed lines on their way: in order, under one key each, and again after the connection was lost.
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Client, ClientState } from "../../src/client/connect.ts";
import type { Room, RoomEvents } from "../../src/client/room.ts";
import { RtError } from "../../src/protocol/errors.ts";
import { createOutbox, type Outbox } from "../../src/tui/outbox.ts";

/** A room that holds each publication until the test says what becomes of it. */
class HeldRoom {
  readonly ended = null;
  readonly published: {
    key: string;
    text: string;
    answer(offset: number): void;
    refuse(error: Error): void;
  }[] = [];
  readonly #listeners = new Map<string, (payload: never) => void>();
  state: ClientState["state"] = "open";

  on = (event: string, listener: (payload: never) => void): (() => void) => {
    this.#listeners.set(event, listener);
    return () => {};
  };

  publish = (data: unknown, { key }: { key?: string } = {}): Promise<{ offset: number; time: number }> =>
    new Promise((resolve, reject) => {
      const { text } = data as { text: string };
      this.published.push({
        key: key!,
        text,
        answer: (offset) => resolve({ offset, time: 0 }),
        refuse: reject,
      });
    });

  lose(): void {
    this.state = "reconnecting";
    this.#listeners.get("state")?.({ state: "reconnecting" } as never);
    for (const { refuse } of this.published) refuse(new RtError("unavailable"));
  }

  comeBack(): void {
    this.state = "open";
    this.#listeners.get("state")?.({ state: "open" } as never);
    this.#listeners.get("joined")?.({} as never);
  }

  end(end: RoomEvents["closed"]): void {
    this.#listeners.get("closed")?.(end as never);
  }
}

let room: HeldRoom;
let outbox: Outbox;
let told: string[];
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  room = new HeldRoom();
  told = [];
  outbox = createOutbox(room as unknown as Client, room as unknown as Room, {
    onSent: (key, { offset }) => told.push(`${key} sent ${offset}`),
    onFailed: (key, error) => told.push(`${key} failed ${error.message}`),
  });
});

describe("lines", () => {
  it("go out in order, a limited number at once", async () => {
    for (let i = 0; i < 20; i++) outbox.send(`k${i}`, `t${i}`);
    expect(room.published.map(({ text }) => text)).toEqual(Array.from({ length: 16 }, (_, i) => `t${i}`));
    room.published[0]!.answer(1);
    await settled();
    expect(room.published.at(-1)!.text).toBe("t16");
    expect(told).toEqual(["k0 sent 1"]);
  });

  it("go again under the same key when their acknowledgement was lost, in their order", async () => {
    outbox.send("k1", "one");
    outbox.send("k2", "two");
    room.lose();
    await settled();
    outbox.send("k3", "three");
    expect(room.published).toHaveLength(2);
    room.comeBack();
    expect(room.published.slice(2).map(({ key, text }) => `${key} ${text}`)).toEqual([
      "k1 one",
      "k2 two",
      "k3 three",
    ]);
    for (const [at, { answer }] of room.published.entries()) answer(at);
    await outbox.below(0);
    await settled();
    expect(told).toEqual(["k1 sent 2", "k2 sent 3", "k3 sent 4"]);
  });

  it("that are refused for good don't hold the others up", async () => {
    outbox.send("k1", "one");
    outbox.send("k2", "two");
    room.published[0]!.refuse(new RtError("payload_too_large", "too large"));
    room.published[1]!.answer(1);
    await settled();
    expect(told).toEqual(["k1 failed too large", "k2 sent 1"]);
    expect(outbox.waiting).toBe(0);
  });

  it("that wait when the room ends are all told as failed", async () => {
    room.lose();
    outbox.send("k1", "one");
    outbox.send("k2", "two");
    room.end({ reason: "disconnected" });
    await outbox.below(0);
    expect(told.map((line) => line.split(":")[0])).toEqual(["k1 failed not sent", "k2 failed not sent"]);
  });

  it("that come too fast are waited for", async () => {
    outbox.send("k1", "one");
    let ready = false;
    const waiting = outbox.below(0).then(() => {
      ready = true;
    });
    await settled();
    expect(ready).toBe(false);
    room.published[0]!.answer(1);
    await waiting;
  });

  it("that are too fast go again by themselves after the time named, one by one and in order", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const slow: string[] = [];
    const box = createOutbox(room as unknown as Client, room as unknown as Room, {
      onSent: (key) => told.push(`${key} sent`),
      onFailed: () => {},
      onSlow: (key, ms) => slow.push(`${key} ${ms}`),
    });
    for (const key of ["k1", "k2"]) box.send(key, key);
    for (const { refuse } of room.published)
      refuse(new RtError("rate_limited", "slow", { retryAfterMs: 2_000 }));
    await settled();
    expect(slow).toEqual(["k1 2000", "k2 2000"]);
    box.send("k3", "k3");
    expect(room.published, "nothing overtakes what waits").toHaveLength(2);
    vi.advanceTimersByTime(2_000);
    expect(room.published.slice(2).map(({ key }) => key)).toEqual(["k1"]);
    for (let at = 2; at < 5; at++) {
      room.published[at]!.answer(at);
      await settled();
    }
    expect(told).toEqual(["k1 sent", "k2 sent", "k3 sent"]);
    vi.useRealTimers();
  });
});
