// Matching over a real engine: who meets whom, when time is up, parties, and what a queue shows of itself.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { roomKey } from "../../src/core/engine.ts";
import { RtError } from "../../src/protocol/errors.ts";
import { DEFAULT_NAMESPACE, type QueueId, type RoomId } from "../../src/protocol/ids.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { MatchRequest } from "../../src/protocol/matching.ts";
import type { Joined } from "../../src/protocol/requests.ts";
import { type MatchingCore, startMatching } from "../support/matching.ts";
import type { TestPeer } from "../support/peer.ts";

const queue = "duel" as QueueId;
const party = "party" as RoomId;

let core: MatchingCore;

beforeEach(async () => {
  core = await startMatching();
});
afterEach(async () => {
  expect(core.faults).toEqual([]);
  await core.engine.close();
});

const match = (peer: TestPeer, more: Partial<MatchRequest> = {}): Promise<Joined> =>
  peer.ask("match", { queue, ...more });

const look = async (room: string) =>
  (await core.engine.command(roomKey(DEFAULT_NAMESPACE, room as RoomId), { type: "look" })).result;

const names = ({ members }: { members: { name: string }[] }): string[] => members.map(({ name }) => name);

const refusal = (code: string, message?: RegExp) =>
  expect.objectContaining({ code, ...(message && { message: expect.stringMatching(message) }) });

describe("match", () => {
  it("[Q1] [Q5] makes a room where nobody waits, and seats the next one there", async () => {
    const [ada, bob] = [core.peer("ada"), core.peer("bob")];
    const first = await match(ada, { where: { room: { mode: "ctf" } }, options: { data: { map: 7 } } });
    expect(first.room).toMatchObject({
      ...{ status: "waiting", capacity: 2, min: 2, visibility: "public", start: "full", queue },
      data: { mode: "ctf", map: 7 },
    });
    const second = await match(bob, { where: { room: { mode: "ctf" } } });
    expect(second.room).toMatchObject({ room: first.room.room, status: "active", members: 2 });
    expect(names(second)).toEqual(["ada", "bob"]);
    expect(await ada.next("room.started")).toMatchObject({ room: first.room.room });
    expect(JSON.stringify(second)).not.toContain("ticket");
  });

  it("[Q1] two who ask at once meet at once", async () => {
    const [ada, bob] = [core.peer("ada"), core.peer("bob")];
    const [one, other] = await Promise.all([match(ada), match(bob)]);
    expect(one.room.room).toBe(other.room.room);
    expect((await look(one.room.room)).view).toMatchObject({ status: "active", members: 2 });
  });

  it("[Q1] [R2] a thousand who ask in one turn fill every room, nobody twice", async () => {
    const peers = Array.from({ length: 1_000 }, (_, i) => core.peer(`p${i}`));
    const joined = await Promise.all(peers.map((peer) => match(peer, { capacity: 8 })));
    const rooms = new Set(joined.map(({ room }) => room.room));
    expect(rooms.size).toBe(125);
    const seated = (await Promise.all([...rooms].map(look))).flatMap(({ view, members }) => {
      expect(view).toMatchObject({ members: 8, status: "active" });
      return members.map(({ peer }) => peer);
    });
    expect(new Set(seated).size).toBe(1_000);
  });

  it("[Q2] rooms of another size, another queue, locked, private or started are none of its rooms", async () => {
    const host = core.peer("host");
    const make = (room: string, more: object) =>
      host.ask("create", { room: room as RoomId, queue, capacity: 2, ...more });
    await make("larger", { capacity: 3 });
    await make("other", { queue: "other" });
    await make("shut", { locked: true });
    await make("hidden", { visibility: "unlisted" });
    await make("begun", {});
    await host.ask("start", { room: "begun" as RoomId });
    const { room } = await match(core.peer("ada"));
    expect(["larger", "other", "shut", "hidden", "begun"]).not.toContain(room.room);
  });

  it("[Q1] [Q2] a room that a person made for the queue takes part, the oldest first", async () => {
    const host = core.peer("host");
    await host.ask("create", { room: "old" as RoomId, queue, capacity: 2 });
    await core.pass(250);
    await host.ask("create", { room: "new" as RoomId, queue, capacity: 2 });
    expect((await match(core.peer("ada"))).room).toMatchObject({ room: "old", queue });
    await host.ask("room.update", { room: "new" as RoomId, locked: true });
    expect((await match(core.peer("bob"))).room.room).toBe("old");
    expect((await match(core.peer("cleo"))).room.room).not.toBe("new");
  });

  it("[Q3] those in a room must accept who comes", async () => {
    const [ada, bob, cleo] = [core.peer("ada"), core.peer("bob"), core.peer("cleo")];
    const first = await match(ada, { data: { level: 3 }, where: { members: { level: { gte: 3 } } } });
    await core.pass(1);
    const low = await match(bob, { data: { level: 1 } });
    expect(low.room.room).not.toBe(first.room.room);
    const high = await match(cleo, { data: { level: 5 }, where: { members: { level: { lt: 5 } } } });
    expect(high.room.room).toBe(first.room.room);
  });

  it("[Q5] refuses what the room that it would make could not fit", async () => {
    const ada = core.peer("ada");
    const where = { room: { level: { gte: 3 } } };
    await expect(match(ada, { where })).rejects.toEqual(refusal("bad_request", /options\.data/));
    expect((await match(ada, { where, options: { data: { level: 4 } } })).room.data).toEqual({ level: 4 });
  });

  it("[Q6] answers who waits already with the same room and seat", async () => {
    const ada = core.peer("ada");
    const answers = await Promise.all([match(ada), match(ada), match(ada, { where: { members: { x: 1 } } })]);
    for (const { room, self } of answers) {
      expect([room.room, self.seat]).toEqual([answers[0]!.room.room, 1]);
    }
    await ada.ask("leave", { room: answers[0]!.room.room });
    const next = await match(ada);
    expect(next.room.room).not.toBe(answers[0]!.room.room);
  });

  it("[Q6] who left is in no queue, and the next one does not wait in an empty room", async () => {
    const [ada, bob, cleo] = [core.peer("ada"), core.peer("bob"), core.peer("cleo")];
    const { room } = await match(ada);
    await ada.ask("leave", { room: room.room });
    const [one, other] = [await match(bob), await match(cleo)];
    expect(one.room.room).toBe(other.room.room);
    expect(one.room.room).not.toBe(room.room);
  });

  it("a dropped connection leaves nothing behind, whenever it drops", async () => {
    const [ada, bob, cleo] = [core.peer("ada"), core.peer("bob"), core.peer("cleo")];
    ada.tell("match", { queue });
    ada.drop();
    await core.settled();
    await core.pass(2_250);
    const [one, other] = [await match(bob), await match(cleo)];
    expect(names(other)).toEqual(["bob", "cleo"]);
    expect(one.room.room).toBe(other.room.room);
  });

  it("[Q11] asks for another room where somebody was faster, and gives up in the end", async () => {
    let tries = 0;
    const full = (most: number) => (): void => {
      if (++tries < most) core.around("admit", "before", full(most));
      throw new RtError("room_full");
    };
    core.around("admit", "before", full(3));
    expect(names(await match(core.peer("ada")))).toEqual(["ada"]);
    expect(tries).toBe(3);
    tries = 0;
    core.around("admit", "before", full(8));
    await expect(match(core.peer("bob"))).rejects.toMatchObject({ code: "unavailable", retryAfterMs: 500 });
    expect(tries).toBe(8);
  });

  it("holds to the limits of a request", async () => {
    const ada = core.peer("ada");
    await expect(match(ada, { capacity: 2, min: 3 })).rejects.toEqual(refusal("bad_request"));
    const many = Object.fromEntries(Array.from({ length: limits.conditions + 1 }, (_, i) => [`f${i}`, 1]));
    await expect(match(ada, { where: { room: many } })).rejects.toEqual(refusal("bad_request"));
    await expect(match(ada, { timeoutMs: 1 })).rejects.toEqual(refusal("bad_request"));
    const long = { a: { in: Array.from({ length: 20 }, (_, i) => "x".repeat(200) + i) } };
    await expect(match(ada, { where: { members: long } })).rejects.toEqual(refusal("payload_too_large"));
    await expect(match(ada, { data: { text: "x".repeat(3_000) } })).rejects.toEqual(
      refusal("payload_too_large"),
    );
  });
});

describe("ranks", () => {
  it("[Q4] meet once both windows have grown far enough", async () => {
    const [ada, bob] = [core.peer("ada"), core.peer("bob")];
    const first = await match(ada, { rank: 1_000, spread: 50, widenPerSecond: 50 });
    await core.pass(1);
    const second = await match(bob, { rank: 1_120, spread: 50, widenPerSecond: 50 });
    expect(second.room.room).not.toBe(first.room.room);
    await core.pass(1_000);
    expect(bob.of("match.moved")).toEqual([]);
    await core.pass(1_500);
    expect(bob.of("match.moved")[0]).toMatchObject({ from: second.room.room });
    expect((await look(first.room.room)).view).toMatchObject({ members: 2, status: "active" });
  });
});

describe("when the time is up", () => {
  it("[Q7] gives the seat back and tells only the one", async () => {
    const [ada, bob] = [core.peer("ada"), core.peer("bob")];
    const { room } = await match(ada, { capacity: 3, timeoutMs: 2_000 });
    await core.pass(1_000);
    await match(bob, { capacity: 3, timeoutMs: 2_000 });
    await core.pass(1_000);
    expect(ada.of("match.none")).toEqual([{ type: "match.none", room: room.room, queue }]);
    expect(ada.log.at(-1)).toMatchObject({ type: "member.left", peer: ada.id, reason: "timeout" });
    expect(bob.of("match.none")).toEqual([]);
    expect(await bob.next("member.left")).toMatchObject({ peer: ada.id, reason: "timeout" });
    expect(await bob.next("host.changed")).toMatchObject({ host: bob.id });
    expect(names(await look(room.room))).toEqual(["bob"]);
    expect(core.hub.sessions.get(ada.id)!.rooms.size).toBe(0);
    await core.pass(1_000);
    expect(bob.of("match.none")).toHaveLength(1);
    expect((await look(room.room)).view.members).toBe(0);
  });

  it("[Q7] starts the room if that is enough for all of them", async () => {
    const [ada, bob, cleo] = [core.peer("ada"), core.peer("bob"), core.peer("cleo")];
    const { room } = await match(ada, { capacity: 4, min: 2, timeoutMs: 2_000 });
    await match(bob, { capacity: 4, min: 3, timeoutMs: 10_000 });
    await core.pass(1_000);
    await match(cleo, { capacity: 4, min: 2, timeoutMs: 10_000 });
    expect(ada.of("room.started")).toEqual([]);
    await core.pass(1_000);
    expect(ada.of("room.started")[0]).toMatchObject({ view: { status: "active", members: 3 } });
    expect((await look(room.room)).view.status).toBe("active");
    await core.pass(60_000);
    expect([ada, bob, cleo].flatMap((peer) => peer.of("match.none"))).toEqual([]);
  });
});

describe("a party", () => {
  const gather = async (size: number): Promise<TestPeer[]> => {
    const peers = Array.from({ length: size }, (_, i) => core.peer(`m${i}`));
    for (const peer of peers) await peer.ask("join", { room: party, data: { of: "party" } });
    return peers;
  };

  it("[Q10] is seated in one step, and stays in its own room", async () => {
    const [host, second, third] = (await gather(3)) as [TestPeer, TestPeer, TestPeer];
    const solo = core.peer("solo");
    const there = await match(solo, { capacity: 4 });
    const joined = await match(host, { capacity: 4, party });
    expect(joined.room).toMatchObject({ room: there.room.room, status: "active", members: 4 });
    expect(joined.members.map(({ name, data }) => [name, data])).toEqual([
      ["solo", {}],
      ["m0", { of: "party" }],
      ["m1", { of: "party" }],
      ["m2", { of: "party" }],
    ]);
    for (const peer of [second, third]) {
      const found = await peer.next("match.found");
      expect(found).toMatchObject({
        party,
        to: { room: { room: joined.room.room }, self: { peer: peer.id } },
      });
      expect(peer.session.rooms.size).toBe(2);
    }
    expect((await look(party)).view.members).toBe(3);
  });

  it("[Q10] does not go where not all have space", async () => {
    const peers = await gather(2);
    const solo = core.peer("solo");
    const there = await match(solo, { capacity: 3 });
    const other = await match(core.peer("other"), { capacity: 3 });
    expect(other.room.room).toBe(there.room.room);
    const joined = await match(peers[0]!, { capacity: 3, party });
    expect(joined.room.room).not.toBe(there.room.room);
    expect(joined.room.members).toBe(2);
  });

  it("[Q10] is refused to who is not the host, and where it is too large", async () => {
    const [host, second] = (await gather(3)) as [TestPeer, TestPeer];
    await expect(match(second, { capacity: 4, party })).rejects.toEqual(refusal("forbidden"));
    await expect(match(host, { capacity: 2, party })).rejects.toEqual(refusal("bad_request", /3 members/));
    await expect(match(core.peer("x"), { capacity: 4, party })).rejects.toEqual(refusal("not_joined"));
  });

  it("[Q6] [Q10] is refused while a member waits in the queue, and answered again when it waits itself", async () => {
    const [host, second] = (await gather(2)) as [TestPeer, TestPeer];
    const alone = await match(second, { capacity: 4 });
    await expect(match(host, { capacity: 4, party })).rejects.toEqual(refusal("bad_request", /waits/));
    await second.ask("leave", { room: alone.room.room });
    const joined = await match(host, { capacity: 4, party });
    expect((await match(host, { capacity: 4, party })).room.room).toBe(joined.room.room);
  });

  it.each(["leave", "drop"] as const)(
    "[Q10] a member that is gone by then (%s) takes no seat",
    async (how) => {
      const [host, second] = (await gather(2)) as [TestPeer, TestPeer];
      core.around("gather", "after", () => {
        if (how === "drop") second.drop();
        else second.tell("leave", { room: party });
      });
      const joined = await match(host, { capacity: 4, party });
      await core.settled();
      expect(names(await look(joined.room.room))).toEqual(["m0"]);
      expect(second.of("match.found")).toEqual([]);
    },
  );

  it("[Q8] [Q10] moves as a whole, and only where there is space for all", async () => {
    const [host, second] = (await gather(2)) as [TestPeer, TestPeer];
    const [a, b] = [core.peer("a"), core.peer("b")];
    const apart = { capacity: 3, spread: 0, widenPerSecond: 50 };
    const full = await match(a, { ...apart, rank: 0 });
    await match(b, { ...apart, rank: 0 });
    await core.pass(1);
    const joined = await match(host, { ...apart, rank: 50, party });
    await core.pass(3_000);
    // One seat is free, and they are two.
    expect((await look(joined.room.room)).view.members).toBe(2);
    await b.ask("leave", { room: full.room.room });
    await core.pass(1_250);
    expect(names(await look(full.room.room))).toEqual(["a", "m0", "m1"]);
    for (const peer of [host, second]) expect(peer.of("match.moved")).toHaveLength(1);
  });
});
