// What the embedded engine does while the disk works, when it fails, and when it doesn't answer.
import { beforeEach, describe, expect, it } from "vitest";
import type { Engine, Publication, Published } from "../../../src/core/engine.ts";
import { createEmbeddedEngine } from "../../../src/engines/embedded/engine.ts";
import { StoreError } from "../../../src/engines/embedded/store.ts";
import type { NodeId } from "../../../src/protocol/ids.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { createHeldStore, type HeldStore } from "../../support/held-store.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { fence, join, key, leave, look, message, peer, signalOf } from "../../support/rooms.ts";
import { SeededRandom } from "../../support/seeded-random.ts";

const A = key("a");
let store: HeldStore;
let clock: FakeClock;
let engine: Engine;
let sink: RecordingSink;
let faults: unknown[];

beforeEach(async () => {
  store = createHeldStore();
  clock = new FakeClock();
  faults = [];
  const random = new SeededRandom(1);
  engine = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock,
    random,
    store,
    onFault: (error) => faults.push(error),
  });
  sink = new RecordingSink();
  await engine.start(sink);
  await engine.attach(A);
  await engine.command(A, join("a", "ada"));
});

/** Long enough for everything that does not wait for the disk. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What a promise has come to by now. */
async function now(promise: Promise<unknown>): Promise<unknown> {
  let state: unknown = "waits";
  promise.then(
    (value) => {
      state = value;
    },
    (error) => {
      state = `${error.name} ${error.code} ${error.retryAfterMs}`;
    },
  );
  await turn();
  return state;
}

/** A test looks at its promises one by one: none may count as unhandled until then. */
function send(text: string, more: Partial<Publication> = {}): Promise<Published> {
  const sent = engine.publish(A, message("a", text, more));
  sent.catch(() => {});
  return sent;
}
const say = (text: string) => send(text);
const pass = (text: string) => send(text, { keep: false });

describe("while the disk works", () => {
  it("[E9] announces and settles a publication only when it is on disk", async () => {
    const said = say("one");
    expect(await now(said)).toBe("waits");
    expect(sink.offsets(A)).toEqual([]);
    await store.held[0]!.finish();
    expect(await said).toMatchObject({ position: { offset: 1 } });
    expect(sink.offsets(A)).toEqual([1]);
  });

  it("[E9] holds up everything later in the room, and nothing elsewhere", async () => {
    const said = say("one");
    const passed = pass("two");
    const joined = engine.command(A, join("a", "bob"));
    const signalled = engine.signal(A, fence("ada"), peer("bob"), signalOf("signal"));
    const read = engine.read(A, { limit: 5 });
    for (const each of [said, passed, joined, signalled, read]) expect(await now(each)).toBe("waits");
    expect(sink.order).toEqual(["member.joined"]);
    expect(await engine.command(key("b"), join("b", "ada"))).toMatchObject({ at: { version: 1 } });

    await store.held[0]!.finish();
    await Promise.all([said, passed, joined, signalled, read]);
    expect(sink.order).toEqual(["member.joined", "chat", "chat", "member.joined", "bob: signal"]);
    expect((await read).messages.map(({ offset }) => offset)).toEqual([1]);
  });

  it("[E6] cuts a join behind what is not on disk yet, never in the middle of it", async () => {
    const said = [say("one"), say("two")];
    const joined = engine.command(A, join("a", "bob"));
    const later = say("three");
    await store.held[0]!.finish();
    expect(await now(joined)).toBe("waits");
    await store.held[0]!.finish();
    expect(await Promise.all([...said, later])).toMatchObject([
      { position: { offset: 1 } },
      { position: { offset: 2 } },
      { position: { offset: 3 } },
    ]);
    expect((await joined).at.position?.offset).toBe(2);
  });

  it("decides at once, so that a seat is taken while its answer waits", async () => {
    void say("one");
    const joined = engine.command(A, join("a", "bob"));
    expect(await engine.census()).toMatchObject({ seats: 2 });
    await store.held[0]!.finish();
    await joined;
  });

  it("delivers at once where nothing waits", () => {
    void pass("now");
    expect(sink.offsets(A)).toEqual([null]);
    void engine.command(A, join("a", "bob"));
    expect(sink.order).toEqual(["member.joined", "chat", "member.joined"]);
  });

  it("[E13] answers a retry with the first one's position while that is under way", async () => {
    const publish = () => send("once", { key: "key-0001" });
    const [first, second] = [publish(), publish()];
    expect(await now(second)).toBe("waits");
    await store.held[0]!.finish();
    expect(await second).toEqual({ ...(await first), duplicate: true });
    expect(sink.offsets(A)).toEqual([1]);
  });
});

describe("when the disk fails", () => {
  it("[E10] fails what was behind in the room as well, and leaves no gap", async () => {
    const said = [say("one"), say("two"), say("three")];
    const passed = pass("passes");
    const joined = engine.command(A, join("a", "bob"));
    await store.held[0]!.fail("lost");
    for (const each of said) expect(await now(each)).toBe("RtError unavailable 1000");
    expect(await passed).toEqual({ position: null, duplicate: false });
    expect((await joined).at).toEqual({ version: 2, position: null });
    expect(store.held).toEqual([]);
    expect(faults).toHaveLength(1);

    const again = say("again");
    await turn();
    await store.held[0]!.finish();
    expect((await again).position?.offset).toBe(1);
    expect(sink.offsets(A)).toEqual([null, 1]);
    expect(sink.brokenStreams).toEqual([]);
  });

  it("[E10] gives no offset twice if a failed one is there after all, and says that the stream is broken", async () => {
    const said = [say("one"), say("two")];
    await store.held[0]!.fail("there");
    for (const each of said) expect(await now(each)).toBe("RtError unavailable 1000");
    const again = say("again");
    await turn();
    expect(sink.brokenStreams).toEqual([A]);
    await store.held[0]!.finish();
    expect((await again).position?.offset).toBe(2);
    store.free = true;
    const { messages } = await engine.read(A, { limit: 5 });
    expect(messages.map(({ offset, data }) => [offset, data])).toEqual([
      [1, { text: "one" }],
      [2, { text: "again" }],
    ]);
  });

  it("[E13] frees the key of one that failed", async () => {
    const publish = () => send("once", { key: "key-0001" });
    const [first, retry] = [publish(), publish()];
    await store.held[0]!.fail("lost");
    expect(await now(first)).toBe("RtError unavailable 1000");
    expect(await now(retry)).toBe("RtError unavailable 1000");
    const again = publish();
    await turn();
    await store.held[0]!.finish();
    expect(await again).toMatchObject({ position: { offset: 1 }, duplicate: false });
  });

  it("[E6] [E16] goes on without the history that can't be read, and picks it up when it can", async () => {
    const B = key("b");
    store.unreadable = new StoreError("damaged", "Message 7 is damaged.");
    expect((await engine.command(B, join("b", "ada"))).at).toEqual({
      version: 1,
      position: null,
      unread: true,
    });
    expect(await now(engine.publish(B, message("b", "x")))).toBe("RtError unavailable 1000");
    expect(await now(engine.read(B, { limit: 5 }))).toBe("RtError unavailable 1000");
    expect(await engine.publish(B, message("b", "x", { keep: false }))).toMatchObject({ position: null });
    expect(faults).toEqual([store.unreadable]);
    store.unreadable = null;
    store.free = true;
    expect((await engine.publish(B, message("b", "x"))).position?.offset).toBe(1);
  });
});

describe("when the disk does not answer", () => {
  it("[E19] answers what waits with unavailable after five seconds, and announces it all the same when it comes", async () => {
    const said = say("one");
    clock.advance(3_000);
    const joined = engine.command(A, join("a", "bob"));
    clock.advance(1_999);
    expect(await now(said)).toBe("waits");
    clock.advance(1);
    expect(await now(said)).toBe("RtError unavailable 1000");
    expect(await now(joined)).toBe("waits");
    clock.advance(3_000);
    expect(await now(joined)).toBe("RtError unavailable 1000");
    await store.held[0]!.finish();
    await turn();
    expect(sink.order).toEqual(["member.joined", "chat", "member.joined"]);
  });

  it("leaves no timer behind once it has answered", async () => {
    const idle = clock.pending;
    const said = say("one");
    expect(clock.pending).toBe(idle + 2);
    await store.held[0]!.finish();
    await said;
    await turn();
    expect(clock.pending).toBe(idle);
  });
});

describe("when the engine closes", () => {
  it("[E19] waits for everything under way, and closes the store last", async () => {
    const order: string[] = [];
    store.close = async () => void order.push("store closed");
    for (const text of ["one", "two"]) void say(text).then(() => order.push(text));
    const closed = engine.close();
    await turn();
    expect(order).toEqual([]);
    await store.held[0]!.finish();
    await turn();
    expect(order).toEqual(["one"]);
    await store.held[0]!.finish();
    await closed;
    expect(order).toEqual(["one", "two", "store closed"]);
  });
});

describe("what is kept in memory", () => {
  it("forgets a room that nobody listens to and that has gone", async () => {
    store.free = true;
    await engine.command(A, { type: "close", by: "admin" });
    engine.detach(A);
    const again = await engine.command(A, join("a", "bob"));
    expect(again.result.view.version).toBe(1);
    await engine.command(A, leave("bob"));
    expect((await engine.command(A, look)).at.version).toBe(2);
  });
});
