// Universes of lobbies: watchers come, change their filter, page and go while rooms are made, filled, changed and closed, over an
// engine that is late with everything; whoever reads by the rules ends with the list as it is.
import { RoomList } from "../../src/client/room-list.ts";
import { fits } from "../../src/core/rules/room-state.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId } from "../../src/protocol/ids.ts";
import { limits, times } from "../../src/protocol/limits.ts";
import type { RoomFilter, RoomView } from "../../src/protocol/shapes.ts";
import { startCore, type TestCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { TestPeer, Wire } from "../support/peer.ts";
import { fence, join, key, leave, room } from "../support/rooms.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { ShufflingEngine } from "../support/shuffling-engine.ts";
import { type Story, same, turns, type Universe } from "./universe.ts";

const STEPS = 120;
/** A page is left over by these, and the small ones come and go on both. */
const STANDING = limits.roomsPage - 2;
const NAMES = ["a1", "a2", "z1", "z2", "z3"];
const FILTERS: RoomFilter[] = [{}, { status: "waiting" }, { status: "active" }, { available: 2 }];

class Actor {
  readonly peer: TestPeer;
  filter: RoomFilter | null = null;
  #watch = 0;

  constructor(core: TestCore) {
    this.peer = core.peer("watcher");
  }

  watch(filter: RoomFilter): void {
    this.filter = filter;
    this.#watch = this.peer.tell("lobby.watch", filter);
  }

  unwatch(): void {
    this.filter = null;
    this.peer.tell("lobby.unwatch", {});
  }

  /** What it knows by its last watch: the answer's page, the other pages, and every event since, in either order. */
  async read(pagesFirst: boolean): Promise<RoomView[]> {
    const { filter, peer } = this;
    const first = await peer.find(({ id }: Wire) => id === this.#watch);
    const start = peer.log.indexOf(first);
    const list = new RoomList();
    const pages: RoomView[][] = [];
    for (let page = first.data; ; ) {
      pages.push(page.rooms);
      if (page.next === undefined) break;
      page = await peer.ask("rooms", { ...filter!, cursor: page.next });
    }
    const readPages = (): void => {
      for (const view of pages.flat()) list.set(view);
    };
    if (pagesFirst) readPages();
    for (const { type, view, room, version } of peer.log.slice(start)) {
      if (type === "lobby.added" || type === "lobby.updated") list.set(view);
      if (type === "lobby.removed") list.delete(room, version);
    }
    if (!pagesFirst) readPages();
    return [...list.rooms.values()];
  }
}

async function run(seed: number, story: Story): Promise<void> {
  const random = new SeededRandom(seed);
  const clock = new FakeClock();
  const inner = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store: createMemoryStore() });
  const engine = new ShufflingEngine(inner, random, "any time");
  const core = await startCore(engine, random, { clock });
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
  const tell = (name: string, command: Parameters<typeof engine.command>[1]) =>
    engine.command(key(name), command).catch(() => {});

  await Promise.all(
    Array.from({ length: STANDING }, (_, i) =>
      tell(`m${i}`, { type: "create", room: room(`m${i}`), by: null, options: {} }),
    ),
  );
  clock.advance(1);
  const actors = Array.from({ length: 4 }, () => new Actor(core));
  for (let step = 0; step < STEPS; step++) {
    const [name, who, actor] = [pick(NAMES), pick(["ada", "bob", "cleo"]), pick(actors)];
    const dice = random.below(12);
    story.tell(`${step} ${name} ${who} ${dice}`);
    switch (dice) {
      case 0:
        actor.watch(pick(FILTERS));
        break;
      case 1:
        if (random.below(4) === 0) actor.unwatch();
        break;
      case 2:
        void tell(name, { type: "close", by: "admin" });
        break;
      case 3:
        void tell(name, { type: "update", changes: { locked: random.below(2) === 0 }, by: "admin" });
        break;
      case 4: {
        const visibility = pick(["public", "public", "unlisted", "private"] as const);
        void tell(name, { type: "update", changes: { visibility }, by: "admin" });
        break;
      }
      case 5:
        void tell(name, { type: "member.update", fence: fence(who), ready: random.below(2) === 0 });
        break;
      case 6:
      case 7:
        clock.advance(random.below(2 * times.lobbyBeat));
        break;
      case 8:
        void tell(name, leave(who));
        break;
      case 9:
        await turns(random.below(6));
        break;
      default:
        void tell(name, join(name, who, { capacity: 3 }));
    }
  }
  for (let beat = 0; beat < 8; beat++) {
    await turns(12);
    clock.advance(times.lobbyBeat);
  }
  const { rooms } = await inner.list({ namespace: core.peer().session.namespace, limit: 1_000, all: false });
  for (const actor of actors) {
    if (!actor.filter) continue;
    const { filter } = actor;
    const byName = (a: RoomView, b: RoomView): number => (a.room < b.room ? -1 : 1);
    // What is not told of is the version alone.
    const plain = (view: RoomView) => ({ ...view, version: 0 });
    const known = (await actor.read(random.below(2) === 0)).sort(byName).map(plain);
    same("every watcher is right", known, rooms.filter((view) => fits(view, filter)).map(plain));
  }
  same("no faults", core.faults.map(String), []);
  story.heard(actors.map(({ peer }) => peer));
  for (const { peer } of actors) peer.drop();
  await engine.close();
}

export const lobbies: Universe = { name: "lobbies", run };
