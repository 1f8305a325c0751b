// Somebody sets the wall clock while the server runs: nobody loses a seat by it, and no seat stays for ever.
import { describe, expect, it, onTestFinished } from "vitest";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId, RoomId } from "../../src/protocol/ids.ts";
import { times } from "../../src/protocol/limits.ts";
import { startCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const HOUR = 3_600_000;
const lobby = "lobby" as RoomId;

async function start() {
  const random = new SeededRandom(1);
  const clock = new FakeClock();
  const engine = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store: createMemoryStore() });
  const core = await startCore(engine, random, { clock });
  onTestFinished(() => engine.close());
  const [ada, bob] = [core.peer("ada"), core.peer("bob")];
  await ada.ask("join", { room: lobby });
  await bob.ask("join", { room: lobby });
  return { clock, ada, bob };
}

describe.each([
  ["an hour ahead", HOUR],
  ["an hour back", -HOUR],
])("[T34] a wall clock that is set %s", (_, jump) => {
  it("neither takes a held seat nor keeps it", async () => {
    const { clock, ada, bob } = await start();
    ada.drop();
    await bob.next("member.held");
    clock.set(jump);
    clock.advance(times.hold - 1);
    expect((await bob.ask("room", { room: lobby })).members).toHaveLength(2);
    clock.advance(1);
    expect(await bob.next("member.left")).toMatchObject({ reason: "lost" });
  });

  it("doubles no retry, and shows on what is said from then on", async () => {
    const { clock, ada } = await start();
    const say = () =>
      ada.ask("publish", { room: lobby, event: "chat", data: { text: "once" }, key: "only-this-once" });
    const first = await say();
    clock.set(jump);
    expect(await say()).toMatchObject({ offset: first.offset, duplicate: true });
    const { time } = await ada.ask("publish", { room: lobby, event: "chat", data: { text: "now" } });
    expect(time).toBe(first.time + jump);
  });
});
