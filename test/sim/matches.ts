// Universes of matching: peers match, join by name, leave and drop over an engine that answers late and out of order,
// while time goes in steps; in the end nobody waits in vain.
import { type RoomKey, roomKey, roomOf } from "../../src/core/engine.ts";
import type { Seat } from "../../src/core/rules/room-state.ts";
import { fitsIn } from "../../src/core/rules/ticket.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import { DEFAULT_NAMESPACE, type NodeId, type QueueId, type RoomId } from "../../src/protocol/ids.ts";
import { times } from "../../src/protocol/limits.ts";
import type { RequestType } from "../../src/protocol/requests.ts";
import type { RoomView } from "../../src/protocol/shapes.ts";
import { startCore, type TestCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { TestPeer, Wire } from "../support/peer.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { ShufflingEngine } from "../support/shuffling-engine.ts";
import { must, type Story, same, settle, turns, type Universe } from "./universe.ts";

const QUEUES = ["duel", "team"] as QueueId[];
const PARTIES = ["party1", "party2"] as RoomId[];
const STEPS = 90;
/** Longer than a seat is kept or a room frozen, and time for a few looks. */
const QUIET_MS = 6_000;

interface Asked {
  type: RequestType;
  room: RoomId | undefined;
  /** How much the peer had received when it asked. */
  after: number;
}

/** Which rooms a peer is in, as it must believe after reading its log from top to bottom. */
class Belief {
  /** Each with the request that put it there, or 0 for an event. */
  readonly rooms = new Map<string, number>();
  readonly #leftBy = new Map<string, number>();

  enter(room: string, by: number): void {
    if (by === 0 || by > (this.#leftBy.get(room) ?? 0)) this.rooms.set(room, by);
  }

  leave(room: string, by: number): void {
    this.#leftBy.set(room, by);
    if ((this.rooms.get(room) ?? 0) < by) this.rooms.delete(room);
  }

  event(event: Wire, self: string): void {
    if (event.type === "match.moved") this.rooms.delete(event.from);
    if (event.type === "match.moved" || event.type === "match.found") this.enter(event.to.room.room, 0);
    if (event.type === "room.closed" || (event.type === "member.left" && event.peer === self)) {
      this.rooms.delete(event.room);
    }
  }
}

class Actor {
  readonly peer: TestPeer;
  readonly asked = new Map<number, Asked>();
  /** Every room that this peer ever heard of. */
  readonly heard = new Set<RoomId>();

  constructor(core: TestCore, name: string) {
    this.peer = core.peer(name);
  }

  tell(type: RequestType, params: Wire): void {
    const after = this.peer.log.length;
    const id = this.peer.tell(type, params);
    this.asked.set(id, { type, room: params.room, after });
  }

  get rooms(): Map<string, number> {
    const belief = new Belief();
    const leaves = [...this.asked].filter(([, { type }]) => type === "leave");
    const leaveUpTo = (i: number): void => {
      while (leaves[0] && leaves[0][1].after <= i) {
        const [id, { room }] = leaves.shift()!;
        belief.leave(room!, id);
      }
    };
    this.peer.log.forEach((message, i) => {
      leaveUpTo(i);
      const asked = this.asked.get(message.id);
      if (message.type === "error") must("no mistake of ours", message.code !== "internal", message.message);
      if (message.type !== "ok" || !asked) belief.event(message, this.peer.id);
      else if (asked.type === "leave") belief.leave(asked.room!, message.id);
      else if (asked.type === "join" || asked.type === "match")
        belief.enter(message.data.room.room, message.id);
    });
    leaveUpTo(this.peer.log.length);
    return belief.rooms;
  }
}

const request = (random: SeededRandom): Wire => ({
  queue: QUEUES[random.below(QUEUES.length)],
  capacity: 2 + random.below(2),
  data: { level: random.below(2) },
  timeoutMs: [1_000, 4_000, 60_000][random.below(3)],
  ...(random.below(3) === 0 && { min: 1 + random.below(2) }),
  ...(random.below(3) === 0 && { where: { members: { level: random.below(2) } } }),
  ...(random.below(3) === 0 && { where: { room: { mode: random.below(2) } } }),
  ...(random.below(3) === 0 && { rank: random.below(200), spread: 20, widenPerSecond: 30 }),
});

interface Found {
  view: RoomView;
  seats: readonly Seat[];
}

/** Can the younger room go into the older one? */
const fits = (older: Found, younger: Found, now: number): boolean =>
  older.view.queue === younger.view.queue &&
  older.view.capacity === younger.view.capacity &&
  older.seats.length + younger.seats.length <= older.view.capacity &&
  fitsIn({ data: older.view.data, waiting: older.seats }, younger.seats, now);

const byAge = (a: Found, b: Found): number =>
  a.view.createdAt - b.view.createdAt || (a.view.room < b.view.room ? -1 : 1);

async function run(seed: number, story: Story): Promise<void> {
  const random = new SeededRandom(seed);
  const clock = new FakeClock();
  const node = "n1" as NodeId;
  const inner = createEmbeddedEngine({ node, clock, random, store: createMemoryStore() });
  const engine = new ShufflingEngine(inner, random, "any time");
  const core = await startCore(engine, random);
  const actors = Array.from({ length: 8 }, (_, i) => new Actor(core, `p${i}`));
  const everyone = [...actors];
  const peers = () => everyone.map(({ peer }) => peer);
  const begun = clock.now();

  const roomsHeard = (): RoomId[] => [
    ...new Set(
      everyone.flatMap(({ peer }) =>
        peer.log.flatMap(({ data, to }) => (data?.room ?? to?.room)?.room ?? []),
      ),
    ),
  ];

  for (let step = 0; step < STEPS; step++) {
    const at = random.below(actors.length);
    const actor = actors[at]!;
    const dice = random.below(100);
    const known = roomsHeard();
    const room = known[random.below(known.length)];
    story.tell(`${step} p${at} ${dice}`);
    clock.advance(random.below(10) === 0 ? random.below(3_000) : random.below(120));
    if (dice < 40) actor.tell("match", request(random));
    else if (dice < 45) actor.tell("join", { room: PARTIES[random.below(2)], create: { capacity: 3 } });
    else if (dice < 50)
      actor.tell("match", { ...request(random), capacity: 3, party: PARTIES[random.below(2)] });
    else if (dice < 55 && room) actor.tell("join", { room, create: false });
    else if (dice < 68) {
      const mine = [...actor.rooms.keys()];
      if (mine.length > 0) actor.tell("leave", { room: mine[random.below(mine.length)] });
    } else if (dice < 70 && room) actor.tell("close", { room });
    else if (dice < 71 && room) actor.tell("room.update", { room, locked: random.below(2) === 0 });
    else if (dice < 73 && room) actor.tell("start", { room });
    else if (dice < 80) {
      actor.peer.drop(dice < 77);
      actors[at] = new Actor(core, `p${step}`);
      everyone.push(actors[at]);
    } else await turns(random.below(25));
  }
  await settle(peers());
  // Seats of the lost are kept for so long.
  clock.advance(times.hold);
  await settle(peers());
  for (let passed = 0; passed < QUIET_MS; passed += 500) {
    clock.advance(500);
    await settle(peers());
  }

  same("no faults", core.faults.map(String), []);
  story.heard(peers());
  story.virtualMs = clock.now() - begun;
  const found = await Promise.all(roomsHeard().map((room) => lookAt(core, roomKey(DEFAULT_NAMESPACE, room))));
  const rooms = found.filter((each) => each !== null);
  for (const { view, seats } of rooms) {
    must("never over capacity", seats.length <= view.capacity, view.room);
    for (const { peer } of seats) must("no ghost", core.hub.sessions.has(peer), view.room);
  }
  for (const { peer, rooms: believed } of everyone) {
    if (!core.hub.sessions.has(peer.id)) continue;
    const seated = rooms.filter(({ seats }) => seats.some((seat) => seat.peer === peer.id));
    const keys = seated.map(({ view }) => view.room).sort();
    const who = peer.session.name;
    same("hub and engine agree", [...peer.session.rooms.keys()].map(roomOf).sort(), keys, who);
    same("everyone knows where it is", [...believed.keys()].sort(), keys, who);
    for (const queue of QUEUES) {
      const tickets = seated.filter(({ view, seats }) =>
        seats.some(
          ({ peer: id, ticket }) => id === peer.id && ticket?.queue === queue && view.status === "waiting",
        ),
      );
      must("one seat per peer and queue", tickets.length <= 1, `${who} in ${queue}`);
    }
  }
  const waiting = rooms
    .filter(({ view, seats }) => view.status === "waiting" && view.queue && !view.locked && seats.length > 0)
    .sort(byAge);
  waiting.forEach((older, i) => {
    for (const younger of waiting.slice(i + 1)) {
      const byMatch = younger.seats.every(({ ticket }) => ticket !== null);
      const apart = byMatch && fits(older, younger, clock.now());
      must("who should have met has met", !apart, `${younger.view.room} and ${older.view.room}`);
    }
  });
  await engine.close();
}

/** With tickets, which only the host of a room can ask for. */
async function lookAt({ engine, hub }: TestCore, key: RoomKey): Promise<Found | null> {
  const look = await engine.command(key, { type: "look" }).catch(() => null);
  if (!look) return null;
  const { view } = look.result;
  const host = view.host && hub.sessions.get(view.host);
  if (!host) {
    same("the host is a member", view.members, 0, view.room);
    return { view, seats: [] };
  }
  const { result } = await engine.command(key, { type: "gather", fence: host.fence });
  return { view, seats: result.seats! };
}

export const matches: Universe = { name: "matches", run };
