// Members who only watch, as peers meet them.
import { describe, expect, it, onTestFinished } from "vitest";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId, RoomId } from "../../src/protocol/ids.ts";
import { startCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const room = "match" as RoomId;

/** Ada, who plays, and eve, who watches. */
async function match() {
  const random = new SeededRandom(1);
  const engine = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock: new FakeClock(),
    random,
    store: createMemoryStore(),
  });
  onTestFinished(() => engine.close());
  const core = await startCore(engine, random);
  const [ada, eve] = [core.peer("ada"), core.peer("eve")];
  await ada.ask("join", { room, create: { capacity: 2, spectators: 1 } });
  const watching = await eve.ask("join", { room, spectate: true });
  return { ...core, ada, eve, watching };
}

const forbidden = { code: "forbidden", retryable: false };

describe("a spectator", () => {
  it("[R27] has a seat of its own, which everybody sees", async () => {
    const { peer, ada, eve, watching } = await match();
    expect(watching.room).toMatchObject({ members: 1, spectators: 1, maxSpectators: 1, status: "waiting" });
    expect(watching.members.map(({ name, role }) => `${name} ${role}`)).toEqual([
      "ada player",
      "eve spectator",
    ]);
    expect((await ada.next("member.joined")).member).toMatchObject({ peer: eve.id, role: "spectator" });
    await expect(peer("fay").ask("join", { room, spectate: true })).rejects.toMatchObject({
      code: "room_full",
    });
    expect((await peer("bob").ask("join", { room })).room.status).toBe("active");
    expect((await eve.next("room.started")).view.members).toBe(2);
  });

  it("[R27] hears everything and chats", async () => {
    const { ada, eve } = await match();
    await ada.ask("publish", { room, event: "move", data: 1 });
    expect(await eve.next("message")).toMatchObject({ event: "move", data: 1 });
    await eve.ask("publish", { room, event: "chat", data: { text: "well played" } });
    expect((await ada.next("message")).data.text).toBe("well played");
    await eve.ask("member.update", { room, data: { flag: "de" } });
    expect((await ada.next("member.updated")).member.data).toEqual({ flag: "de" });
    expect((await eve.ask("history", { room })).messages).toHaveLength(1);
  });

  it("[R27] has no part in the game", async () => {
    const { ada, eve } = await match();
    const offer = { room, kind: "offer", data: { sdp: "v=0" } } as const;
    await expect(eve.ask("publish", { room, event: "move", data: 1 })).rejects.toMatchObject(forbidden);
    await expect(eve.ask("publish", { room, data: 1 })).rejects.toMatchObject(forbidden);
    await expect(eve.ask("signal", { ...offer, to: ada.id })).rejects.toMatchObject(forbidden);
    await expect(ada.ask("signal", { ...offer, to: eve.id })).rejects.toMatchObject(forbidden);
    await expect(eve.ask("member.update", { room, ready: true })).rejects.toMatchObject(forbidden);
    await expect(eve.ask("start", { room })).rejects.toMatchObject(forbidden);
    await expect(ada.ask("transfer", { room, to: eve.id })).rejects.toMatchObject(forbidden);
    expect(ada.of("signal")).toEqual([]);
  });

  it("[R27] is left without a host by the last player, and told who the next one is", async () => {
    const { peer, ada, eve } = await match();
    await ada.ask("leave", { room });
    expect(await eve.next("host.changed")).toEqual({ type: "host.changed", room, host: null });
    const bob = peer("bob");
    expect((await bob.ask("join", { room })).room.host).toBe(bob.id);
    expect(await eve.next("host.changed")).toEqual({ type: "host.changed", room, host: bob.id });
  });
});
