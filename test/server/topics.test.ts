// Topics over real sockets and HTTP: what a script pushes reaches everyone.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { openSocket } from "../support/socket.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await serve({ port: 0 });
});
afterAll(() => server.stop());

const post = (path: string, body: string, token: string | null = server.adminToken) =>
  fetch(server.url + path, {
    method: "POST",
    body,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
const json = async (path: string) => (await fetch(server.url + path)).json();

describe("/topics", () => {
  it("takes a value, answers with its place, and shows it", async () => {
    const response = await post("/topics/door", '{"open":true}');
    expect(response.status).toBe(200);
    const { offset, position, time } = await response.json();
    expect(offset).toBe(1);
    expect(await json("/topics/door")).toEqual({
      topic: "door",
      value: { offset, data: { open: true }, time },
      position,
    });
    expect((await fetch(`${server.url}/topics/door?ns=other`)).status).toBe(404);
  });

  it("sends a retry with the same key once", async () => {
    const first = await (await post("/topics/retry?key=abcdefgh", "1")).json();
    const second = await (await post("/topics/retry?key=abcdefgh", "1")).json();
    expect(second).toMatchObject({ offset: first.offset, duplicate: true });
  });

  it.each([
    ["no token", "/topics/x", "1", null, 401, "unauthorized"],
    ["a wrong token", "/topics/x", "1", "wrong", 401, "unauthorized"],
    ["no JSON", "/topics/x", "{", undefined, 400, "bad_request"],
    ["nothing", "/topics/x", "", undefined, 400, "bad_request"],
    ["JSON that is too deep", "/topics/x", "[".repeat(30_000), undefined, 400, "bad_request"],
    ["a name that is none", "/topics/__proto__", "1", undefined, 400, "bad_request"],
    ["a key that is too short", "/topics/x?key=1", "1", undefined, 400, "bad_request"],
    ["too much", "/topics/x", `"${"x".repeat(70_000)}"`, undefined, 413, "payload_too_large"],
  ])("refuses %s", async (_, path, body, token, status, code) => {
    const response = await post(path, body, token);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  it("is a problem where nothing was ever pushed", async () => {
    expect(await json("/topics/never")).toMatchObject({ status: 404, code: "not_found" });
  });

  it("counts topics and subscribers", async () => {
    const socket = await openSocket(server.ws);
    await socket.ask({ type: "subscribe", topic: "counted" });
    expect(await json("/stats")).toMatchObject({ topics: 1, subscribers: 1, totalRooms: 0 });
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain("rtrooms_subscribers 1\n");
    socket.ws.close();
    await socket.closed;
  });

  it("[V1] reaches 500 subscribers with every value, in order", async () => {
    const sockets = await Promise.all(Array.from({ length: 500 }, () => openSocket(server.ws)));
    await post("/topics/crowd", "0");
    const answers = await Promise.all(
      sockets.map((socket) => socket.ask({ type: "subscribe", topic: "crowd" })),
    );
    expect(answers.every(({ data }) => data.value.data === 0)).toBe(true);
    for (const n of [1, 2, 3]) await post("/topics/crowd", String(n));
    for (const socket of sockets) {
      for (const n of [1, 2, 3]) expect(await socket.next("data")).toMatchObject({ offset: n + 1, data: n });
    }
    for (const { ws } of sockets) ws.terminate();
  });
});
