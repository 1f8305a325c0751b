// Seeded universes: peers join, leave, talk, kick and drop over an engine that answers late and out of order, and in the end
// everyone must have seen the same. A failure names its seed: RTROOMS_SEED=… runs that one again, RTROOMS_UNIVERSES=… more.
import { describe, expect, it } from "vitest";
import { roomKey } from "../../src/core/engine.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import { DEFAULT_NAMESPACE, type NodeId, type RoomId } from "../../src/protocol/ids.ts";
import { times } from "../../src/protocol/limits.ts";
import { startCore, type TestCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { TestPeer, Wire } from "../support/peer.ts";
import { runSeed, SeededRandom } from "../support/seeded-random.ts";
import { ShufflingEngine } from "../support/shuffling-engine.ts";

const ROOMS = ["red", "green"] as RoomId[];
const CAPACITY = 4;
const STEPS = 120;
const UNIVERSES = Number(process.env.RTROOMS_UNIVERSES ?? 150);

/** What a peer must believe after reading its log from top to bottom; throws where the log contradicts itself. */
class Belief {
  /** Each with whether it is ready. */
  members: Map<string, boolean> | null = null;
  host: string | null = null;
  locked = false;
  /** Offsets known since the join: messages, and the answers to own publications. */
  readonly offsets = new Set<number>();
  cut = 0;
  #last = 0;
  #leftBy = 0;
  #stay = "";

  joined(id: number, { room, self, members, messages, position }: Wire): void {
    if (id < this.#leftBy) return;
    expect(members.length, "seats").toBeLessThanOrEqual(CAPACITY);
    expect(messages.at(-1)?.offset ?? 0, "recent messages end at the cut").toBe(position?.offset ?? 0);
    // Joining a room that one is in shows it again; the stream goes on. Another seat is a new stay.
    const stay = `${room.createdAt} ${self.seat}`;
    if (!this.members || this.#stay !== stay) {
      this.cut = position?.offset ?? 0;
      this.#last = this.cut;
    }
    this.#stay = stay;
    this.members = new Map(members.map(({ peer, ready }: Wire) => [peer, ready]));
    this.host = room.host;
    this.locked = room.locked;
  }

  left(id = 0): void {
    this.members = null;
    this.#leftBy = Math.max(this.#leftBy, id);
  }

  event(event: Wire, self: string): void {
    if (!this.members) throw new Error(`${event.type} for someone who is not in the room`);
    if (event.member) this.members.set(event.member.peer, event.member.ready);
    if (event.type === "host.changed") this.host = event.host;
    if (event.type === "room.updated") this.locked = event.view.locked;
    if (event.type === "member.left") {
      this.members.delete(event.peer);
      if (event.peer === self) this.left();
    }
    if (event.type === "room.closed") this.left();
    if (event.type === "message" && event.offset !== undefined) {
      expect(event.offset, "order of messages").toBeGreaterThan(this.#last);
      this.#last = event.offset;
      this.offsets.add(event.offset);
    }
  }
}

type Told =
  | "join"
  | "leave"
  | "publish"
  | "kick"
  | "close"
  | "member.update"
  | "room.update"
  | "transfer"
  | "ban"
  | "announce";

interface Asked {
  type: string;
  room: RoomId;
  /** How much the peer had received when it asked. */
  after: number;
}

class Actor {
  readonly peer: TestPeer;
  readonly asked = new Map<number, Asked>();

  constructor(core: TestCore, name: string) {
    this.peer = core.peer(name);
  }

  tell(type: Told, room: RoomId, more: Wire = {}): void {
    const after = this.peer.log.length;
    this.asked.set(this.peer.tell(type, { room, ...more }), { type, room, after });
  }

  beliefs(): Map<RoomId, Belief> {
    const beliefs = new Map(ROOMS.map((room) => [room, new Belief()]));
    const leaves = [...this.asked].filter(([, { type }]) => type === "leave");
    this.peer.log.forEach((message, i) => {
      // Who asks to leave has left, and an answer to an earlier join changes nothing.
      while (leaves[0] && leaves[0][1].after <= i) {
        const [id, { room }] = leaves.shift()!;
        beliefs.get(room)!.left(id);
      }
      const asked = this.asked.get(message.id);
      if (message.type === "error") expect(message.code).not.toBe("internal");
      if (message.type === "ok" && asked) {
        const belief = beliefs.get(asked.room)!;
        if (asked.type === "join") belief.joined(message.id, message.data);
        if (asked.type === "publish" && message.data.offset) belief.offsets.add(message.data.offset);
      } else if (message.room && typeof message.room === "string") {
        beliefs.get(message.room as RoomId)!.event(message, this.peer.id);
      }
    });
    for (const [id, { room }] of leaves) beliefs.get(room)!.left(id);
    return beliefs;
  }
}

async function settle(actors: Actor[]): Promise<void> {
  const total = (): number => actors.reduce((sum, { peer }) => sum + peer.log.length, 0);
  for (let quiet = 0, before = -1; quiet < 60; ) {
    const now = total();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await new Promise(setImmediate);
  }
}

const changes = (random: SeededRandom): Wire => ({
  locked: random.below(4) === 0,
  min: 1 + random.below(2),
  start: (["full", "ready", "host"] as const)[random.below(3)],
  capacity: CAPACITY - random.below(2),
});

async function universe(seed: number): Promise<string> {
  const random = new SeededRandom(seed);
  const clock = new FakeClock();
  const inner = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock,
    random,
    store: createMemoryStore(),
  });
  const engine = new ShufflingEngine(inner, random, "any time");
  const core = await startCore(engine, random);
  const actors = Array.from({ length: 6 }, (_, i) => new Actor(core, `p${i}`));
  const everyone = [...actors];
  const story: string[] = [];

  for (let step = 0; step < STEPS; step++) {
    const at = random.below(actors.length);
    const actor = actors[at]!;
    const room = ROOMS[random.below(ROOMS.length)]!;
    const dice = random.below(100);
    clock.advance(random.below(3_000));
    const target = actors[random.below(actors.length)]!.peer.id;
    story.push(`${at} ${room} ${dice}`);
    if (dice < 30) actor.tell("join", room, { create: { capacity: CAPACITY } });
    else if (dice < 42) actor.tell("leave", room);
    else if (dice < 73) actor.tell("publish", room, { event: "chat", data: { text: `${seed}-${step}` } });
    else if (dice < 81) actor.tell("publish", room, { event: "move", data: step });
    else if (dice < 87) actor.tell("member.update", room, { ready: random.below(3) > 0 });
    else if (dice < 88) actor.tell("transfer", room, { to: target });
    else if (dice < 90) actor.tell("room.update", room, changes(random));
    else if (dice < 91) actor.tell("kick", room, { peer: target });
    else if (dice < 92 && step % 3 === 0) actor.tell("ban", room, { peer: target });
    else if (dice < 92) actor.tell("announce", room, { text: "hear" });
    else if (dice < 93) actor.tell("close", room);
    else if (dice < 97) {
      actor.peer.drop(dice < 95);
      actors[at] = new Actor(core, `p${step}`);
      everyone.push(actors[at]);
    } else for (let turns = random.below(20); turns > 0; turns--) await new Promise(setImmediate);
  }
  await settle(everyone);
  // Seats of the lost are kept for so long.
  clock.advance(times.hold);
  await settle(everyone);

  expect(core.faults).toEqual([]);
  const beliefs = new Map(everyone.map((actor) => [actor, actor.beliefs()]));
  for (const room of ROOMS) {
    const key = roomKey(DEFAULT_NAMESPACE, room);
    const found = await engine.command(key, { type: "look" }).catch(() => null);
    const seats = new Map<string, boolean>(found?.result.members.map(({ peer, ready }) => [peer, ready]));
    const history = await inner.read(key, { since: 0, limit: 1000 });
    const end = history.messages.at(-1)?.offset ?? 0;
    expect(
      history.messages.map(({ offset }) => offset),
      "offsets are dense",
    ).toEqual(Array.from({ length: end }, (_, i) => i + 1));
    const texts = history.messages.map(({ data }) => (data as { text: string }).text);
    expect(new Set(texts).size, "every message once").toBe(texts.length);
    expect(seats.size).toBeLessThanOrEqual(CAPACITY);
    if (found && seats.size > 0)
      expect([...seats.keys()], "the host is a member").toContain(found.result.view.host);
    for (const actor of everyone) {
      const here = core.hub.sessions.has(actor.peer.id);
      const seated = seats.has(actor.peer.id);
      expect(actor.peer.session.rooms.has(key), `hub and engine agree on ${actor.peer.session.name}`).toBe(
        seated,
      );
      if (!here) expect(seated, "no ghost").toBe(false);
      const belief = beliefs.get(actor)!.get(room)!;
      if (!here) continue;
      expect(belief.members !== null, `${actor.peer.session.name} knows whether it is in ${room}`).toBe(
        seated,
      );
      if (!seated) continue;
      expect(belief.members, "everyone knows everyone, and who is ready").toEqual(seats);
      expect(belief.host, "everyone knows the host").toBe(found?.result.view.host);
      expect(belief.locked, "everyone knows whether it is locked").toBe(found?.result.view.locked);
      for (let offset = belief.cut + 1; offset <= end; offset++) {
        expect(belief.offsets, `${actor.peer.session.name} missed a message`).toContain(offset);
      }
    }
  }
  await engine.close();
  return story.join("\n");
}

describe("in every universe", () => {
  const first = runSeed();
  const seeds = process.env.RTROOMS_SEED ? [first] : Array.from({ length: UNIVERSES }, (_, i) => first + i);

  it(`[H1] [H4] [R2] [R4] [R6] [R9] all agree in the end (seeds from ${first})`, async () => {
    for (const seed of seeds) {
      await universe(seed).catch((error: Error) => {
        error.message = `RTROOMS_SEED=${seed}: ${error.message}`;
        throw error;
      });
    }
  });

  it("a seed tells the same story twice", async () => {
    expect(await universe(first)).toBe(await universe(first));
  });
});
