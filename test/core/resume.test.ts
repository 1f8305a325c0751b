// A peer that loses its connection: its seat is held, and it comes back as itself, with all that it missed or told that it can't.
import { describe, expect, it, onTestFinished } from "vitest";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId, RoomId } from "../../src/protocol/ids.ts";
import { limits, times } from "../../src/protocol/limits.ts";
import { startCore, type TestCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import type { TestPeer, Wire } from "../support/peer.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const lobby = "lobby" as RoomId;
const chat = (text: string) => ({ room: lobby, event: "chat", data: { text } });
const texts = (messages: Wire[]): string[] => messages.map(({ data }) => data.text);

interface World extends TestCore {
  clock: FakeClock;
}

async function start(): Promise<World> {
  const random = new SeededRandom(1);
  const clock = new FakeClock();
  const engine = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store: createMemoryStore() });
  const core = await startCore(engine, random);
  onTestFinished(() => engine.close());
  return { ...core, clock };
}

/** A peer that has said hello, with what its welcome says. */
async function greeted({ peer }: TestCore, name: string) {
  const here = peer();
  return { here, welcome: await here.ask("hello", { name }) };
}

/** A new connection that resumes what the welcome was of. */
async function back({ peer }: TestCore, { session, secret }: Wire, position?: Wire) {
  const here = peer();
  const positions = position && { rooms: { lobby: position } };
  return { here, welcome: await here.ask("hello", { resume: { session, secret, positions } }) };
}

async function together(core: TestCore) {
  const ada = await greeted(core, "ada");
  const bob = await greeted(core, "bob");
  const joined = await ada.here.ask("join", { room: lobby });
  await bob.here.ask("join", { room: lobby });
  return { ada, bob, joined };
}

const say = (who: TestPeer, text: string) => who.ask("publish", chat(text));

describe("a lost peer", () => {
  it("[R6] [R18] keeps its seat, and returns to it with what it missed, each once", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    const { position } = await say(ada.here, "before");
    ada.here.drop();
    expect(await bob.here.next("member.held")).toMatchObject({
      member: { peer: ada.welcome.peer, seat: 1, state: "held" },
      until: core.clock.now() + times.hold,
    });
    await say(bob.here, "while away");
    await say(bob.here, "and again");
    const again = await back(core, ada.welcome, position);
    expect(again.welcome).toMatchObject({ peer: ada.welcome.peer, name: "ada", resumed: true });
    const [room] = again.welcome.rooms!;
    expect(room).toMatchObject({ self: { seat: 1 }, recovered: true, position: { offset: 3 } });
    expect(texts(room!.messages)).toEqual(["while away", "and again"]);
    expect(await bob.here.next("member.returned")).toMatchObject({ member: { seat: 1, state: "online" } });
    await say(bob.here, "live");
    expect((await again.here.next("message")).data.text).toBe("live");
    expect(again.here.of("message")).toHaveLength(1);
    await say(again.here, "I am back");
  });

  it("[R6] is gone when its time is up, for everybody, and is told so when it comes", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    ada.here.drop();
    core.clock.advance(times.hold);
    expect(await bob.here.next("member.left")).toMatchObject({ seat: 1, reason: "lost" });
    expect(await bob.here.next("host.changed")).toMatchObject({ host: bob.welcome.peer });
    const late = await back(core, ada.welcome);
    expect(late.welcome).toMatchObject({ resumed: false });
    expect(late.welcome.peer).not.toBe(ada.welcome.peer);
    expect(late.welcome.rooms).toBeUndefined();
  });

  it("[R6] that says goodbye leaves at once", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    ada.here.drop(true);
    expect(await bob.here.next("member.left")).toMatchObject({ reason: "leave" });
    expect((await back(core, ada.welcome)).welcome.resumed).toBe(false);
  });

  it("may come back for as long as one of its rooms holds its seat", async () => {
    const core = await start();
    const ada = await greeted(core, "ada");
    await ada.here.ask("join", { room: lobby, create: { hold: 5 * times.hold } });
    ada.here.drop();
    core.clock.advance(5 * times.hold - 1);
    expect((await back(core, ada.welcome)).welcome.rooms).toHaveLength(1);
  });

  it("is not brought back into a room that it was removed from", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    bob.here.drop();
    await ada.here.ask("kick", { room: lobby, peer: bob.here.id });
    expect((await back(core, bob.welcome)).welcome).toMatchObject({ resumed: true, rooms: [] });
  });
});

describe("recovery", () => {
  it("[R19] gives all since the beginning to who joined before anything was stored", async () => {
    const core = await start();
    const { ada, bob, joined } = await together(core);
    expect(joined.position).toBeNull();
    ada.here.drop();
    await say(bob.here, "first");
    const { welcome } = await back(core, ada.welcome, { epoch: "", offset: 0, tag: "" });
    expect(welcome.rooms![0]).toMatchObject({ recovered: true, messages: [{ data: { text: "first" } }] });
  });

  it("[R19] refuses a position that is not of this very stream, and shows the recent messages", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    const { position } = await say(bob.here, "one");
    await say(bob.here, "two");
    let { welcome } = ada;
    ada.here.drop();
    for (const wrong of [{ tag: "other" }, { epoch: "other" }, { offset: 7 }]) {
      const again = await back(core, welcome, { ...position, ...wrong });
      welcome = again.welcome;
      expect(welcome.rooms![0]).toMatchObject({ recovered: false, position: { offset: 2 } });
      expect(texts(welcome.rooms![0]!.messages)).toEqual(["one", "two"]);
      again.here.drop();
    }
  });

  it("[R19] is whole or nothing: over its limit there are only the recent messages", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    const { position } = await say(bob.here, "0");
    ada.here.drop();
    for (let i = 1; i <= limits.recoveryMessages + 1; i++) await say(bob.here, `${i}`);
    const { welcome } = await back(core, ada.welcome, position);
    expect(welcome.rooms![0]).toMatchObject({ recovered: false });
    expect(welcome.rooms![0]!.messages).toHaveLength(limits.recentMessages);
  });

  it("[R19] works for a join as well, after a new beginning", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    const { position } = await say(ada.here, "before");
    ada.here.drop(true);
    await say(bob.here, "missed");
    const again = core.peer("ada");
    const joined = await again.ask("join", { room: lobby, position });
    expect(joined.recovered).toBe(true);
    expect(texts(joined.messages)).toEqual(["missed"]);
  });
});

describe("a session", () => {
  it("[T24] [R18] has one connection: a newer one takes over, unseen by others, and the older is closed with 4505", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    const again = await back(core, ada.welcome);
    expect(ada.here.closed).toBe("superseded");
    ada.here.session.end();
    await say(again.here, "from the new one");
    expect((await bob.here.next("message")).data.text).toBe("from the new one");
    expect(bob.here.log.map(({ type }) => type)).not.toContain("member.held");
    core.clock.advance(2 * times.hold);
    expect(bob.here.of("member.left")).toEqual([]);
  });

  it("[R18] lets nobody be locked out by a lost welcome, and ends when a spent secret is used", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    await back(core, ada.welcome);
    const second = await back(core, ada.welcome);
    expect(second.welcome.resumed).toBe(true);
    await second.here.ask("ping", {});
    const stolen = await back(core, ada.welcome);
    expect(stolen.welcome.resumed).toBe(false);
    expect(second.here.closed).toBe("auth_failed");
    expect(await bob.here.next("member.left")).toMatchObject({ peer: ada.welcome.peer });
    expect((await back(core, second.welcome)).welcome.resumed).toBe(false);
  });

  it("[R18] reads what follows a resume only once the rooms are back", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    ada.here.drop();
    const again = core.peer();
    const { session, secret } = ada.welcome;
    again.tell("hello", { resume: { session, secret } });
    again.tell("publish", chat("at once"));
    expect((await bob.here.next("message")).data.text).toBe("at once");
    await again.find(({ id }) => id === 2);
    expect(again.log.map(({ type }) => type)).toEqual(["ok", "ok"]);
  });

  it("[T25] that is lost while it is being resumed is held again", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    ada.here.drop();
    const { session, secret } = ada.welcome;
    const again = core.peer();
    again.tell("hello", { resume: { session, secret } });
    again.drop();
    await bob.here.next("member.held");
    core.clock.advance(times.hold);
    expect(await bob.here.next("member.left")).toMatchObject({ peer: ada.welcome.peer, reason: "lost" });
    expect(core.faults).toEqual([]);
  });

  it("leaves nothing behind", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    for (const each of [ada, bob]) each.here.drop();
    core.clock.advance(times.hold);
    core.clock.advance(times.emptyAfterLeave);
    expect(await core.engine.census()).toEqual({ rooms: { waiting: 0, active: 0, finished: 0 }, seats: 0 });
    expect(await core.engine.seatsOf(ada.welcome.peer)).toEqual([]);
    expect(core.hub.sessions.size).toBe(0);
    expect(core.clock.pending).toBe(1); // The walk of retention.
  });
});

describe("signals for a lost peer", () => {
  const offer = (to: TestPeer, n: number) => ({
    room: lobby,
    to: to.id,
    kind: "offer" as const,
    data: { sdp: `v=0\r\no=- ${n} 2 IN IP4 127.0.0.1\r\n` },
  });

  it("[S2] [S6] wait for it, in order, behind what its welcome shows", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    ada.here.drop();
    expect(await bob.here.ask("signal", offer(ada.here, 1))).toEqual({ verdict: "queued" });
    expect(await bob.here.ask("signal", offer(ada.here, 2))).toEqual({ verdict: "queued" });
    const again = await back(core, ada.welcome);
    expect(
      [await again.here.next("signal"), await again.here.next("signal")].map(({ data }) => data),
    ).toEqual([1, 2].map((n) => offer(ada.here, n).data));
    expect(again.here.log[0].type).toBe("ok");
    expect(await bob.here.ask("signal", offer(again.here, 3))).toEqual({ verdict: "delivered" });
  });

  it("[S6] come back to who sent them if it never returns", async () => {
    const core = await start();
    const { ada, bob } = await together(core);
    ada.here.drop();
    await bob.here.ask("signal", { ...offer(ada.here, 1), exchange: "x1" });
    core.clock.advance(times.hold);
    expect(await bob.here.next("signal.expired")).toEqual({
      type: "signal.expired",
      room: lobby,
      to: ada.welcome.peer,
      kind: "offer",
      exchange: "x1",
    });
  });
});
