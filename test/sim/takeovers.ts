// Universes of takeovers: what the connections of one session ask of a room and of the session itself comes late and in any order, as
// between servers. A small model says what must be: only the newest takeover counts, and a held seat stays for its time.
import { type Engine, type Fence, roomKey } from "../../src/core/engine.ts";
import type { RoomCommand } from "../../src/core/rules/room.ts";
import type { SessionCommand } from "../../src/core/rules/session.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import {
  DEFAULT_NAMESPACE,
  type NodeId,
  type PeerId,
  type RoomId,
  type SessionId,
} from "../../src/protocol/ids.ts";
import { times } from "../../src/protocol/limits.ts";
import { startCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { must, type Story, same, type Universe } from "./universe.ts";

const ROOM = "red" as RoomId;
const KEY = roomKey(DEFAULT_NAMESPACE, ROOM);
const NODE = "n1" as NodeId;
const PEERS = 3;
const STEPS = 60;

interface Life {
  peer: PeerId;
  session: SessionId;
  /** Of the newest takeover, and its secret. */
  gen: number;
  secret: string;
  lostAt: number | null;
}

class Model {
  readonly clock = new FakeClock();
  readonly random: SeededRandom;
  readonly engine: Engine;
  readonly lives: Life[] = [];
  /** As they must be. */
  readonly seats = new Map<PeerId, { gen: number; heldAt: number | null }>();

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
    const { clock, random } = this;
    this.engine = createEmbeddedEngine({ node: NODE, clock, random, store: createMemoryStore() });
  }

  async begin(): Promise<Life> {
    const { random } = this;
    const ids = { peer: random.id() as PeerId, session: random.id() as SessionId };
    const life = { ...ids, gen: 1, secret: random.id(), lostAt: null };
    const { peer, secret } = life;
    const open = { namespace: DEFAULT_NAMESPACE, fence: fenceOf(life, 1), name: peer, secret };
    await this.session(life, { type: "open", ...open });
    return life;
  }

  session({ session }: Life, command: SessionCommand) {
    return this.engine.session(session, command);
  }

  /** What is refused changes nothing, which is what is looked at. */
  async command(command: RoomCommand): Promise<void> {
    await this.engine.command(KEY, command).catch(() => {});
  }

  /** Whether this takeover may still say something about the seat. */
  counts({ peer, gen }: Fence): boolean {
    const seat = this.seats.get(peer);
    return seat !== undefined && gen >= seat.gen;
  }

  isOver({ lostAt }: Life): boolean {
    return lostAt !== null && this.clock.now() - lostAt >= times.grace;
  }
}

const fenceOf = ({ peer }: Life, gen: number): Fence => ({ peer, gen, node: NODE });

async function step(model: Model): Promise<string> {
  const { random, clock, seats, lives } = model;
  const at = random.below(PEERS);
  const life = lives[at]!;
  // An older takeover, as often as not.
  const gen = random.below(2) === 0 ? life.gen : 1 + random.below(life.gen);
  const fence = fenceOf(life, gen);
  const dice = random.below(100);
  const told = (what: string): string =>
    `+${clock.now() % 1e9} p${at}, takeover ${gen} of ${life.gen}: ${what}`;
  if (dice < 32) {
    const joins = dice < 20;
    const join = { type: "join", room: ROOM, fence, name: life.peer, data: {}, create: {} } as const;
    const there = seats.has(life.peer);
    if (joins ? !there || model.counts(fence) : model.counts(fence))
      seats.set(life.peer, { gen, heldAt: null });
    await model.command(joins ? join : { type: "return", fence });
    return told(joins ? "join" : "return");
  }
  if (dice < 44) {
    if (model.counts(fence)) seats.delete(life.peer);
    await model.command({ type: "leave", fence, reason: "leave" });
    return told("leave");
  }
  if (dice < 60) {
    if (model.counts(fence) && seats.get(life.peer)!.heldAt === null)
      seats.set(life.peer, { gen, heldAt: clock.now() });
    await model.command({ type: "hold", fence });
    return told("hold");
  }
  if (dice < 72) {
    if (gen === life.gen && !model.isOver(life)) life.lostAt = clock.now();
    await model.session(life, { type: "lose", gen, forMs: times.grace });
    return told("lost");
  }
  if (dice < 84) return told(await resume(model, at));
  clock.advance(random.below(15_000));
  for (const [peer, { heldAt }] of seats)
    if (heldAt !== null && clock.now() - heldAt >= times.hold) seats.delete(peer);
  return told("time passes");
}

async function resume(model: Model, at: number): Promise<string> {
  const life = model.lives[at]!;
  const [secret, next] = [life.secret, model.random.id()];
  const command = { type: "resume", namespace: DEFAULT_NAMESPACE, secret, next, node: NODE } as const;
  const { resumed } = await model.session(life, command);
  must("who comes back in time is the peer of before", (resumed === null) === model.isOver(life), `p${at}`);
  if (resumed) Object.assign(life, { gen: resumed.gen, secret: next, lostAt: null });
  else model.lives[at] = await model.begin();
  return resumed ? "resumes" : "comes too late";
}

async function run(seed: number, story: Story): Promise<void> {
  const model = new Model(seed);
  const { engine, clock, random } = model;
  const begun = clock.now();
  await startCore(engine, random, { clock });
  for (let i = 0; i < PEERS; i++) model.lives.push(await model.begin());
  for (let number = 0; number < STEPS; number++) {
    story.tell(`${number} ${await step(model)}`);
    story.events += 1;
    const found = await engine.command(KEY, { type: "look" }).catch(() => null);
    const is = (found?.result.members ?? []).map(({ peer, state }) => [peer as string, state]);
    const must = [...model.seats].map(([peer, { heldAt }]) => [peer, heldAt === null ? "online" : "held"]);
    same(
      "only the newest takeover counts, and held seats stay for their time",
      is.sort(),
      must.sort(),
      `${number}`,
    );
  }
  story.virtualMs = clock.now() - begun;
  await engine.close();
}

export const takeovers: Universe = { name: "takeovers", run };
