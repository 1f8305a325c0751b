// Requests that can't be served as things are, each with the code that says why.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limits } from "../../src/protocol/limits.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { openSocket } from "../support/socket.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await serve({ port: 0 });
});
afterAll(() => server.stop());

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
    a.ws.close();
    b.ws.close();
  });
});
