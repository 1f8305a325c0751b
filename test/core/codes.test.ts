// Invite codes, as peers meet them.
import { describe, expect, it, onTestFinished } from "vitest";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId, RoomId } from "../../src/protocol/ids.ts";
import { limits } from "../../src/protocol/limits.ts";
import { ADMIN_TOKEN, startCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { ShufflingEngine } from "../support/shuffling-engine.ts";

const room = "den" as RoomId;

async function start() {
  const random = new SeededRandom(1);
  const clock = new FakeClock();
  const inner = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store: createMemoryStore() });
  const engine = new ShufflingEngine(inner, random, "any time");
  onTestFinished(() => engine.close());
  return { ...(await startCore(engine, random)), clock };
}

/** A private den with ada in it, and its code. */
async function den() {
  const core = await start();
  const ada = core.peer("ada");
  const { room: view } = await ada.ask("join", { room, create: { code: true, visibility: "private" } });
  return { ...core, ada, code: view.code! };
}

describe("a code", () => {
  it("[R26] leads into the room, however it is typed", async () => {
    const { peer, code } = await den();
    expect(code).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{6}$/);
    const typed = `${code.slice(0, 3)}-${code.slice(3)} `.toLowerCase();
    const { room: view, self } = await peer("bob").ask("join", { code: typed });
    expect(view).toMatchObject({ room: "den", code, members: 2 });
    expect(self.seat).toBe(2);
  });

  it("[R26] is drawn anew for each room, and wished for", async () => {
    const { peer, code, ada } = await den();
    const bob = peer("bob");
    const drawn = await bob.ask("create", { room: "two" as RoomId, code: true });
    expect(drawn.room.code).not.toBe(code);
    const wished = await bob.ask("create", { room: "three" as RoomId, code: "ca-fe 77" });
    expect(wished.room.code).toBe("CAFE77");
    const taken = { room: "four" as RoomId, code: "CAFE77" };
    await expect(bob.ask("create", taken)).rejects.toMatchObject({ code: "already_exists" });
    await expect(bob.ask("create", { code: "OIL" })).rejects.toMatchObject({ code: "bad_request" });
    const changed = await ada.ask("room.update", { room, code: "DACHA" });
    expect(await ada.next("room.updated")).toEqual({ type: "room.updated", room, view: changed.room });
    await expect(bob.ask("join", { code })).rejects.toMatchObject({ code: "not_found" });
    await ada.ask("room.update", { room, code: null });
    await expect(bob.ask("join", { code: "DACHA" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("[R26] is shown to members and admins only", async () => {
    const { peer, ada, code } = await den();
    await ada.ask("room.update", { room, visibility: "public" });
    const [eve, admin] = [peer("eve"), peer()];
    await admin.ask("hello", { token: ADMIN_TOKEN });
    await eve.ask("rooms", {});
    await eve.ask("room", { room });
    expect(JSON.stringify(eve.log)).not.toContain(code);
    expect((await admin.ask("room", { room })).room.code).toBe(code);
    expect((await ada.ask("room", { room })).room.code).toBe(code);
    expect((await ada.ask("start", { room })).room.code).toBe(code);
    expect((await ada.next("room.started")).view.code).toBe(code);
  });

  it("[R26] opens no lock, answers no password, and makes no room", async () => {
    const { peer, ada, code } = await den();
    const bob = peer("bob");
    await ada.ask("room.update", { room, password: "open sesame" });
    await expect(bob.ask("join", { code })).rejects.toMatchObject({ code: "wrong_password" });
    expect((await bob.ask("join", { code, password: "open sesame" })).self.seat).toBe(2);
    await ada.ask("room.update", { room, locked: true });
    await expect(peer("cleo").ask("join", { code })).rejects.toMatchObject({ code: "room_locked" });
    await expect(bob.ask("join", { code, room })).rejects.toMatchObject({ code: "bad_request" });
    await expect(bob.ask("join", {})).rejects.toMatchObject({ code: "bad_request" });
    await expect(bob.ask("join", { code: "CAFE", create: {} })).rejects.toMatchObject({ code: "not_found" });
  });

  it("[M7] a join by it keeps its place among what the peer says", async () => {
    const { peer, ada, code } = await den();
    const bob = peer();
    bob.tell("join", { code });
    bob.tell("publish", { room, event: "chat", data: { text: "hello" } });
    bob.tell("leave", { room });
    await bob.find(({ id, type }) => id === 3 && type === "ok");
    for (const type of ["member.joined", "message", "member.left"]) await ada.next(type);
    bob.tell("join", { code });
    bob.drop();
    for (let turn = 0; turn < 60; turn++) await new Promise(setImmediate);
    expect((await ada.ask("room", { room })).members).toHaveLength(1);
  });

  it("[R25] can't be found by guessing", async () => {
    const { peer, clock, code } = await den();
    const eve = peer("eve");
    for (let i = 0; i < limits.guesses; i++) {
      await expect(eve.ask("join", { code: i % 2 ? "CAFE" : "no code" })).rejects.toMatchObject({
        code: "not_found",
      });
    }
    await expect(eve.ask("join", { code })).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterMs: 60_000,
    });
    clock.advance(60_000);
    expect((await eve.ask("join", { code })).self.seat).toBe(2);
  });

  it("[R26] of a room that is gone leads nowhere", async () => {
    const { peer, ada, code } = await den();
    await ada.ask("close", { room });
    await expect(peer("bob").ask("join", { code })).rejects.toMatchObject({ code: "not_found" });
    const again = await peer("bob").ask("create", { room: "other" as RoomId, code });
    expect(again.room.code).toBe(code);
  });
});
