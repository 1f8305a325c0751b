// Bad input gets its own answer, and a healthy connection beside it notices nothing.
import { connect as tcpConnect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limits } from "../../src/protocol/limits.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { openSocket, type RawSocket } from "../support/socket.ts";

let server: RunningServer;
let control: RawSocket;
beforeAll(async () => {
  server = await serve({ port: 0 });
  control = await openSocket(server.ws);
  await control.ask({ type: "join", room: "healthy" });
});
afterAll(async () => {
  // It saw nothing but its own answers, and is still served.
  expect(await control.ask({ type: "ping" })).toMatchObject({ type: "ok" });
  expect(control.ws.readyState).toBe(control.ws.OPEN);
  await server.stop();
});

describe("a frame", () => {
  it.each([
    ["that is binary", Buffer.from('{"type":"ping"}'), 1003],
    ["that is too large", JSON.stringify({ type: "ping", pad: "x".repeat(limits.frameBytes) }), 1009],
  ])("%s closes the connection", async (_, frame, code) => {
    const socket = await openSocket(server.ws);
    socket.send(frame);
    expect((await socket.closed).code).toBe(code);
  });

  it("[M5] of bad JSON is answered, and the connection goes on", async () => {
    const socket = await openSocket(server.ws);
    socket.send("{");
    expect(await socket.next("error")).toMatchObject({ code: "bad_request" });
    socket.send(`{"type":"publish","room":"a","data":${"[".repeat(20_000)}${"]".repeat(20_000)}}`);
    expect(await socket.next("error")).toMatchObject({ code: "bad_request" });
    expect(await socket.ask({ type: "dance" })).toMatchObject({ code: "unknown_type" });
    expect(await socket.ask({ type: "leave" })).toMatchObject({
      code: "bad_request",
      details: [{ path: "/", message: expect.stringContaining("room") }],
    });
    expect(await socket.ask({ type: "ping" })).toMatchObject({ type: "ok" });
    socket.ws.close();
  });

  it("[M6] refused for the tenth time ends the connection", async () => {
    const socket = await openSocket(server.ws);
    for (let i = 0; i < 10; i++) socket.send("nonsense");
    expect((await socket.closed).code).toBe(4500);
  });

  it.each([
    ["a reserved opcode", Buffer.from([0x83, 0x80, 0, 0, 0, 0]), 1002],
    ["no mask", Buffer.from([0x81, 0x02, 0x68, 0x69]), 1002],
    ["a length of 2^53", Buffer.from([0x81, 0xff, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 1009],
    ["broken UTF-8", Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]), 1007],
  ])("with %s closes with its code", async (_, bytes, code) => {
    const raw = tcpConnect(server.port, "127.0.0.1");
    raw.write(
      "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    const received: Buffer[] = [];
    let sent = false;
    for await (const chunk of raw) {
      received.push(chunk);
      if (!sent && Buffer.concat(received).includes("\r\n\r\n")) {
        sent = true;
        received.length = 0;
        raw.write(bytes);
      } else if (sent) break;
    }
    const frame = Buffer.concat(received);
    expect(frame[0]).toBe(0x88);
    expect(frame.readUInt16BE(2)).toBe(code);
    raw.destroy();
  });
});

describe("a request", () => {
  const join = (room: string, create?: unknown) => ({ type: "join", room, create });

  it("gets the code that tells what was wrong with it", async () => {
    const [a, b] = [await openSocket(server.ws), await openSocket(server.ws)];
    expect(await a.ask(join("small", { capacity: 1 }))).toMatchObject({ type: "ok" });
    expect(await b.ask(join("small"))).toMatchObject({ code: "room_full", retryable: true });
    expect(await b.ask(join("nowhere", false))).toMatchObject({ code: "not_found" });
    expect(await b.ask({ type: "room", room: "nowhere" })).toMatchObject({ code: "not_found" });
    expect(await b.ask({ type: "leave", room: "small" })).toMatchObject({ code: "not_joined" });
    expect(await b.ask({ type: "publish", room: "small", data: 1 })).toMatchObject({ code: "not_joined" });
    expect(await b.ask({ type: "history", room: "small" })).toMatchObject({ code: "not_joined" });
    expect(await b.ask({ type: "kick", room: "small", peer: "x" })).toMatchObject({ code: "forbidden" });
    expect(await b.ask({ type: "watch", stream: "signals" })).toMatchObject({ code: "forbidden" });
    expect(await a.ask({ type: "create", room: "small" })).toMatchObject({ code: "already_exists" });
    expect(await a.ask({ type: "finish", room: "small" })).toMatchObject({ type: "ok" });
    const text = "é".repeat(limits.textBytes / 2 + 1);
    const publish = { type: "publish", room: "small", event: "chat" };
    expect(await a.ask({ ...publish, data: { text } })).toMatchObject({ code: "payload_too_large" });
    expect(await a.ask({ ...publish, data: { txt: "" } })).toMatchObject({ code: "bad_request" });
    const data = { pad: "x".repeat(limits.memberDataBytes) };
    expect(await a.ask({ type: "join", room: "b", data })).toMatchObject({ code: "payload_too_large" });
    const sdp = "x".repeat(limits.descriptionBytes);
    expect(
      await a.ask({ type: "signal", room: "small", to: "x", kind: "offer", data: { sdp } }),
    ).toMatchObject({
      code: "payload_too_large",
    });
    a.ws.close();
    b.ws.close();
  });
});
