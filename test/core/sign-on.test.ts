// Who came with a signed token: its name, its end, a newer one, and the order of what it sends.
import { describe, expect, it } from "vitest";
import type { RoomId } from "../../src/protocol/ids.ts";
import { times } from "../../src/protocol/limits.ts";
import type { Wire } from "../support/peer.ts";
import { startSignedOn } from "../support/sign-on.ts";

const room = "lobby" as RoomId;
const HOUR = 3_600_000;

describe("a hello with a token", () => {
  it("is answered before anything that came behind it, however long the token takes", async () => {
    let looked = (): void => {};
    const looking = new Promise<void>((resolve) => {
      looked = resolve;
    });
    const core = await startSignedOn(() => looking);
    const ada = core.peer();
    ada.tell("hello", { token: core.token({ subject: "ada" }) });
    ada.tell("ping", {});
    ada.tell("join", { room });
    ada.tell("publish", { room, data: 1 });
    await Promise.resolve();
    expect(ada.log).toEqual([]);
    looked();
    for (const request of [3, 4]) await ada.find(({ id }) => id === request);
    const answered = ada.log.map(({ type, id }) => `${type} ${id}`);
    expect(answered.slice(0, 2)).toEqual(["ok 1", "ok 2"]);
    expect(answered.slice(2).sort()).toEqual(["ok 3", "ok 4"]);
  });

  it("counts as greeted while the token is looked at: nobody waits for another word", async () => {
    const core = await startSignedOn(() => new Promise(() => {}));
    const ada = core.peer();
    expect(ada.session.greeted).toBe(false);
    ada.tell("hello", { token: core.token({}) });
    expect(ada.session.greeted).toBe(true);
  });

  it("may lose its connection meanwhile: nothing comes of it", async () => {
    let looked = (): void => {};
    const looking = new Promise<void>((resolve) => {
      looked = resolve;
    });
    const core = await startSignedOn(() => looking);
    const { pending } = core.clock;
    const ada = core.peer();
    ada.tell("hello", { token: core.token({ expiresAt: core.clock.now() + HOUR }) });
    ada.tell("join", { room });
    ada.drop();
    looked();
    await new Promise((resolve) => setImmediate(resolve));
    expect(core.hub.sessions.size).toBe(0);
    expect(core.clock.pending).toBe(pending);
    expect(core.faults).toEqual([]);
    await expect(core.peer("eve").ask("room", { room })).rejects.toMatchObject({ code: "not_found" });
  });

  it("[P5] that is wrong is the last that is read", async () => {
    const core = await startSignedOn();
    const eve = core.peer();
    eve.tell("hello", { token: "wrong" });
    eve.tell("join", { room });
    expect(await eve.find(({ type }) => type === "error")).toMatchObject({ id: 1, code: "unauthorized" });
    expect(eve.closed).toBe("auth_failed");
    expect(eve.log).toHaveLength(1);
  });

  it("[A2] is called what the token says, whatever it says itself", async () => {
    const core = await startSignedOn();
    const ada = await core.enter({ subject: "ada", name: "Ada\u202e" }, { name: "admin" });
    expect(ada.log[0].data.name).toBe("Ada");
    const { members } = await ada.ask("join", { room });
    expect(members.map(({ name }) => name)).toEqual(["Ada"]);
  });
});

describe("[A6] a token that ends", () => {
  it.each([
    ["an hour: a minute before", HOUR, HOUR - times.expiring],
    ["a minute: a tenth before", 60_000, 54_000],
    ["a year, which no timer counts", 365 * 24 * HOUR, 365 * 24 * HOUR - times.expiring],
  ])("after %s the peer is told, and cut off at the end", async (_, lasts, told) => {
    const core = await startSignedOn();
    const expiresAt = core.clock.now() + lasts;
    const ada = await core.enter({ subject: "ada", expiresAt });
    core.clock.advance(told - 1);
    expect(ada.of("token.expiring")).toEqual([]);
    core.clock.advance(1);
    expect(ada.of("token.expiring")).toEqual([{ type: "token.expiring", expiresAt }]);
    core.clock.advance(lasts - told - 1);
    expect(ada.closed).toBeNull();
    core.clock.advance(1);
    expect(ada.closed).toBe("token_expired");
    expect(ada.of("token.expiring")).toHaveLength(1);
    ada.tell("ping", {});
    await Promise.resolve();
    expect(ada.log.at(-1)).not.toMatchObject({ type: "ok", id: 2 });
  });

  it("is looked at by the clock as it was set", async () => {
    const core = await startSignedOn();
    const ada = await core.enter({ subject: "ada", expiresAt: core.clock.now() + 10 * HOUR });
    core.clock.set(12 * HOUR);
    core.clock.advance(times.expiryLook);
    expect(ada.closed).toBe("token_expired");
  });

  it("keeps no timer for a connection that is gone", async () => {
    const core = await startSignedOn();
    const { pending } = core.clock;
    const ada = await core.enter({ subject: "ada", expiresAt: core.clock.now() + HOUR });
    expect(core.clock.pending).toBe(pending + 1);
    ada.drop(true);
    expect(core.clock.pending).toBe(pending);
  });

  it("holds its peer's seats, for who comes back with another one", async () => {
    const core = await startSignedOn();
    const bob = core.peer("bob");
    await bob.ask("join", { room });
    const ada = await core.enter({ subject: "ada", expiresAt: core.clock.now() + 1_000 });
    await ada.ask("join", { room });
    core.clock.advance(1_000);
    ada.drop();
    expect(await bob.next("member.held")).toMatchObject({ member: { peer: ada.id } });
    const { session, secret } = ada.log[0].data;
    const again = await core.enter({ subject: "ada" }, { resume: { session, secret } });
    expect(again.log[0].data).toMatchObject({ resumed: true, peer: ada.id, rooms: [{ room: { room } }] });
  });
});

describe("[A7] refresh", () => {
  it("puts another token in the place of the one before", async () => {
    const core = await startSignedOn();
    const now = core.clock.now();
    const ada = await core.enter({ subject: "ada", scopes: ["join"], expiresAt: now + 10_000 });
    core.clock.advance(9_500);
    expect(ada.of("token.expiring")).toHaveLength(1);
    const newer = core.token({ subject: "ada", scopes: ["join", "create"], expiresAt: now + HOUR });
    // What comes behind it is judged by the new one.
    const made = ada.tell("refresh", { token: newer }) && ada.ask("create", { room });
    await expect(made).resolves.toMatchObject({ room: { room } });
    expect(await ada.find(({ id }) => id === 2)).toMatchObject({ data: { expiresAt: now + HOUR } });
    core.clock.advance(10_000);
    expect(ada.closed).toBeNull();
    core.clock.advance(HOUR);
    expect(ada.closed).toBe("token_expired");
    expect(ada.of("token.expiring")).toHaveLength(2);
  });

  it("tells once of one end, also if the same token comes again and again", async () => {
    const core = await startSignedOn();
    const expiresAt = core.clock.now() + 10_000;
    const ada = await core.enter({ subject: "ada", expiresAt });
    core.clock.advance(9_500);
    for (let i = 0; i < 3; i++) {
      await ada.ask("refresh", { token: core.token({ subject: "ada", expiresAt }) });
      core.clock.advance(100);
    }
    expect(ada.of("token.expiring")).toHaveLength(1);
  });

  it("is for the same subject, and for signed tokens only", async () => {
    const core = await startSignedOn();
    const ada = await core.enter({ subject: "ada", scopes: ["join"] });
    const bobs = core.token({ subject: "bob", admin: true });
    await expect(ada.ask("refresh", { token: bobs })).rejects.toMatchObject({ code: "forbidden" });
    await expect(ada.ask("create", { room })).rejects.toMatchObject({ code: "forbidden" });
    await expect(ada.ask("refresh", { token: "wrong" })).rejects.toMatchObject({ code: "unauthorized" });
    expect(ada.closed).toBeNull();
    const anybody = core.peer("eve");
    const token = core.token({ subject: "eve" });
    await expect(anybody.ask("refresh", { token })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("starts anew who may no longer see what it watches", async () => {
    const core = await startSignedOn();
    const ada = await core.enter({ subject: "ada", scopes: ["observe"] });
    await ada.ask("watch", { stream: "signals" });
    await ada.ask("refresh", { token: core.token({ subject: "ada" }) });
    expect(ada.closed).toBe("resync");
  });
});

describe("[A8] a resume", () => {
  const resumed = async (before: string | undefined, after: string | undefined) => {
    const core = await startSignedOn();
    const ada = before === undefined ? core.peer("ada") : await core.enter({ subject: before });
    const welcome: Wire = await ada.find(({ type }) => type === "ok");
    const resume = { session: welcome.data.session, secret: welcome.data.secret };
    ada.drop();
    const peer = core.peer();
    const token = after === undefined ? undefined : core.token({ subject: after });
    return (await peer.ask("hello", { token, resume })).resumed;
  };

  it.each([
    ["ada", "ada", true],
    [undefined, undefined, true],
    ["ada", "bob", false],
    ["ada", undefined, false],
    [undefined, "ada", false],
  ])("of %s by %s: %s", async (before, after, comes) => {
    expect(await resumed(before, after)).toBe(comes);
  });
});
