// Rooms with a password, as peers meet them.
import { describe, expect, it, onTestFinished } from "vitest";
import { Guesses } from "../../src/core/guesses.ts";
import { unlimited } from "../../src/core/pace.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId, RoomId } from "../../src/protocol/ids.ts";
import { limits, times } from "../../src/protocol/limits.ts";
import { ADMIN_TOKEN, startCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const room = "club" as RoomId;
const password = "open sesame";

async function start() {
  const random = new SeededRandom(1);
  const clock = new FakeClock();
  const engine = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store: createMemoryStore() });
  onTestFinished(() => engine.close());
  return { ...(await startCore(engine, random)), clock };
}

/** The club with ada in it, who has made it. */
async function club() {
  const core = await start();
  const ada = core.peer("ada");
  await ada.ask("join", { room, create: { password } });
  return { ...core, ada };
}

describe("a room with a password", () => {
  it("[R24] takes in who knows it, and nobody else", async () => {
    const { peer } = await club();
    const bob = peer("bob");
    await expect(bob.ask("join", { room })).rejects.toMatchObject({
      code: "wrong_password",
      retryable: false,
    });
    await expect(bob.ask("join", { room, password: "x" })).rejects.toMatchObject({ code: "wrong_password" });
    expect(bob.session.rooms.size).toBe(0);
    const { self, room: view } = await bob.ask("join", { room, password });
    expect(self.seat).toBe(2);
    expect(view.hasPassword).toBe(true);
  });

  it("[R24] asks no member again, no admin, and not the creator who has not come yet", async () => {
    const { peer, ada } = await club();
    expect((await ada.ask("join", { room })).self.seat).toBe(1);
    const admin = peer();
    await admin.ask("hello", { token: ADMIN_TOKEN });
    expect((await admin.ask("join", { room, password: "x" })).self.seat).toBe(2);
    const creator = peer("eve");
    await creator.ask("create", { room: "later" as RoomId, password });
    expect((await creator.ask("join", { room: "later" as RoomId })).self.seat).toBe(1);
    await creator.ask("leave", { room: "later" as RoomId });
    await expect(creator.ask("join", { room: "later" as RoomId })).rejects.toMatchObject({
      code: "wrong_password",
    });
  });

  it("[R24] gets its password from the join that makes it, whichever way that is said", async () => {
    const { peer } = await start();
    const [ada, bob] = [peer("ada"), peer("bob")];
    for (const [name, more] of [
      ["one", { password }],
      ["two", { create: { password } }],
      ["three", { password, create: { capacity: 3 } }],
    ] as const) {
      const there = { room: name as RoomId };
      expect((await ada.ask("join", { ...there, ...more })).room.hasPassword).toBe(true);
      await expect(bob.ask("join", there)).rejects.toMatchObject({ code: "wrong_password" });
      await bob.ask("join", { ...there, ...more });
    }
    const none = { room: "none" as RoomId, password, create: false } as const;
    await expect(ada.ask("join", none)).rejects.toMatchObject({ code: "not_found" });
  });

  it("[R24] changes it and gives it up, for its host only", async () => {
    const { ada, peer } = await club();
    const bob = peer("bob");
    const { room: view } = await ada.ask("room.update", { room, password: "another" });
    expect(await ada.next("room.updated")).toEqual({ type: "room.updated", room, view });
    await expect(bob.ask("join", { room, password })).rejects.toMatchObject({ code: "wrong_password" });
    await bob.ask("join", { room, password: "another" });
    const update = { room, password: null };
    await expect(bob.ask("room.update", update)).rejects.toMatchObject({ code: "forbidden" });
    expect((await ada.ask("room.update", update)).room.hasPassword).toBe(false);
    expect((await peer("cleo").ask("join", { room })).self.seat).toBe(3);
  });

  it("[R24] shows it to nobody", async () => {
    const { ada, peer } = await club();
    const bob = peer("bob");
    await bob.ask("join", { room, password });
    await ada.ask("room.update", { room, password: "another", locked: true });
    await bob.ask("room", { room });
    await bob.ask("rooms", {});
    const seen = JSON.stringify([ada.log, bob.log]);
    for (const secret of [password, "another", "salt1", "salt2"]) expect(seen).not.toContain(secret);
  });

  it("[M7] a join that brings a password keeps its place among what the peer says", async () => {
    const { ada, peer } = await club();
    const bob = peer();
    bob.tell("join", { room, password });
    bob.tell("publish", { room, event: "chat", data: { text: "hello" } });
    bob.tell("leave", { room });
    bob.tell("join", { room, password: "x" });
    bob.tell("join", { room: "elsewhere" as RoomId });
    await bob.find(({ id, type }) => id === 5 && type === "ok");
    expect(
      bob.log
        .filter(({ id }) => id)
        .map(({ id, type }) => `${id} ${type}`)
        .sort(),
    ).toEqual(["1 ok", "2 ok", "3 ok", "4 error", "5 ok"]);
    expect(ada.log.slice(2).map(({ type }) => type)).toEqual(["member.joined", "message", "member.left"]);
  });

  it("[T25] [R6] seats nobody whose connection ends while its password is being checked", async () => {
    const { ada, peer, hub, faults } = await club();
    const bob = peer("bob");
    bob.tell("join", { room, password });
    bob.drop();
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect((await ada.ask("room", { room })).members).toHaveLength(1);
    expect(hub.sessions.size).toBe(1);
    expect(faults).toEqual([]);
  });

  it("[R24] takes in all of a group that comes back at once to a room that is gone", async () => {
    const { peer } = await start();
    const group = ["ada", "bob", "cleo", "dan"].map((name) => peer(name));
    const seats = await Promise.all(
      group.map(
        async (each) => (await each.ask("join", { room, password, create: { capacity: 8 } })).self.seat,
      ),
    );
    expect(seats.sort()).toEqual([1, 2, 3, 4]);
    await expect(peer("eve").ask("join", { room })).rejects.toMatchObject({ code: "wrong_password" });
  });
});

describe("guessing", () => {
  it("[R25] ends after ten wrong passwords a minute, also for the right one, and goes on later", async () => {
    const { peer, clock } = await club();
    const eve = peer("eve");
    for (let i = 0; i < limits.guesses; i++) {
      await expect(eve.ask("join", { room, password: `p${i}` })).rejects.toMatchObject({
        code: "wrong_password",
      });
      clock.advance(1_000);
    }
    await expect(eve.ask("join", { room, password })).rejects.toMatchObject({
      code: "rate_limited",
      retryable: true,
      retryAfterMs: times.guesses - limits.guesses * 1_000,
    });
    expect((await eve.ask("join", { room: "open" as RoomId, password })).self.seat).toBe(1);
    clock.advance(times.guesses - limits.guesses * 1_000);
    expect((await eve.ask("join", { room, password })).self.seat).toBe(2);
  });

  it("[R25] counts the last minute only", () => {
    const guesses = new Guesses(unlimited());
    for (let i = 0; i < 100; i++) {
      guesses.check(i * times.guesses);
      guesses.wrong(i * times.guesses);
    }
    for (let i = 0; i < limits.guesses - 1; i++) guesses.wrong(100 * times.guesses);
    expect(() => guesses.check(100 * times.guesses - 1)).toThrow("Too many");
    guesses.check(100 * times.guesses);
  });

  it("[R24] hashes nothing for who brings no password, and for rooms that have none", async () => {
    const { peer, hub } = await club();
    const asked: string[] = [];
    const { digest } = hub.options;
    hub.options.digest = {
      salt: () => digest.salt(),
      hash(text, salt) {
        asked.push(text);
        return digest.hash(text, salt);
      },
    };
    await expect(peer("eve").ask("join", { room })).rejects.toMatchObject({ code: "wrong_password" });
    await peer("ada").ask("join", { room: "open" as RoomId });
    await peer("bob").ask("join", { room: "open" as RoomId, password });
    expect(asked).toEqual([]);
  });
});
