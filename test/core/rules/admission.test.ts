// The rules of rooms in a match: who is seated together, how a room is merged into another, and what time does.
import { describe, expect, it } from "vitest";
import type { Fence } from "../../../src/core/engine.ts";
import type { Newcomer } from "../../../src/core/rules/admission.ts";
import { summaryOf } from "../../../src/core/rules/queue.ts";
import { decide, type RoomCommand } from "../../../src/core/rules/room.ts";
import type { SealedOptions } from "../../../src/core/rules/room-state.ts";
import { apply, dueAt, type RoomState } from "../../../src/core/rules/room-state.ts";
import type { Ticket } from "../../../src/core/rules/ticket.ts";
import type { NodeId, PeerId, QueueId, RoomId } from "../../../src/protocol/ids.ts";
import { times } from "../../../src/protocol/limits.ts";

const NOW = 1_000_000;
const room = "r" as RoomId;
const queue = "q" as QueueId;
const fence = (peer: string): Fence => ({ peer: peer as PeerId, gen: 1, node: "n1" as NodeId });
const newcomer = (name: string, ticket: Partial<Ticket> = {}, data = {}): Newcomer => ({
  ...{ fence: fence(name), name, data },
  ticket: {
    ...{ id: name, queue, where: {}, rank: null, spread: 0, widen: 0, min: 3 },
    ...{ since: NOW, until: NOW + 60_000, ...ticket },
  },
});
const admit = (
  who: (string | Newcomer)[],
  create: SealedOptions | false = { queue, capacity: 3 },
): RoomCommand => ({
  ...{ type: "admit", room, create },
  newcomers: who.map((each) => (typeof each === "string" ? newcomer(each) : each)),
});
const absorb = (...who: string[]): RoomCommand => ({
  type: "absorb",
  newcomers: who.map((each) => newcomer(each)),
});
const join = (peer: string): RoomCommand => {
  return { type: "join", room, fence: fence(peer), name: peer, data: {}, create: { queue, capacity: 3 } };
};
const leave = (peer: string, seat?: number): RoomCommand => ({
  type: "leave",
  fence: fence(peer),
  reason: "leave",
  seat,
});
const freeze: RoomCommand = { type: "freeze", merge: "m" };
const disband = (...moved: string[]): RoomCommand => ({ type: "disband", moved: moved as PeerId[] });
const byAdmin = (act: "start" | "close"): RoomCommand => ({ type: act, by: "admin" });
const update = (changes: object): RoomCommand => ({ type: "update", by: "admin", changes });
const expire: RoomCommand = { type: "expire" };

/** Each command at its time; what the last one came to. */
function play(commands: (RoomCommand | [RoomCommand, number])[]) {
  let state: RoomState | null = null;
  let told: string[] = [];
  let error: string | null = null;
  let seats: string[] | undefined;
  for (const entry of commands) {
    const [command, now] = Array.isArray(entry) ? entry : [entry, NOW];
    const decision = decide(state, command, now);
    error = decision.ok ? null : decision.error;
    told = [];
    if (!decision.ok) continue;
    told = [
      ...(decision.told ?? []).map(({ to, event }) => `${to}: ${event.type}`),
      ...decision.events.map((event) => ("reason" in event ? `${event.type} ${event.reason}` : event.type)),
    ];
    seats = decision.seats?.map(({ peer }) => peer);
    if (decision.patch) state = apply(state, decision.patch);
  }
  const members = [...((state as RoomState | null)?.seats.values() ?? [])].map(
    ({ peer, seat }) => `${peer} ${seat}`,
  );
  return { state: state as RoomState | null, told, error, seats, members };
}

describe("admit", () => {
  it("[Q1] makes the room for the first, who is its host, and seats the others in order", () => {
    const { state, members } = play([admit(["a"]), admit(["b"])]);
    expect(members).toEqual(["a 1", "b 2"]);
    expect(state?.head).toMatchObject({ host: "a", matched: true, queue, version: 2 });
  });

  it("[Q10] seats a party in one step, which may start the room", () => {
    const { members, told, seats } = play([admit(["a"]), admit(["p", "q"])]);
    expect(members).toEqual(["a 1", "p 2", "q 3"]);
    expect(told).toEqual(["member.joined", "member.joined", "room.started"]);
    expect(seats).toEqual(["p", "q"]);
  });

  it("leaves who is there where they are", () => {
    expect(play([admit(["a"]), admit(["a"])])).toMatchObject({ told: [], members: ["a 1"] });
    expect(play([join("a"), admit(["a", "b"])]).members).toEqual(["a 1", "b 2"]);
  });

  it("makes the creator host when it comes", () => {
    const create: RoomCommand = { type: "create", room, by: fence("c"), options: { queue, capacity: 3 } };
    expect(play([create, admit(["a"]), admit(["c"])]).state?.head).toMatchObject({
      host: "c",
      creator: null,
    });
  });

  const picky = newcomer("b", { where: { members: { x: 1 } } });
  it.each<[string, RoomCommand[], RoomCommand, string]>([
    ["no room", [], admit(["a"], false), "not_found"],
    ["no space for all", [admit(["a", "b"])], admit(["p", "q"]), "room_full"],
    ["no space for all at once", [], admit(["a", "b", "c", "d"]), "room_full"],
    ["started", [admit(["a"]), byAdmin("start")], admit(["b"]), "room_closed"],
    ["locked", [admit(["a"]), update({ locked: true })], admit(["b"]), "room_locked"],
    ["not public any more", [admit(["a"]), update({ visibility: "unlisted" })], admit(["b"]), "room_locked"],
    ["frozen", [admit(["a"]), freeze], admit(["b"]), "room_locked"],
    ["banned", [admit(["a"]), { type: "ban", by: "admin", peer: "b" as PeerId }], admit(["b"]), "banned"],
    ["does not fit any more", [admit(["a"])], admit([picky]), "room_locked"],
    ["no room to absorb into", [], absorb("a"), "not_found"],
    ["no space to absorb all", [admit(["a", "b"])], absorb("p", "q"), "room_full"],
  ])("[R2] [Q2] refuses where there is %s, and seats nobody", (_, before, command, error) => {
    const there = play(before).members;
    expect(play([...before, command])).toMatchObject({ error, members: there });
  });
});

describe("a merge", () => {
  it("[Q9] takes nobody into a frozen room, which does not start, until it thaws by itself", () => {
    const until = NOW + times.frozen;
    expect(play([admit(["a"]), freeze]).seats).toEqual(["a"]);
    expect(play([admit(["a"]), freeze, join("b")]).error).toBe("room_locked");
    expect(play([admit(["a"]), freeze, byAdmin("start")]).error).toBe("room_locked");
    expect(play([admit(["a"]), freeze, update({ capacity: 1, min: 1 })]).state?.head.status).toBe("waiting");
    expect(dueAt(play([admit(["a"]), freeze]).state!)).toBe(until);
    expect(play([admit(["a"]), freeze, [expire, until - 1], join("b")]).error).toBe("room_locked");
    expect(play([admit(["a"]), freeze, [expire, until], join("b")]).members).toEqual(["a 1", "b 2"]);
    const full = play([admit(["a"]), freeze, update({ capacity: 1, min: 1 }), [expire, until]]);
    expect(full.told).toEqual(["room.started"]);
  });

  it("[Q9] is thawed only by its own merge, and lets who wants leave", () => {
    const thaw = (merge: string): RoomCommand => ({ type: "thaw", merge });
    expect(play([admit(["a"]), freeze, thaw("other")]).state?.head.frozen).toMatchObject({ merge: "m" });
    expect(play([admit(["a"]), freeze, thaw("m")]).state?.head.frozen).toBeNull();
    expect(play([admit(["a", "b"]), freeze, leave("a")]).members).toEqual(["b 2"]);
  });

  it.each<[string, RoomCommand[], string]>([
    ["is frozen", [admit(["a"]), freeze], "room_locked"],
    ["was made by hand", [join("a")], "room_locked"],
    ["has somebody who came by its name", [admit(["a"]), join("b")], "room_locked"],
    ["is empty", [admit(["a"]), leave("a")], "room_locked"],
    ["has started", [admit(["a"]), byAdmin("start")], "room_closed"],
    ["is gone", [admit(["a"]), byAdmin("close")], "not_found"],
  ])("[Q8] does not freeze a room that %s", (_, before, error) => {
    expect(play([...before, freeze]).error).toBe(error);
  });

  it("[Q8] closes the room and says who was still there; with others in it, it goes on", () => {
    const closed = play([admit(["a", "b"]), freeze, leave("a"), disband("a", "b")]);
    expect(closed).toMatchObject({ state: null, told: ["room.closed moved"], seats: ["b"] });
    const goesOn = play([admit(["a"]), join("b"), disband("a")]);
    expect(goesOn).toMatchObject({
      members: ["b 2"],
      told: ["member.left leave", "host.changed"],
      seats: ["a"],
    });
  });

  it("[Q9] gives up only the very seat that it took", () => {
    expect(play([admit(["a"]), leave("a", 2)]).error).toBe("not_joined");
    expect(play([admit(["a"]), leave("a", 1)]).members).toEqual([]);
  });
});

describe("time", () => {
  const soon = (name: string, ms: number, min = 3): Newcomer => newcomer(name, { until: NOW + ms, min });

  it("[Q7] is looked at when the first ticket is over, and no more once the room has started", () => {
    expect(dueAt(play([admit([soon("a", 500)]), admit([soon("b", 100)])]).state!)).toBe(NOW + 100);
    expect(dueAt(play([admit([soon("a", 500)]), byAdmin("start")]).state!)).toBeNull();
    expect(dueAt(play([join("a")]).state!)).toBeNull();
  });

  it.each<[string, Newcomer[], number, string[], string[]]>([
    ["not yet", [soon("a", 100)], 99, [], ["a 1"]],
    [
      "one is over",
      [soon("a", 100), soon("b", 200)],
      100,
      ["a: match.none", "member.left timeout", "host.changed"],
      ["b 2"],
    ],
    [
      "all are over",
      [soon("a", 100), soon("b", 100)],
      100,
      ["a: match.none", "b: match.none", "member.left timeout", "member.left timeout"],
      [],
    ],
    ["enough", [soon("a", 100, 2), soon("b", 200, 2)], 100, ["room.started"], ["a 1", "b 2"]],
    [
      "not enough for one",
      [soon("a", 100, 1), soon("b", 200, 3)],
      100,
      ["a: match.none", "member.left timeout", "host.changed"],
      ["b 2"],
    ],
  ])("[Q7] %s", (_, who, passed, told, members) => {
    expect(play([admit(who), [expire, NOW + passed]])).toMatchObject({ told, members });
  });
});

describe("what a queue is told of a room", () => {
  it.each<[string, RoomCommand[], object | null]>([
    ["made by match", [admit(["a"])], { open: true, mergeable: true }],
    ["with somebody by name", [admit(["a"]), join("b")], { open: true, mergeable: false }],
    ["made by hand", [join("a")], { open: true, mergeable: false }],
    ["locked", [admit(["a"]), update({ locked: true })], { open: false }],
    ["unlisted", [admit(["a"]), update({ visibility: "unlisted" })], { open: false }],
    ["frozen", [admit(["a"]), freeze], { open: false, mergeable: false }],
    ["left by all", [admit(["a"]), leave("a")], { open: false, mergeable: false }],
    ["started", [admit(["a"]), byAdmin("start")], null],
    ["gone", [admit(["a"]), byAdmin("close")], null],
    ["of no queue", [admit(["a"], { capacity: 3 })], null],
  ])("[Q2] %s", (_, commands, expected) => {
    const summary = summaryOf(play(commands).state);
    if (expected) expect(summary).toMatchObject(expected);
    else expect(summary).toBeNull();
  });
});
