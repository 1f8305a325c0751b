// Universes of rooms: peers join, leave, talk, lose their connection and come back, and in the end all must have seen the same.
import { type Engine, roomKey } from "../../src/core/engine.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import { DEFAULT_NAMESPACE, type NodeId, type RoomId } from "../../src/protocol/ids.ts";
import { times } from "../../src/protocol/limits.ts";
import { startCore, type TestCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { TestPeer, Wire } from "../support/peer.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { ShufflingEngine } from "../support/shuffling-engine.ts";
import { Actor } from "./actor.ts";
import { Disk, STALL_MS } from "./crashing-store.ts";
import { must, type Story, same, settle, turns, type Universe } from "./universe.ts";

const ROOMS = ["red", "green"] as RoomId[];
const CAPACITY = 4;
const ACTORS = 6;
const STEPS = 140;
/** What a wall clock is wrong by at most; a key is good for five minutes. */
const CLOCK_SET_MS = 120_000;

class World {
  readonly clock = new FakeClock();
  readonly random: SeededRandom;
  readonly actors: Actor[];
  readonly everyone: TestPeer[] = [];
  readonly faults: unknown[] = [];
  readonly #disk: Disk | null;
  engine!: Engine;
  core!: TestCore;
  #crash = (): void => {};

  constructor(seed: number, kind: "shuffled" | "crashing") {
    this.random = new SeededRandom(seed);
    this.#disk = kind === "crashing" ? new Disk(this.random, this.clock) : null;
    this.actors = Array.from({ length: ACTORS }, (_, i) => new Actor(`p${i}`, ROOMS, CAPACITY));
  }

  async begin(): Promise<void> {
    const { clock, random } = this;
    const life = this.#disk?.open();
    const store = life?.store ?? createMemoryStore();
    this.#crash = life?.crash ?? (() => {});
    const inner = createEmbeddedEngine({ node: random.id() as NodeId, clock, random, store });
    this.engine = life ? inner : new ShufflingEngine(inner, random, "any time");
    this.core = await startCore(this.engine, random, { clock });
  }

  async crash(loseTail: boolean): Promise<void> {
    for (const actor of this.actors) {
      actor.catchUp();
      if (actor.connected) this.everyone.push(actor.peer);
      actor.connected = false;
      actor.sure = false;
    }
    this.#crash();
    this.faults.push(...this.core.faults);
    const ends = loseTail ? await this.#disk?.loseTail() : null;
    for (const actor of ends ? this.actors : []) {
      actor.acknowledged = actor.acknowledged.filter(
        ({ room, offset }) => offset <= (ends!.get(roomKey(DEFAULT_NAMESPACE, room)) ?? 0),
      );
    }
    await this.begin();
  }

  /** Whether its disk does, at times. */
  get refuses(): boolean {
    return this.#disk !== null;
  }

  calm(): void {
    this.#disk?.calm();
  }

  pick<T>(from: readonly T[]): T {
    return from[this.random.below(from.length)]!;
  }
}

async function step(world: World, number: number, seed: number, crashes: boolean): Promise<string> {
  const { random, core } = world;
  const actor = world.pick(world.actors);
  const room = world.pick(ROOMS);
  const dice = random.below(100);
  world.clock.advance(random.below(2_500));
  const told = (what: string): string =>
    `${number} +${world.clock.now() % 1e9} ${actor.name} ${room}: ${what}`;
  actor.catchUp();
  if (crashes && dice === 99) {
    const loseTail = random.below(3) === 0;
    await world.crash(loseTail);
    return told(loseTail ? "crash, and an older copy of the disk" : "crash");
  }
  if (crashes && dice === 98) {
    const ms = random.below(CLOCK_SET_MS);
    world.clock.set(ms);
    return told(`the clock is set to ${ms} ms after the right time`);
  }
  if (!actor.connected) {
    if (dice < 40) return told("stays away");
    if (actor.peers.length > 0) world.everyone.push(actor.peer);
    actor.connect(core, dice < 85 ? "resume" : "new");
    return told(dice < 85 ? "comes back" : "comes anew");
  }
  if (!actor.greeted) {
    // The welcome is lost with the connection: the next attempt has the same secret.
    if (dice < 85) return told("waits for its welcome");
    await turns(random.below(12));
    actor.peer.drop();
    world.everyone.push(actor.peer);
    actor.connect(core, "resume");
    return told("lost its welcome, and comes again");
  }
  const target = world.pick(world.actors);
  const peer = target.peer?.session.peer;
  if (dice < 24) {
    const options = { capacity: CAPACITY, hold: world.pick([0, 5_000, 30_000, 30_000]) };
    actor.join(room, { create: options });
    return told("joins");
  }
  if (dice < 32) {
    actor.leave(room);
    return told("leaves");
  }
  if (dice < 58) {
    const again = [...actor.unsure].find(([, { room: of }]) => of === room);
    if (again) actor.publish(room, again[1].text, again[0]);
    else actor.publish(room, `${seed}-${number}`, random.below(4) > 0 ? `${seed}-key-${number}` : undefined);
    return told(again ? "says it again" : "says");
  }
  if (dice < 63) actor.tell("publish", { room, event: "move", data: number });
  else if (dice < 67) actor.tell("member.update", { room, ready: random.below(3) > 0 });
  else if (dice < 69 && peer) actor.tell("transfer", { room, to: peer });
  else if (dice < 71) actor.tell("room.update", { room, ...changes(random) });
  else if (dice < 72 && peer) actor.tell("kick", { room, peer });
  else if (dice < 73 && peer && number % 4 === 0) actor.tell("ban", { room, peer });
  else if (dice < 74) actor.tell("announce", { room, text: "hear" });
  else if (dice < 75) actor.tell("close", { room });
  else if (dice < 84) {
    const forGood = dice < 76;
    actor.lose(forGood);
    return told(forGood ? "says goodbye" : "is lost");
  } else if (dice < 88) {
    // Another connection takes over, while the one before still seems to live; its last words come late.
    const { fence } = actor;
    world.everyone.push(actor.peer);
    actor.sure = true;
    actor.connect(core, "resume");
    for (let left = random.below(60); left > 0 && !actor.greeted; left--) {
      await turns(1);
      actor.catchUp();
    }
    if (!actor.greeted) return told("takes over");
    const type = random.below(2) === 0 ? "hold" : "leave";
    const late = type === "hold" ? ({ type, fence } as const) : ({ type, fence, reason: "lost" } as const);
    const done = world.engine.command(roomKey(DEFAULT_NAMESPACE, room), late);
    const heeded = await done.then(() => true).catch(() => false);
    must("a late word of an older takeover changes nothing", !heeded, `${type} of ${actor.name} in ${room}`);
    return told(`takes over, and then a late ${type}`);
  } else await turns(random.below(20));
  return told(`${dice}`);
}

const changes = (random: SeededRandom): Wire => ({
  locked: random.below(4) === 0,
  min: 1 + random.below(2),
  start: (["full", "ready", "host"] as const)[random.below(3)],
  capacity: CAPACITY - random.below(2),
});

async function run(seed: number, story: Story, kind: "shuffled" | "crashing"): Promise<void> {
  const world = new World(seed, kind);
  await world.begin();
  const begun = world.clock.now();
  for (const actor of world.actors) actor.connect(world.core, "new");
  for (let number = 0; number < STEPS; number++) {
    story.tell(await step(world, number, seed, kind === "crashing"));
  }
  const present = () => world.actors.map(({ peer }) => peer);
  world.calm();
  // What a disk still holds up comes; after a failed write the next call then finds out what is there, and whoever was not told
  // comes again; and the seats of the lost are kept for so long.
  for (const ms of [STALL_MS, 0, times.hold + CLOCK_SET_MS, times.hold]) {
    world.clock.advance(ms);
    await settle(present());
    for (const room of ROOMS) {
      void world.engine.read(roomKey(DEFAULT_NAMESPACE, room), { limit: 1 }).catch(() => {});
    }
    await settle(present());
    for (const actor of world.actors) actor.catchUp();
  }
  story.heard([...world.everyone, ...present()]);
  story.virtualMs = world.clock.now() - begun;
  same("no faults", [...world.faults, ...world.core.faults].map(String).filter(unexpected), []);
  for (const actor of world.actors)
    if (actor.connected) same("every request is answered", actor.unanswered, [], actor.name);
  for (const room of ROOMS) await compare(world, room);
  await world.engine.close();
}

/** A full disk is part of the game. */
const unexpected = (fault: string): boolean => !fault.includes("No space left");

async function compare(world: World, room: RoomId): Promise<void> {
  const { engine, actors } = world;
  const key = roomKey(DEFAULT_NAMESPACE, room);
  const found = await engine.command(key, { type: "look" }).catch(() => null);
  const members = found?.result.members ?? [];
  const seats = new Map(
    members.map(({ peer, ready, state }) => [peer as string, `${ready ? "ready" : "not ready"}, ${state}`]),
  );
  const { messages } = await engine.read(key, { since: 0, limit: 1_000 });
  const end = messages.at(-1)?.offset ?? 0;
  same(
    "offsets are dense",
    messages.map(({ offset }) => offset),
    Array.from({ length: end }, (_, i) => i + 1),
    room,
  );
  const texts = messages.map(({ data }) => (data as { text: string }).text);
  same("every message once", new Set(texts).size, texts.length, room);
  must("never over capacity", seats.size <= CAPACITY, room);
  if (found && seats.size > 0) must("the host is a member", seats.has(found.result.view.host ?? ""), room);
  for (const actor of actors) {
    const where = `${actor.name} in ${room}`;
    const own = actor.acknowledged.filter((each) => each.room === room);
    for (const { offset, text } of own) same("what is acknowledged is kept", texts[offset - 1], text, where);
    const here = actor.connected && actor.greeted;
    const seated = seats.has(actor.peer.session.peer);
    if (!actor.connected) {
      must("no ghost", !seated, where);
      continue;
    }
    if (!here) continue;
    same("hub and engine agree", actor.peer.session.rooms.has(key), seated, where);
    const belief = actor.beliefs.get(room)!;
    same("everyone knows where it is", belief.members !== null, seated, where);
    if (!seated) continue;
    same("every roster is right", belief.members, seats, where);
    same("everyone knows the host", belief.host, found?.result.view.host, where);
    same("everyone knows whether it is locked", belief.locked, found?.result.view.locked, where);
    for (const [offset, text] of belief.texts) {
      same("nobody was shown what is not there", text, texts[offset - 1], `${where} at ${offset}`);
    }
    const blind = belief.blind && world.refuses;
    const cut = blind ? Math.min(end + 1, ...belief.texts.keys()) - 1 : belief.cut;
    for (let offset = cut + 1; offset <= end; offset++) {
      const has = belief.texts.has(offset) || own.some((each) => each.offset === offset);
      const doubtful = actor.doubtful.has(texts[offset - 1]!);
      must("nobody missed a message", has || doubtful, `${where} at ${offset}`);
    }
  }
}

export const rooms: Universe = { name: "rooms", run: (seed, story) => run(seed, story, "shuffled") };
export const crashes: Universe = { name: "crashes", run: (seed, story) => run(seed, story, "crashing") };
