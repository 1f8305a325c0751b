// [S12] Watching signals with what they carry, through a real server: what is shown, in what order, and to whom.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { Trace, type TraceRecord } from "../../src/signals/trace.ts";
import type { Wire } from "../support/peer.ts";
import { openSocket, type RawSocket } from "../support/socket.ts";

const audited: Wire[] = [];
const log = { info: (line: Wire) => void audited.push(line), warn: (line: Wire) => void audited.push(line) };
let server: RunningServer;
beforeAll(async () => {
  server = await serve({ port: 0, adminToken: "the-admins", auditLog: log });
});
afterAll(() => server.stop());

const socket = (): Promise<RawSocket> => openSocket(server.ws);
async function watcher(more: object): Promise<RawSocket> {
  const admin = await socket();
  await admin.ask({ type: "hello", token: "the-admins" });
  admin.send({ type: "watch", stream: "signals", id: 1, ...more });
  expect(await admin.next("ok")).toMatchObject({ id: 1, data: {} });
  return admin;
}

async function member(
  room: string,
  name = "guest",
  create: object = {},
): Promise<RawSocket & { peer: string }> {
  const there = await socket();
  await there.ask({ type: "hello", name });
  const { data } = await there.ask({ type: "join", room, create });
  return { ...there, peer: data.self.peer };
}

async function records(of: RawSocket, count: number): Promise<Wire[]> {
  const taken: Wire[] = [];
  while (taken.length < count) {
    const next = await of.next();
    if (String(next.type).startsWith("watch.")) taken.push(next);
  }
  return taken;
}

const offer = { type: "offer", sdp: "v=0\r\no=- 4123456789012 2 IN IP4 127.0.0.1\r\n" };

describe("[S12] a watcher that asks for data", () => {
  it("sees who is there first, then who comes, what is signalled, and who goes, in one count", async () => {
    const ada = await member("a", "ada");
    const admin = await watcher({ room: "a", data: true });
    const bob = await member("a", "bob");
    await ada.ask({ type: "signal", room: "a", to: bob.peer, kind: "offer", data: offer, exchange: "x" });
    await bob.ask({ type: "report", room: "a", to: ada.peer, state: "connected", exchange: "x" });
    await bob.ask({ type: "leave", room: "a" });
    const seen = await records(admin, 5);
    expect(seen.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    const where = { namespace: "default", room: "a", time: expect.any(Number) };
    expect(seen[0]).toEqual({
      ...{ type: "watch.members", seq: 1, ...where, peer: ada.peer, name: "ada", what: "present" },
    });
    expect(seen[1]).toMatchObject({ what: "joined", name: "bob" });
    expect(seen[2]).toEqual({
      ...{ type: "watch.signals", seq: 3, ...where, from: ada.peer, to: bob.peer, kind: "offer" },
      ...{ bytes: JSON.stringify(offer).length, verdict: "delivered", exchange: "x", data: offer },
    });
    expect(seen[3]).toMatchObject({ kind: "report", state: "connected", exchange: "x" });
    expect(seen[4]).toMatchObject({ what: "left", peer: bob.peer, name: "bob", reason: "leave" });
    for (const each of [ada, bob, admin]) each.ws.close();
  });

  it("sees who is lost, what was never collected then, and who closes a room", async () => {
    const admin = await watcher({ data: true });
    const ada = await member("b", "ada", { hold: 60_000 });
    const bob = await member("b", "bob");
    bob.ws.terminate();
    await ada.next("member.held");
    const late = await watcher({ room: "b", data: true });
    expect((await records(late, 3)).map(({ what, name, seq }) => [seq, what, name])).toEqual([
      [1, "present", "ada"],
      [2, "present", "bob"],
      [3, "held", "bob"],
    ]);
    await ada.ask({ type: "signal", room: "b", to: bob.peer, kind: "offer", data: offer, exchange: "y" });
    await ada.ask({ type: "kick", room: "b", peer: bob.peer });
    await ada.ask({ type: "close", room: "b" });
    const seen = await records(admin, 7);
    expect(seen.map(({ what, kind, verdict, of }) => what ?? [kind, verdict ?? of]).slice(0, 4)).toEqual([
      "joined",
      "joined",
      "held",
      ["offer", "queued"],
    ]);
    expect(seen[4]).toMatchObject({ what: "left", peer: bob.peer, name: "bob", reason: "kick" });
    expect(seen[5]).toMatchObject({
      kind: "expired",
      of: "offer",
      from: ada.peer,
      to: bob.peer,
      exchange: "y",
    });
    expect(seen[5]).not.toHaveProperty("data");
    expect(seen[6]).toMatchObject({ what: "left", name: "ada" });
    expect(seen[6]).not.toHaveProperty("reason");
    const trace = new Trace({ complete: true });
    const found = seen.flatMap((record) => trace.take(record as TraceRecord));
    expect(found.map(({ finding }) => finding.trigger)).toContain("signal-expired");
    for (const each of [ada, late, admin]) each.ws.close();
  });

  it("sees a member who is back", async () => {
    const ada = await member("c", "ada", { hold: 60_000 });
    const bob = await socket();
    const { data: welcome } = await bob.ask({ type: "hello", name: "bob" });
    await bob.ask({ type: "join", room: "c" });
    const admin = await watcher({ room: "c", data: true });
    bob.ws.terminate();
    await ada.next("member.held");
    const again = await socket();
    const { session, secret } = welcome;
    await again.ask({ type: "hello", resume: { session, secret, positions: { rooms: {} } } });
    const seen = await records(admin, 4);
    expect(seen.map(({ what }) => what)).toEqual(["present", "present", "held", "returned"]);
    for (const each of [ada, again, admin]) each.ws.close();
  });

  it("sees a signal before its sender's leaving, though both came in one piece", async () => {
    const [ada, bob] = [await member("d", "ada"), await member("d", "bob")];
    const admin = await watcher({ room: "d", data: true });
    const raw = (ada.ws as unknown as { _socket: { cork(): void; uncork(): void } })._socket;
    raw.cork();
    ada.send({ type: "signal", room: "d", to: bob.peer, kind: "candidate", data: null });
    ada.send({ type: "leave", room: "d" });
    raw.uncork();
    const seen = await records(admin, 4);
    expect(seen.map(({ what, kind }) => what ?? kind)).toEqual(["present", "present", "candidate", "left"]);
    for (const each of [ada, bob, admin]) each.ws.close();
  });

  it("begins with nobody where there is no such room yet, and is told once", async () => {
    const admin = await watcher({ room: "e", data: true });
    expect(await admin.ask({ type: "watch", stream: "signals", room: "e", data: true })).toMatchObject({
      type: "ok",
    });
    const ada = await member("e", "ada");
    await ada.ask({ type: "leave", room: "e" });
    expect((await records(admin, 2)).map(({ seq, what }) => [seq, what])).toEqual([
      [1, "joined"],
      [2, "left"],
    ]);
    for (const each of [ada, admin]) each.ws.close();
  });

  it("stands beside one that did not ask, who is told no more than before", async () => {
    const [plain, full] = [await watcher({ room: "f" }), await watcher({ room: "f", data: true })];
    const [ada, bob] = [await member("f", "ada"), await member("f", "bob")];
    await ada.ask({ type: "signal", room: "f", to: bob.peer, kind: "offer", data: offer });
    const [record] = await records(plain, 1);
    expect(record).toMatchObject({ type: "watch.signals", seq: 1, kind: "offer" });
    expect(record).not.toHaveProperty("data");
    expect((await records(full, 3)).map(({ type }) => type)).toEqual([
      ...["watch.members", "watch.members", "watch.signals"],
    ]);
    expect(plain.unread().filter(({ type }) => type === "watch.members")).toEqual([]);
    for (const each of [plain, full, ada, bob]) each.ws.close();
  });

  it("misses what it does not read, sees that by a gap, and is not closed for it", async () => {
    const admin = await watcher({ room: "g", data: true });
    const [ada, bob] = [await member("g", "ada"), await member("g", "bob")];
    await records(admin, 2);
    admin.ws.pause();
    const data = "x".repeat(30_000);
    // Each may send so many before it is told to wait.
    const many = 360;
    for (let count = 0; count < many; count++) {
      const [from, to] = count % 2 === 0 ? [ada, bob] : [bob, ada];
      await from.ask({ type: "signal", room: "g", to: to.peer, kind: "custom", data });
    }
    admin.ws.resume();
    const seqs: number[] = [];
    while (seqs.length === 0 || seqs.at(-1)! <= many + 2) {
      if (admin.unread().length === 0)
        await ada.ask({ type: "signal", room: "g", to: bob.peer, kind: "custom", data: 1 });
      seqs.push((await records(admin, 1))[0]!.seq);
    }
    expect(seqs[0]).toBe(3);
    expect(seqs.length).toBeLessThan(many);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(seqs.some((seq, at) => at > 0 && seq > seqs[at - 1]! + 1)).toBe(true);
    for (const each of [admin, ada, bob]) each.ws.close();
  });
});

describe("[T35] what signals carry", () => {
  it("is not for those who only may join and signal", async () => {
    const guest = await socket();
    await guest.ask({ type: "hello" });
    for (const room of ["a", undefined])
      expect(await guest.ask({ type: "watch", stream: "signals", room, data: true })).toMatchObject({
        code: "forbidden",
      });
    guest.ws.close();
  });

  it("is shown to nobody without a line in the audit", async () => {
    audited.splice(0);
    const [room, all] = [await watcher({ room: "h", data: true }), await watcher({ data: true })];
    const plain = await watcher({ room: "h" });
    const line = {
      audit: true,
      act: "watch",
      reason: "by_admin",
      by: expect.any(String),
      address: "127.0.0.1",
    };
    expect(audited).toEqual([
      { ...line, namespace: "default", room: "h" },
      { ...line, namespace: "*", room: "*" },
    ]);
    for (const each of [room, all, plain]) each.ws.close();
  });
});
