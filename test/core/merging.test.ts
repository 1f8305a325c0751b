// The merge of two rooms of a queue, with everything that can happen at each of its steps.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { roomKey } from "../../src/core/engine.ts";
import { DEFAULT_NAMESPACE, type QueueId, type RoomId } from "../../src/protocol/ids.ts";
import type { MatchRequest } from "../../src/protocol/matching.ts";
import type { Joined } from "../../src/protocol/requests.ts";
import { type MatchingCore, type StepName, startMatching } from "../support/matching.ts";
import type { TestPeer } from "../support/peer.ts";

const queue = "duel" as QueueId;

let core: MatchingCore;
let ada: TestPeer;
let bob: TestPeer;
/** Ada's room, which is older, and Bob's, which fits once the windows have grown. */
let older: RoomId;
let younger: RoomId;

const match = (peer: TestPeer, more: Partial<MatchRequest> = {}): Promise<Joined> =>
  peer.ask("match", { queue, ...more });

const look = (room: string) =>
  core.engine.command(roomKey(DEFAULT_NAMESPACE, room as RoomId), { type: "look" }).then(
    ({ result }) => result,
    () => null,
  );

const names = async (room: string): Promise<string[] | null> =>
  (await look(room))?.members.map(({ name }) => name) ?? null;

const apart = { capacity: 4, spread: 0, widenPerSecond: 50 };

beforeEach(async () => {
  core = await startMatching();
  [ada, bob] = [core.peer("ada"), core.peer("bob")];
  older = (await match(ada, { ...apart, rank: 0 })).room.room;
  await core.pass(10);
  younger = (await match(bob, { ...apart, rank: 100, data: { bob: true } })).room.room;
  expect(younger).not.toBe(older);
});

afterEach(async () => {
  expect(core.faults).toEqual([]);
  await core.engine.close();
});

describe("a merge", () => {
  it("[Q8] tells who is moved everything, and then the end of the room that was left", async () => {
    await core.pass(1_900);
    expect(bob.of("match.moved")).toEqual([]);
    await core.pass(1_000);
    const moved = bob.of("match.moved");
    expect(moved).toHaveLength(1);
    expect(moved[0]).toMatchObject({
      ...{ from: younger, to: { room: { room: older, members: 2 }, self: { peer: bob.id, seat: 2 } } },
      to: { members: [{ name: "ada" }, { name: "bob", data: { bob: true } }], messages: [], position: null },
    });
    const after = bob.log.slice(bob.log.indexOf(moved[0]) + 1);
    expect(after).toEqual([{ type: "room.closed", room: younger, reason: "moved" }]);
    expect(await ada.next("member.joined")).toMatchObject({ room: older, member: { name: "bob" } });
    expect(await names(younger)).toBeNull();
    await bob.ask("publish", { room: older, event: "chat", data: { text: "here" } });
    expect(await ada.next("message")).toMatchObject({ name: "bob" });
    expect([...core.hub.sessions.get(bob.id)!.rooms.keys()]).toEqual([roomKey(DEFAULT_NAMESPACE, older)]);
  });

  it("[Q8] starts a room that it fills, in the answer already", async () => {
    for (const name of ["cleo", "dan"]) {
      expect((await match(core.peer(name), { ...apart, rank: 0 })).room.room).toBe(older);
    }
    await core.pass(3_000);
    expect(bob.of("match.moved")[0].to.room).toMatchObject({ status: "active", members: 4 });
    expect(ada.of("room.started")).toHaveLength(1);
  });

  it("[Q8] leaves rooms alone that a person made, or somebody joined by name", async () => {
    const cleo = core.peer("cleo");
    await cleo.ask("join", { room: younger });
    await core.pass(5_000);
    expect(await names(younger)).toEqual(["bob", "cleo"]);
    expect(await names(older)).toEqual(["ada"]);
  });

  it("[Q8] asks nothing of a queue in which nothing can merge", async () => {
    await bob.ask("leave", { room: younger });
    await core.pass(1_250);
    let ticks = 0;
    core.around("freeze", "before", () => ticks++);
    const pending = core.clock.pending;
    await core.pass(5_000);
    expect(core.clock.pending).toBe(pending);
    expect(ticks).toBe(0);
  });
});

type Where = "older" | "younger" | "nowhere";

/** What a member of the younger room does meanwhile, and where it then is. */
const acts: [string, (peer: TestPeer) => unknown, Where][] = [
  ["drops", (peer) => peer.drop(true), "nowhere"],
  ["leaves", (peer) => peer.tell("leave", { room: younger }), "nowhere"],
  [
    "is removed",
    ({ id }) =>
      core.engine
        .command(roomKey(DEFAULT_NAMESPACE, younger), { type: "kick", by: "admin", peer: id })
        .catch(() => {}),
    "nowhere",
  ],
  ["joins the older room by name", (peer) => peer.tell("join", { room: older }), "older"],
  ["matches again", (peer) => peer.tell("match", { queue, capacity: 4 }), "older"],
];
const steps: [StepName, "before" | "after"][] = [
  ["freeze", "before"],
  ["freeze", "after"],
  ["absorb", "before"],
  ["absorb", "after"],
  ["match.moved", "before"],
  ["match.moved", "after"],
  ["disband", "before"],
  ["disband", "after"],
];
const moments = steps.flatMap(([step, when]) => acts.map((act) => [when, step, ...act] as const));

describe("meanwhile", () => {
  it.each(moments)("[Q9] %s %s a member %s", async (when, step, what, act, where) => {
    const cleo = core.peer("cleo");
    // A second one in the younger room, who does nothing.
    expect((await match(cleo, { ...apart, rank: 100 })).room.room).toBe(younger);
    let done = false;
    core.around(step, when, () => {
      done = true;
      act(bob);
    });
    await core.pass(4_000);
    await core.pass(2_000);
    expect(done, "the step was there").toBe(true);
    expect(await names(younger)).toBeNull();
    // Nobody is removed from a room that is over.
    const late = what === "is removed" && step === "disband" && when === "after";
    const there = where === "older" || late ? ["ada", "bob", "cleo"] : ["ada", "cleo"];
    expect((await names(older))?.sort()).toEqual(there);
    expect(cleo.of("match.moved")).toHaveLength(1);
    const rooms = [...(core.hub.sessions.get(bob.id)?.rooms.keys() ?? [])];
    expect(rooms).toEqual(there.includes("bob") ? [roomKey(DEFAULT_NAMESPACE, older)] : []);
    const closed = cleo.log.findIndex(({ type }) => type === "room.closed");
    expect(closed).toBeGreaterThan(cleo.log.findIndex(({ type }) => type === "match.moved"));
  });

  it.each(steps)("[Q9] a stranger takes no seat of the younger room (%s, %s)", async (step, when) => {
    const stranger = core.peer("stranger");
    core.around(step, when, () => void stranger.tell("join", { room: younger, create: false }));
    await core.pass(4_000);
    const reply = await stranger.find(({ id }) => id === 2);
    if (step === "freeze" && when === "before") {
      // In time: it is no room of match alone any more.
      expect(reply.type).toBe("ok");
      expect(await names(younger)).toEqual(["bob", "stranger"]);
      return;
    }
    expect(reply).toMatchObject({
      code: step === "disband" && when === "after" ? "not_found" : "room_locked",
    });
    expect(await names(older)).toEqual(["ada", "bob"]);
  });

  it.each(steps.slice(0, 3))("[Q9] a stranger fills the older room (%s, %s)", async (step, when) => {
    const three = ["one", "two", "three"].map((name) => core.peer(name));
    core.around(step, when, () => {
      for (const peer of three) peer.tell("join", { room: older });
    });
    await core.pass(4_000);
    expect(await names(older)).toEqual(["ada", "one", "two", "three"]);
    expect(await names(younger)).toEqual(["bob"]);
    expect(bob.of("match.moved")).toEqual([]);
    // Thawed again: the next one finds it.
    const late = core.peer("late");
    expect((await match(late, { capacity: 4 })).room.room).toBe(younger);
  });

  it("[Q9] the older room ends before it has taken anybody", async () => {
    core.around("absorb", "before", () => void ada.tell("close", { room: older }));
    await core.pass(4_000);
    expect(await names(older)).toBeNull();
    expect(await names(younger)).toEqual(["bob"]);
    expect(bob.of("room.closed")).toEqual([]);
  });

  it("[Q9] a merge that stops half way thaws the younger room by itself", async () => {
    core.around("freeze", "after", () => new Promise(() => {}));
    await core.pass(3_000);
    const stranger = core.peer("stranger");
    await expect(stranger.ask("join", { room: younger })).rejects.toMatchObject({ code: "room_locked" });
    await core.pass(3_000);
    expect(await names(older)).toEqual(["ada", "bob"]);
  });

  it("[Q9] one that comes too late takes its own along, and the others of the thawed room go on", async () => {
    const stranger = core.peer("stranger");
    core.around("disband", "before", async () => {
      core.clock.advance(2_500);
      await stranger.ask("join", { room: younger });
    });
    await core.pass(4_000);
    await core.settled();
    expect(await names(younger)).toEqual(["stranger"]);
    expect(await names(older)).toEqual(["ada", "bob"]);
    expect(await stranger.next("member.left")).toMatchObject({ peer: bob.id, reason: "leave" });
  });

  it("[Q8] an answer that is still on its way comes before the move", async () => {
    const events = bob.log.map(({ type }) => type);
    expect(events.indexOf("ok")).toBeGreaterThanOrEqual(0);
    core.around("freeze", "before", () => void bob.tell("join", { room: younger }));
    await core.pass(3_000);
    const again = bob.log.findIndex(({ id, type }) => id === 3 && type === "ok");
    expect(again).toBeGreaterThan(0);
    expect(bob.log.findIndex(({ type }) => type === "match.moved")).toBeGreaterThan(again);
  });
});
