// The rules of a queue: tables of who fits whom and where, and a model of many who ask, arrive, leave and are merged.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planMerges } from "../../../src/core/rules/merging.ts";
import {
  applyQueue,
  decideQueue,
  type Entry,
  isOlder,
  newQueue,
  type QueueCommand,
  type QueueState,
  type Summary,
} from "../../../src/core/rules/queue.ts";
import { accepts, equalities, goTogether, type Ticket } from "../../../src/core/rules/ticket.ts";
import type { PeerId, QueueId, RoomId } from "../../../src/protocol/ids.ts";
import { times } from "../../../src/protocol/limits.ts";
import type { Conditions } from "../../../src/protocol/matching.ts";
import type { Data } from "../../../src/protocol/shapes.ts";

const NOW = 1_000_000;
const id = <T extends string>(name: string): T => name as T;

const ticket = (name: string, more: Partial<Ticket> = {}): Ticket => ({
  ...{ id: name, queue: id<QueueId>("q"), where: {}, rank: null, spread: 0, widen: 0, min: 2 },
  ...{ since: NOW, until: NOW + 60_000, ...more },
});

const members = (...names: string[]) => names.map((name) => ({ peer: id<PeerId>(name), data: {} }));

type Find = Extract<QueueCommand, { type: "find" }>;

const find = (name: string, more: Partial<Find> = {}): Find => ({
  ...{ type: "find", ticket: ticket(name), members: members(name), room: id<RoomId>(`by ${name}`), left: [] },
  ...{ create: { capacity: 2, data: {} }, ...more },
});

const summary = (room: string, seats: string[], more: Partial<Summary> = {}): QueueCommand => ({
  ...{ type: "summary", room: id<RoomId>(room), version: seats.length + 1 },
  summary: {
    ...{ room: id<RoomId>(room), capacity: 2, data: {}, createdAt: NOW, open: true, mergeable: true },
    ...{
      seats: seats.map((peer) => ({ peer: id<PeerId>(peer), data: {}, ticket: ticket(peer) })),
      banned: [],
    },
    ...more,
  },
});

function play(commands: [QueueCommand, number?][]) {
  const state = newQueue();
  const results = commands.map(([command, at = NOW]) => {
    const decision = decideQueue(state, command, at);
    if (!decision.ok) return decision.error;
    if (decision.patch) applyQueue(state, decision.patch, at);
    return decision.result.found?.room ?? decision.result.merges.map(({ from, into }) => `${from} → ${into}`);
  });
  return { state, results };
}

describe("conditions", () => {
  const data: Data = { mode: "ctf", level: 5, ranked: true, none: null, list: [1] };
  it.each<[Conditions | undefined, boolean]>([
    [undefined, true],
    [{}, true],
    [{ mode: "ctf", ranked: true }, true],
    [{ mode: "dm" }, false],
    [{ none: null }, true],
    [{ absent: null }, false],
    [{ toString: "x" }, false],
    [{ level: "5" }, false],
    [{ level: { gt: 4, lt: 6 } }, true],
    [{ level: { gt: 5 } }, false],
    [{ level: { gte: 5, lte: 5 } }, true],
    [{ level: { lt: 5 } }, false],
    [{ level: { in: [1, 5] } }, true],
    [{ level: { in: [1, 5], gt: 5 } }, false],
    [{ level: { in: [] } }, false],
    [{ mode: { in: ["ctf", "dm"] } }, true],
    [{ mode: { gt: 1 } }, false],
    [{ list: { in: [1] } }, false],
    [{ level: {} }, false],
  ])("[Q3] %j accepts the room: %s", (conditions, expected) => {
    expect(accepts(conditions, data)).toBe(expected);
  });

  it("[Q5] give a new room the values that are wanted as they are", () => {
    expect(equalities({ mode: "ctf", level: { gt: 3 }, none: null })).toEqual({ mode: "ctf", none: null });
  });
});

describe("two who wait", () => {
  const rank = (rank: number | null, spread = 0, widen = 0, since = NOW) => ({
    data: {},
    ticket: ticket("t", { rank, spread, widen, since }),
  });
  it.each([
    ["no rank fits all", rank(null), rank(1_000), NOW, true],
    ["the same rank", rank(5), rank(5), NOW, true],
    ["within both windows", rank(0, 10), rank(10, 10), NOW, true],
    ["within one only", rank(0, 10), rank(10, 9), NOW, false],
    ["not yet wide enough", rank(0, 0, 10), rank(50, 0, 10), NOW + 4_999, false],
    ["wide enough", rank(0, 0, 10), rank(50, 0, 10), NOW + 5_000, true],
    ["wide enough for one only", rank(0, 0, 10), rank(50, 0, 10, NOW + 1), NOW + 5_000, false],
    ["a clock that went back widens nothing", rank(0, 5, 10), rank(6, 5, 10), NOW - 60_000, false],
  ])("[Q4] %s: %#", (_, a, b, now, expected) => {
    expect(goTogether(a, b, now)).toBe(expected);
    expect(goTogether(b, a, now)).toBe(expected);
  });

  it("[Q3] must both accept the other; who has no ticket accepts all", () => {
    const picky = { data: { level: 1 }, ticket: ticket("p", { where: { members: { level: 2 } } }) };
    const plain = { data: { level: 2 }, ticket: ticket("o") };
    expect(goTogether(picky, plain, NOW)).toBe(true);
    expect(goTogether(plain, { ...picky, data: { level: 1 } }, NOW)).toBe(true);
    expect(goTogether(picky, { data: { level: 1 }, ticket: null }, NOW)).toBe(false);
  });
});

describe("a queue", () => {
  it("[Q1] sends two who ask at once to the same new room, and a third elsewhere", () => {
    expect(play([[find("a")], [find("b")], [find("c")]]).results).toEqual(["by a", "by a", "by c"]);
  });

  it("[Q1] prefers the oldest room, then the one that comes first by name", () => {
    const later = { createdAt: NOW + 1 };
    const asked = [[summary("z", ["x"], later)], [summary("n", ["y"])], [summary("m", ["w"])]] as [
      QueueCommand,
    ][];
    expect(play([...asked, [find("a")], [find("b")], [find("c")]]).results.slice(3)).toEqual(["m", "n", "z"]);
  });

  it.each<[string, Partial<Summary>]>([
    ["another size", { capacity: 3 }],
    ["shut", { open: false }],
    ["banned", { banned: [{ peer: id<PeerId>("a") }] }],
    ["full", { capacity: 1 }],
  ])("[Q2] does not send anybody to a room that does not fit: %s", (_, more) => {
    expect(play([[summary("r", ["x"], more)], [find("a")]]).results[1]).toBe("by a");
  });

  it("[Q6] sends who waits there already back, and nobody where they have just left", () => {
    const { results } = play([
      [summary("r", ["a"], { open: false })],
      [find("a")],
      [find("a", { left: [id<RoomId>("r")] })],
      [find("a", { left: [id<RoomId>("r")] })],
    ]);
    expect(results.slice(1)).toEqual(["r", "by a", "by a"]);
  });

  it("keeps a seat for two seconds for who was sent there, and no longer", () => {
    const { results, state } = play([
      [find("a")],
      [find("b"), NOW + times.reserved],
      [{ type: "tick" }, NOW + times.reserved],
      [{ type: "tick" }, NOW + 2 * times.reserved],
    ]);
    expect(results.slice(0, 2)).toEqual(["by a", "by b"]);
    expect(state).toEqual({ entries: new Map(), look: null });
  });

  it("gives a kept seat back when it is released or taken, and forgets rooms that are not there", () => {
    const release = (room: string, name: string, gone: number | null = null): QueueCommand => {
      return { type: "release", room: id<RoomId>(room), ticket: name, gone };
    };
    const taken = play([[find("a")], [find("b")], [summary("by a", ["a"])], [find("c")]]);
    expect(taken.results.at(-1)).toBe("by c");
    expect(play([[find("a")], [release("by a", "a")], [find("b")]]).results.at(-1)).toBe("by b");
    expect(play([[summary("r", ["x"])], [release("r", "a", 2)], [find("a")]]).results.at(-1)).toBe("by a");
    expect(play([[summary("r", ["x"])], [release("r", "a", 1)], [find("a")]]).results.at(-1)).toBe("r");
  });

  it("takes a room's summary only if it is newer", () => {
    const older = { ...summary("r", ["x"]), version: 1 } as QueueCommand;
    const { state } = play([[summary("r", ["x", "y"])], [older]]);
    expect(state.entries.get(id<RoomId>("r"))?.seats).toHaveLength(2);
    expect(
      play([[summary("r", ["x"])], [{ ...older, version: 9, summary: null } as QueueCommand]]).state,
    ).toEqual(newQueue());
  });

  it("[Q10] keeps a party together, and out of where a member of it waits already", () => {
    const party = { members: members("p", "q"), create: { capacity: 3, data: {} } };
    const rooms: [QueueCommand][] = [
      [summary("two", ["x", "y"], { capacity: 3 })],
      [summary("one", ["z"], { capacity: 3, createdAt: NOW + 1 })],
    ];
    expect(play([...rooms, [find("p", party)]]).results.at(-1)).toBe("one");
    expect(play([[summary("r", ["q"], { capacity: 3 })], [find("p", party)]]).results.at(-1)).toBe(
      "bad_request",
    );
    expect(play([[summary("r", ["p", "q"], { capacity: 3 })], [find("p", party)]]).results.at(-1)).toBe("r");
  });

  it("[Q8] looks by itself only while two rooms could become one, and is not put off by what happens", () => {
    const rooms: [QueueCommand, number?][] = [[summary("a", ["x"], { capacity: 3 })]];
    expect(play(rooms).state.look).toBeNull();
    rooms.push([summary("b", ["y"], { capacity: 3 })]);
    expect(play(rooms).state.look).toBe(NOW + times.matchTick);
    rooms.push([{ ...summary("b", ["y"], { capacity: 3 }), version: 7 } as QueueCommand, NOW + 900]);
    expect(play(rooms).state.look).toBe(NOW + times.matchTick);
    const byHand = { capacity: 3, mergeable: false };
    expect(play([[summary("a", ["x"], byHand)], [summary("b", ["y"], byHand)]]).state.look).toBeNull();
  });

  it.each<[string, [string, string[], Partial<Summary>?][], string[]]>([
    [
      "two that fit",
      [
        ["a", ["1"]],
        ["b", ["2"]],
      ],
      ["b → a"],
    ],
    [
      "three into one",
      [
        ["a", ["1"]],
        ["b", ["2"]],
        ["c", ["3"]],
      ],
      ["b → a", "c → a"],
    ],
    [
      "no space",
      [
        ["a", ["1", "2"]],
        ["b", ["3", "4"]],
      ],
      [],
    ],
    [
      "the first that has space",
      [
        ["a", ["1", "2"]],
        ["b", ["3"]],
        ["c", ["4", "5"]],
      ],
      ["b → a"],
    ],
    [
      "not one made by hand",
      [
        ["a", ["1"]],
        ["b", ["2"], { mergeable: false }],
      ],
      [],
    ],
    [
      "but into one made by hand",
      [
        ["a", ["1"], { mergeable: false }],
        ["b", ["2"]],
      ],
      ["b → a"],
    ],
    [
      "not where one is banned",
      [
        ["a", ["1"], { banned: [{ peer: id<PeerId>("2") }] }],
        ["b", ["2"]],
      ],
      [],
    ],
    [
      "not of another size",
      [
        ["a", ["1"]],
        ["b", ["2"], { capacity: 4 }],
      ],
      [],
    ],
  ])("[Q8] merges %s", (_, rooms, expected) => {
    const commands = rooms.map(([room, seats, more]): [QueueCommand] => [
      summary(room, seats, { capacity: 3, ...more }),
    ]);
    expect(play([...commands, [{ type: "tick" }]]).results.at(-1)).toEqual(expected);
  });

  it("[Q8] leaves alone where somebody is expected", () => {
    const commands: [QueueCommand][] = [
      [summary("b", ["2"], { capacity: 3 })],
      [find("x", { create: { capacity: 3 } })],
    ];
    const older = summary("a", ["1"], { capacity: 3, createdAt: NOW - 1 });
    expect(play([...commands, [older], [{ type: "tick" }]]).results.at(-1)).toEqual([]);
  });
});

// --- the model: rooms as they are, told to the queue at once ---

interface Model {
  queue: QueueState;
  rooms: Map<RoomId, Entry>;
}

const asks = fc.record({
  kind: fc.constant("ask" as const),
  size: fc.integer({ min: 1, max: 2 }),
  level: fc.integer({ min: 0, max: 1 }),
  wants: fc.option(fc.integer({ min: 0, max: 1 })),
  rank: fc.option(fc.integer({ min: 0, max: 60 })),
  arrives: fc.boolean(),
});
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: asks },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("leave" as const), who: fc.nat() }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 2_500 }) }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: "tick" as const }) },
  ),
  { maxLength: 60 },
);

const CAPACITY = 3;

function tell({ queue, rooms }: Model, room: RoomId, now: number): void {
  const entry = rooms.get(room)!;
  const gone = entry.seats.length === 0 || entry.seats.length === CAPACITY;
  if (gone) rooms.delete(room);
  entry.version += 1;
  send(queue, { type: "summary", room, version: entry.version, summary: gone ? null : entry }, now);
}

function send(queue: QueueState, command: QueueCommand, now: number) {
  const decision = decideQueue(queue, command, now);
  if (!decision.ok) throw new Error(decision.error);
  if (decision.patch) applyQueue(queue, decision.patch, now);
  return decision.result;
}

function seat(model: Model, room: RoomId, { ticket, members }: Find, now: number): void {
  const there = model.rooms.get(room) ?? {
    ...{
      room,
      capacity: CAPACITY,
      data: {},
      createdAt: now,
      open: true,
      mergeable: true,
      seats: [],
      banned: [],
    },
    ...{ version: 0, create: null, reservations: [] },
  };
  for (const newcomer of members) {
    for (const other of there.seats) {
      expect(goTogether({ data: newcomer.data, ticket }, other, now), "accepts and is accepted").toBe(true);
    }
  }
  const seats = [...there.seats, ...members.map((member) => ({ ...member, ticket }))];
  expect(seats.length, "capacity").toBeLessThanOrEqual(CAPACITY);
  model.rooms.set(room, { ...there, seats });
  tell(model, room, now);
}

function merge(model: Model, from: RoomId, into: RoomId, now: number): void {
  const [younger, older] = [model.rooms.get(from)!, model.rooms.get(into)!];
  expect(isOlder(older, younger), "the younger is moved").toBe(true);
  const seats = [...older.seats, ...younger.seats];
  expect(seats.length, "capacity of merged rooms").toBeLessThanOrEqual(CAPACITY);
  for (const a of older.seats) for (const b of younger.seats) expect(goTogether(a, b, now)).toBe(true);
  model.rooms.set(from, { ...younger, seats: [] });
  model.rooms.set(into, { ...older, seats });
  tell(model, from, now);
  tell(model, into, now);
}

describe("whatever happens in a queue", () => {
  it("[Q1] [Q3] [Q4] [Q8] rooms are never too full, all in them go together, and parties stay whole", () => {
    fc.assert(
      fc.property(steps, (story) => {
        const model: Model = { queue: newQueue(), rooms: new Map() };
        let now = NOW;
        story.forEach((step, i) => {
          if (step.kind === "wait") now += step.ms;
          if (step.kind === "tick") {
            for (const { from, into } of send(model.queue, { type: "tick" }, now).merges) {
              merge(model, from, into, now);
            }
          }
          if (step.kind === "leave") {
            const seats = [...model.rooms].flatMap(([room, entry]) =>
              entry.seats.map((each) => ({ room, each })),
            );
            const going = seats[step.who % Math.max(1, seats.length)];
            if (!going) return;
            const entry = model.rooms.get(going.room)!;
            const left = entry.seats.filter(({ ticket }) => ticket?.id !== going.each.ticket?.id);
            model.rooms.set(going.room, { ...entry, seats: left });
            tell(model, going.room, now);
          }
          if (step.kind !== "ask") return;
          const where = step.wants === null ? {} : { members: { level: step.wants } };
          const wish = ticket(`t${i}`, { where, rank: step.rank, spread: 10, widen: 10, since: now });
          const names = Array.from({ length: step.size }, (_, n) => `p${i}.${n}`);
          const command = find(`t${i}`, {
            ticket: wish,
            members: names.map((name) => ({ peer: id<PeerId>(name), data: { level: step.level } })),
            create: { capacity: CAPACITY, data: {} },
          });
          const { found } = send(model.queue, command, now);
          if (step.arrives) seat(model, found!.room, command, now);
        });
        for (const { seats } of model.rooms.values()) {
          const sizes = new Map<string, number>();
          for (const { ticket } of seats) sizes.set(ticket!.id, (sizes.get(ticket!.id) ?? 0) + 1);
          for (const [name, size] of sizes) {
            const asked = story[Number(name.slice(1))];
            expect(asked?.kind === "ask" && asked.size, "parties whole").toBe(size);
          }
        }
        // After a few looks nothing is left that could be merged.
        for (let looks = 0; looks < 4; looks++) {
          now += times.reserved;
          for (const { from, into } of send(model.queue, { type: "tick" }, now).merges)
            merge(model, from, into, now);
        }
        const rooms = [...model.queue.entries.values()].sort((a, b) => (isOlder(a, b) ? -1 : 1));
        expect(rooms.length, "the queue knows the rooms").toBe(model.rooms.size);
        expect(planMerges(rooms, now)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
