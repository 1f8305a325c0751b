// The door: who gets a WebSocket at all, and what the refused are told.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { openSocket, refusedUpgrade } from "../support/socket.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await serve({ port: 0, allowOrigin: ["https://game.example"], adminToken: "s3cret" });
});
afterAll(() => server.stop());

describe("an upgrade", () => {
  it("[P1] takes rtrooms.v1 when it is offered, and does without", async () => {
    const offered = await openSocket(server.ws);
    expect(offered.ws.protocol).toBe("rtrooms.v1");
    offered.ws.close();
    const plain = await openSocket(server.ws, []);
    expect(plain.ws.protocol).toBe("");
    plain.ws.close();
  });

  it("[P1] names a namespace in its path", async () => {
    const socket = await openSocket(`${server.ws}/chess`);
    expect((await socket.ask({ type: "hello" })).data.namespace).toBe("chess");
    socket.ws.close();
  });

  it.each([
    ["another path", "/socket", 404, "not_found"],
    ["a namespace that is no id", "/ws/__proto__", 404, "not_found"],
    ["[P2] a token in the URL", "/ws?token=abc", 400, "bad_request"],
  ])("is refused for %s", async (_, path, status, code) => {
    const refused = await refusedUpgrade(`ws://127.0.0.1:${server.port}${path}`);
    expect(refused).toMatchObject({ status, problem: { code } });
  });

  it.each([
    ["a page of this machine", "http://localhost:5173", true],
    ["a page that is allowed", "https://game.example", true],
    ["a page of another host", "https://evil.example", false],
    ["a page without a host", "null", false],
  ])("[P3] from %s", async (_, origin, welcome) => {
    if (welcome) (await openSocket(server.ws, [], { origin })).ws.close();
    else {
      const { status, problem } = await refusedUpgrade(server.ws, [], { origin });
      expect({ status, code: problem.code }).toEqual({ status: 403, code: "forbidden" });
      expect(problem.detail).toContain(`--allow-origin ${origin}`);
    }
  });

  it("is refused under a foreign name, which is how a page reaches a server on loopback", async () => {
    const headers = { host: "evil.example:7420" };
    expect((await refusedUpgrade(server.ws, [], { headers })).status).toBe(403);
  });

  it("[P2] takes a token from header or subprotocol, and refuses a wrong one with 401", async () => {
    for (const [protocols, headers] of [
      [["rtrooms.v1", "bearer.s3cret"], {}],
      [[], { authorization: "Bearer s3cret" }],
    ] as const) {
      const socket = await openSocket(server.ws, [...protocols], { headers });
      expect(await socket.ask({ type: "watch", stream: "signals" })).toMatchObject({ type: "ok" });
      socket.ws.close();
    }
    expect((await refusedUpgrade(server.ws, ["bearer.wrong"])).status).toBe(401);
  });
});

describe("hello", () => {
  it("[P4] is implied by another first request, whose answer follows the welcome", async () => {
    const socket = await openSocket(server.ws);
    socket.send({ type: "ping", id: 1 });
    expect(await socket.next()).toMatchObject({ type: "welcome", namespace: "default" });
    expect(await socket.next()).toMatchObject({ type: "ok", id: 1 });
    socket.ws.close();
  });

  it("[P5] with a wrong token is answered and closed with 4501", async () => {
    const socket = await openSocket(server.ws);
    expect(await socket.ask({ type: "hello", token: "wrong" })).toMatchObject({ code: "unauthorized" });
    expect((await socket.closed).code).toBe(4501);
  });

  it("[P5] of another version is answered and closed with 4507", async () => {
    const socket = await openSocket(server.ws);
    expect(await socket.ask({ type: "hello", version: 2 })).toMatchObject({ code: "bad_request" });
    expect((await socket.closed).code).toBe(4507);
  });

  it("comes once", async () => {
    const socket = await openSocket(server.ws);
    expect(await socket.ask({ type: "hello", name: " Ada\u202e " })).toMatchObject({ data: { name: "Ada" } });
    expect(await socket.ask({ type: "hello" })).toMatchObject({ code: "bad_request" });
    socket.ws.close();
  });
});
