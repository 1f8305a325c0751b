// /asyncapi.json: valid by the specification's own schema, and true of a conversation with a real server.
import specs from "@asyncapi/specs";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { closes } from "../../src/protocol/closes.ts";
import { errors } from "../../src/protocol/errors.ts";
import { events } from "../../src/protocol/events.ts";
import { requests } from "../../src/protocol/requests.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { mint } from "../../src/server/mint.ts";
import { Described } from "../support/document.ts";
import type { Wire } from "../support/peer.ts";
import { openSocket } from "../support/socket.ts";

const SECRET = "a secret of this test, with 32 bytes and more";

let server: RunningServer;
let api: Described;
beforeAll(async () => {
  server = await serve({
    port: 0,
    iceServers: [{ urls: ["stun:stun.example.org"] }],
    turn: { urls: ["turn:turn.example.org"], secret: "north", ttlMs: 1_000 },
    namespaces: { signed: { auth: { jwt: { secret: SECRET } } } },
  });
  api = new Described(await (await fetch(`${server.url}/asyncapi.json`)).json());
});

/** Types of requests that were answered, and of events that came. */
const answered = new Set<string>();
const announced = new Set<string>();

const expectFrame = (frame: Wire, message: string): void =>
  api.expect(frame, message, "components", "messages", message, "payload");

/** What came, with the message that it is by its type. */
const heard: [frame: Wire, message: string][] = [];
afterEach(() => {
  for (const [frame, message] of heard.splice(0)) expectFrame(frame, message);
});

/** A peer whose every frame, out and in, is held against the document. */
async function speaker(path = "") {
  const socket = await openSocket(server.ws + path);
  const asked = new Map<string, string>();
  let ids = 0;
  socket.ws.on("message", (text) => {
    const frame = JSON.parse(String(text));
    if (frame.type === "ok") {
      const type = asked.get(frame.id)!;
      heard.push([frame, `${type}.reply`]);
      answered.add(type);
    } else if (frame.type === "error") heard.push([frame, "error"]);
    else {
      heard.push([frame, `${frame.type}.event`]);
      announced.add(frame.type);
    }
  });
  return {
    ...socket,
    async ask(type: string, fields: object = {}): Promise<Wire> {
      const id = `${type} ${++ids}`;
      asked.set(id, type);
      const request = { type, id, ...fields };
      expectFrame(request, `${type}.request`);
      socket.send(request);
      for (;;) {
        const frame = await socket.next();
        if (frame.id !== id) continue;
        if (frame.type === "error") throw new Error(`${type}: ${frame.message}`);
        return frame.data;
      }
    },
  };
}

describe("/asyncapi.json", () => {
  it("is a valid document of AsyncAPI 3.0 whose references and examples hold", () => {
    const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
    (formats as unknown as (ajv: Ajv) => void)(ajv);
    const valid = ajv.validate(specs.schemasWithoutId["3.0.0"], api.document);
    expect(valid ? [] : ajv.errors).toEqual([]);
    for (const reference of api.references()) expect(api.resolve(reference), reference).toBeDefined();
    api.expectExamples();
    for (const [id, { examples }] of Object.entries<Wire>(api.document.components.messages)) {
      for (const { payload } of examples) expectFrame(payload, id);
    }
  });

  it("has an operation for every request, with its reply, and for every event, on both channels", () => {
    const wanted = [
      ...Object.keys(requests).map((type) => `request.${type}`),
      ...Object.keys(events).map((type) => `event.${type}`),
    ];
    expect(Object.keys(api.document.operations).sort()).toEqual(wanted.sort());
    const { default: main, namespace } = api.document.channels;
    expect([main.address, namespace.address]).toEqual(["/ws", "/ws/{namespace}"]);
    expect(namespace.messages).toEqual(main.messages);
    for (const { action, messages, reply } of Object.values<Wire>(api.document.operations)) {
      expect(action).toBe(reply ? "receive" : "send");
      for (const { $ref } of [...messages, ...(reply?.messages ?? [])]) {
        expect($ref).toMatch(/^#\/channels\/default\/messages\//);
      }
    }
  });

  it("has every error and every close code", () => {
    expect(api.at("components", "schemas", "ErrorCode").enum).toEqual(Object.keys(errors));
    const { description, "x-close-codes": table } = api.document.channels.default;
    expect(table.map(({ code }: Wire) => code)).toEqual(Object.values(closes).map(({ code }) => code));
    for (const [name, { code, reason }] of Object.entries(closes)) {
      expect(description).toContain(`| ${code} | ${name} | ${reason} |`);
    }
  });
});

describe("a real server speaks as its document says", () => {
  it("in a room, from the first request to the last event", async () => {
    const [ada, bob, admin] = [await speaker(), await speaker(), await speaker()];
    await admin.ask("hello", { token: server.adminToken, name: "admin" });
    await admin.ask("watch", { stream: "signals", room: "duel" });
    await admin.ask("watch", { stream: "signals", room: "duel", data: true });
    await ada.ask("ping");
    await ada.ask("create", { room: "duel", capacity: 3, start: "host", history: "all", data: { map: "x" } });
    const { self: a } = await ada.ask("join", { room: "duel", data: { team: "red" } });
    const { self: b } = await bob.ask("join", { room: "duel", create: false });
    await bob.ask("member.update", { room: "duel", ready: true, data: { team: "blue" } });
    await ada.ask("room.update", { room: "duel", capacity: 4, visibility: "unlisted" });
    await ada.ask("publish", {
      room: "duel",
      event: "chat",
      data: { text: "hi" },
      echo: true,
      key: "12345678",
    });
    await ada.ask("publish", { room: "duel", event: "chat", data: { text: "hi" }, key: "12345678" });
    await ada.ask("publish", { room: "duel", data: 1, to: [b.peer] });
    await bob.ask("history", { room: "duel", limit: 5 });
    await bob.ask("room", { room: "duel" });
    await bob.ask("rooms", { status: "waiting", limit: 1 });
    const pair = { local: "host", remote: "srflx", protocol: "udp" };
    await ada.ask("signal", {
      room: "duel",
      to: b.peer,
      kind: "offer",
      data: { sdp: "v=0" },
      exchange: "e1",
    });
    await ada.ask("signal", { room: "duel", to: "nobody", kind: "end", data: null });
    await bob.ask("report", { room: "duel", to: a.peer, state: "connected", pair, exchange: "e1" });
    await ada.ask("announce", { room: "duel", text: "ready?" });
    await ada.ask("transfer", { room: "duel", to: b.peer });
    await bob.ask("start", { room: "duel" });
    await bob.ask("finish", { room: "duel" });
    await bob.ask("kick", { room: "duel", peer: a.peer });
    await bob.ask("ban", { room: "duel", peer: a.peer });
    await bob.ask("unban", { room: "duel", peer: a.peer });
    await bob.ask("close", { room: "duel" });
    await admin.next("watch.members");
    await ada.ask("join", { room: "other" });
    await ada.ask("leave", { room: "other" });
    await expect(bob.ask("leave", { room: "other" })).rejects.toThrow();
  });

  it("about topics, in a namespace", async () => {
    const [admin, reader] = [await speaker("/chess"), await speaker("/chess")];
    await admin.ask("hello", { token: server.adminToken });
    const { position } = await reader.ask("subscribe", { topic: "price" });
    expect(position).toBeNull();
    const { position: first } = await admin.ask("push", { topic: "price", data: 1, key: "12345678" });
    await admin.ask("push", { topic: "price", data: { x: 2 } });
    await admin.ask("subscribe", { topic: "price", position: first });
    await reader.ask("unsubscribe", { topic: "price" });
  });

  it("about the lobby, and about peers who are lost", async () => {
    const [watcher, host, guest] = [await speaker(), await speaker(), await speaker()];
    await watcher.ask("lobby.watch", { available: 1 });
    await host.ask("join", { room: "open", create: { capacity: 3 } });
    expect(await watcher.next("lobby.added")).toMatchObject({ view: { room: "open" } });
    const welcome = await guest.ask("hello", { name: "guest" });
    const { self, position } = await guest.ask("join", { room: "open" });
    await watcher.next("lobby.updated");
    guest.ws.terminate();
    await host.next("member.held");
    const again = await speaker();
    const { session, secret } = welcome;
    const positions = position && { rooms: { open: position } };
    const back = await again.ask("hello", { resume: { session, secret, ...(positions && { positions }) } });
    expect(back).toMatchObject({ resumed: true, rooms: [{ self }] });
    await host.next("member.returned");
    again.ws.terminate();
    await host.next("member.held");
    await host.ask("signal", { room: "open", to: self.peer, kind: "offer", data: { sdp: "v=0" } });
    // Its seat is given up before it has come back: the signal returns, ahead of the answer.
    await host.ask("kick", { room: "open", peer: self.peer });
    await host.ask("close", { room: "open" });
    await watcher.next("lobby.removed");
    await watcher.ask("lobby.unwatch");
  });

  it("about matches", { timeout: 60_000 }, async () => {
    const [ada, bob, cleo, dan, eve] = await Promise.all(Array.from({ length: 5 }, () => speaker()));
    const rank = { queue: "duel", capacity: 3, min: 3, spread: 1, widenPerSecond: 100 };
    await ada!.ask("match", { ...rank, rank: 1 });
    await bob!.ask("match", { ...rank, rank: 40, data: { name: "bob" } });
    // A window that widens: the two rooms become one.
    await bob!.next("match.moved");
    await cleo!.ask("join", { room: "party", create: { capacity: 2 } });
    await dan!.ask("join", { room: "party" });
    await cleo!.ask("match", { queue: "pairs", party: "party", where: { room: { map: "x" } } });
    await dan!.next("match.found");
    await eve!.ask("match", { queue: "nobody", timeoutMs: 1_000 });
    await eve!.next("match.none");
  });

  it("about a token that ends", async () => {
    const token = (ttlMs: number) => mint({ secret: SECRET }, { sub: "ada", ttlMs }, Date.now());
    const ada = await speaker("/signed");
    await ada.ask("hello", { token: (await token(2_000)).token });
    await ada.next("token.expiring");
    const { token: newer, expiresAt } = await token(60_000);
    expect(await ada.ask("refresh", { token: newer })).toEqual({ expiresAt });
    ada.ws.close();
  });

  it("when it refuses", async () => {
    const socket = await speaker();
    socket.send("{");
    expect(await socket.next("error")).toMatchObject({ code: "bad_request" });
    socket.send({ type: "join", id: 1, room: "_" });
    expect(await socket.next("error")).toMatchObject({ id: 1, details: [{ path: "/room" }] });
  });

  it("to its end, and by then in every request and every event", async () => {
    const last = await speaker();
    await last.ask("ping");
    await last.next("ice");
    await server.stop();
    await last.closed;
    expect([...answered].sort()).toEqual(Object.keys(requests).sort());
    expect([...announced].sort()).toEqual(Object.keys(events).sort());
  });
});
