// What a token is good for: rooms that it names and no others, order in others' rooms, bans that follow whom it speaks for.
import { describe, expect, it } from "vitest";
import { matches } from "../../src/core/rights.ts";
import type { PeerId, QueueId, RoomId, TopicId } from "../../src/protocol/ids.ts";
import type { Params, RequestType } from "../../src/protocol/requests.ts";
import type { TestPeer, Wire } from "../support/peer.ts";
import { type SignedOn, startSignedOn } from "../support/sign-on.ts";

const id = (name: string) => name as RoomId;
const refusal = (asked: Promise<unknown>): Promise<Wire> =>
  asked.then(
    (data) => ({ data }),
    ({ code, message, retryable }) => ({ code, message, retryable }),
  );

describe("[A4] a pattern", () => {
  it.each([
    ["team-*", "team-blue", true],
    ["team-*", "team-", true],
    ["team-*", "Team-blue", false],
    ["team-*", "ateam-blue", false],
    ["*", "anything", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "ac", false],
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["lobby", "lobby", true],
    ["lobby", "lobby2", false],
    ["a.c", "abc", false],
    ["*-blue", "team-blue", true],
    ["**", "x", true],
  ])("%s takes %s: %s", (pattern, name, takes) => {
    expect(matches(pattern, name)).toBe(takes);
  });

  it("does not try every way to fit, which would never end", () => {
    expect(matches("*a".repeat(64), "a".repeat(127))).toBe(true);
    expect(matches(`${"a*".repeat(63)}b`, "a".repeat(128))).toBe(false);
  });
});

describe("[T17] a room that no pattern of the token names", () => {
  /** There are `other` (public) and `hidden` (private, with a code); `nowhere` is not there. */
  async function start(): Promise<{ core: SignedOn; eve: TestPeer; code: string }> {
    const core = await startSignedOn();
    const ada = core.peer("ada");
    await ada.ask("join", { room: id("other") });
    const hidden = await ada.ask("join", {
      room: id("hidden"),
      create: { visibility: "private", code: true, password: "x" },
    });
    const eve = await core.enter({ subject: "eve", rooms: ["team-*"] });
    return { core, eve, code: hidden.room.code! };
  }

  const asks: [RequestType, (room: RoomId) => Params<RequestType>][] = [
    ["join", (room) => ({ room })],
    ["join", (room) => ({ room, create: false })],
    ["join", (room) => ({ room, password: "guess" })],
    ["create", (room) => ({ room })],
    ["room", (room) => ({ room })],
    ["publish", (room) => ({ room, data: 1 })],
    ["signal", (room) => ({ room, to: "p" as PeerId, kind: "custom", data: 1 })],
    ["report", (room) => ({ room, to: "p" as PeerId, state: "failed" })],
    ["history", (room) => ({ room })],
    ["subscribe", (room) => ({ topic: room as string as TopicId })],
    ["push", (room) => ({ topic: room as string as TopicId, data: 1 })],
    ["match", (room) => ({ queue: room as string as QueueId })],
    ["kick", (room) => ({ room, peer: "p" as PeerId })],
    ["close", (room) => ({ room })],
    ["announce", (room) => ({ room, text: "x" })],
    ["room.update", (room) => ({ room, locked: true })],
  ];

  it.each(asks)("answers %s as one that is not there", async (type, params) => {
    const { eve } = await start();
    const [there, secret, missing] = await Promise.all(
      ["other", "hidden", "nowhere"].map((room) => refusal(eve.ask(type, params(id(room)) as never))),
    );
    expect(there).toEqual({ code: "not_found", message: "There is no such room.", retryable: false });
    expect(secret).toEqual(there);
    expect(missing).toEqual(there);
  });

  it("is not found by its code, which is as wrong as any other", async () => {
    const { eve, code } = await start();
    const right = await refusal(eve.ask("join", { code }));
    expect(right).toMatchObject({ code: "not_found" });
    expect(await refusal(eve.ask("join", { code: "ZZZZZZ" }))).not.toMatchObject({ data: {} });
    expect(await refusal(eve.ask("join", { code: code === "AAAAAA" ? "CCCCCC" : "AAAAAA" }))).toEqual(right);
  });

  it("is in no list, and nothing of it is told in the lobby", async () => {
    const { core, eve } = await start();
    const team = await core.enter({ subject: "t" });
    expect((await eve.ask("lobby.watch", {})).total).toBe(0);
    await team.ask("join", { room: id("team-blue") });
    await team.ask("join", { room: id("others") });
    core.clock.advance(1_000);
    expect((await eve.ask("rooms", {})).rooms.map(({ room }) => room)).toEqual(["team-blue"]);
    expect(eve.of("lobby.added").map(({ view }) => view.room)).toEqual(["team-blue"]);
  });

  it("may be used where the peer has a seat all the same: a match leads to rooms of any name", async () => {
    const core = await startSignedOn();
    const ada = await core.enter({ subject: "ada", rooms: ["duel*"] });
    const { room } = await ada.ask("match", { queue: "duel" as QueueId });
    await expect(ada.ask("publish", { room: room.room, data: 1 })).resolves.toMatchObject({});
    await expect(ada.ask("history", { room: room.room })).resolves.toMatchObject({ messages: [] });
  });
});

describe("[A5] a moderator", () => {
  async function start() {
    const core = await startSignedOn();
    const [ada, bob] = [core.peer("ada"), core.peer("bob")];
    await ada.ask("join", { room: id("team-a") });
    await bob.ask("join", { room: id("team-a") });
    await ada.ask("join", { room: id("other") });
    const mod = await core.enter({ subject: "mod", scopes: ["moderate"], rooms: ["team-*"] });
    return { core, ada, bob, mod, room: id("team-a") };
  }

  it("kicks, bans, locks, announces and closes without being host, and the log has it", async () => {
    const { core, ada, bob, mod, room } = await start();
    await mod.ask("announce", { room, text: "be kind" });
    expect(await ada.next("notice")).toMatchObject({ text: "be kind", from: "admin" });
    await mod.ask("room.update", { room, locked: true });
    expect(await ada.next("room.updated")).toMatchObject({ view: { locked: true } });
    await mod.ask("kick", { room, peer: bob.id });
    await mod.ask("ban", { room, peer: bob.id });
    await mod.ask("unban", { room, peer: bob.id });
    await mod.ask("close", { room });
    expect(await ada.next("room.closed")).toMatchObject({ reason: "admin" });
    expect(core.audited.map(({ act, by }) => [act, by])).toEqual([
      ["announce", mod.id],
      ["lock", mod.id],
      ["kick", mod.id],
      ["ban", mod.id],
      ["unban", mod.id],
      ["close", mod.id],
    ]);
    expect(new Set(core.audited.map(({ reason }) => reason))).toEqual(new Set(["by_moderator"]));
  });

  it("does no more than that, and nothing elsewhere", async () => {
    const { ada, mod, room } = await start();
    const denied = { code: "forbidden" };
    for (const changes of [
      { capacity: 2 },
      { locked: true, password: "x" },
      { visibility: "private" as const },
    ])
      await expect(mod.ask("room.update", { room, ...changes })).rejects.toMatchObject(denied);
    await expect(mod.ask("transfer", { room, to: ada.id })).rejects.toMatchObject(denied);
    await expect(mod.ask("join", { room })).rejects.toMatchObject(denied);
    await expect(mod.ask("watch", { stream: "signals" })).rejects.toMatchObject(denied);
    await expect(mod.ask("close", { room: id("other") })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("[A5] an observer", () => {
  it("sees every room, and the code of none", async () => {
    const core = await startSignedOn();
    const ada = core.peer("ada");
    await ada.ask("join", { room: id("den"), create: { visibility: "private", code: true } });
    const eye = await core.enter({ subject: "eye", scopes: ["observe"] });
    expect((await eye.ask("rooms", {})).rooms.map(({ room }) => room)).toEqual(["den"]);
    const { room } = await eye.ask("room", { room: id("den") });
    expect(room.code).toBeUndefined();
    await expect(eye.ask("history", { room: id("den") })).rejects.toMatchObject({ code: "not_joined" });
    await expect(eye.ask("kick", { room: id("den"), peer: ada.id })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("watches what its patterns name, and all signals only without patterns", async () => {
    const core = await startSignedOn();
    const all = await core.enter({ subject: "a", scopes: ["observe"] });
    const some = await core.enter({ subject: "s", scopes: ["observe"], rooms: ["team-*"] });
    await all.ask("watch", { stream: "signals" });
    await some.ask("watch", { stream: "signals", room: id("team-a") });
    for (const room of [undefined, id("other")])
      await expect(some.ask("watch", { stream: "signals", room })).rejects.toMatchObject({
        code: "not_found",
      });
    const [ada, bob] = [core.peer("ada"), core.peer("bob")];
    for (const room of [id("team-a"), id("other")]) {
      for (const peer of [ada, bob]) await peer.ask("join", { room });
      await ada.ask("signal", { room, to: bob.id, kind: "custom", data: 1 });
    }
    expect(all.of("watch.signals").map(({ room }) => room)).toEqual(["team-a", "other"]);
    expect(some.of("watch.signals").map(({ room }) => room)).toEqual(["team-a"]);
  });
});

describe("[R14] a ban on who came with a signed token", () => {
  const room = id("lobby");

  it("is on its subject: on every connection, now and later, and no other subject's", async () => {
    const core = await startSignedOn();
    const ada = core.peer("ada");
    await ada.ask("join", { room });
    const eves = [await core.enter({ subject: "eve" }), await core.enter({ subject: "eve" })];
    for (const eve of eves) await eve.ask("join", { room });
    await ada.ask("ban", { room, peer: eves[0]!.id });
    for (const eve of eves) expect(await eve.next("member.left")).toMatchObject({ reason: "ban" });
    const later = await core.enter({ subject: "eve" });
    await expect(later.ask("join", { room })).rejects.toMatchObject({ code: "banned" });
    await expect((await core.enter({ subject: "bob" })).ask("join", { room })).resolves.toMatchObject({});
    await expect(core.peer("eve").ask("join", { room })).resolves.toMatchObject({});
    // By the id of any connection of hers.
    await ada.ask("unban", { room, peer: later.id });
    await expect(later.ask("join", { room })).resolves.toMatchObject({});
  });

  it("keeps the subject also out of a match, which finds it another room", async () => {
    const core = await startSignedOn();
    const ada = core.peer("ada");
    const joined = await ada.ask("match", { queue: "duel" as QueueId });
    // Before she comes.
    const eve = await core.enter({ subject: "eve" });
    const { room: matched } = joined.room;
    const admin = await core.enter({ admin: true });
    await admin.ask("ban", { room: matched, peer: eve.id });
    const again = await core.enter({ subject: "eve" });
    expect((await again.ask("match", { queue: "duel" as QueueId })).room.room).not.toBe(matched);
  });
});
