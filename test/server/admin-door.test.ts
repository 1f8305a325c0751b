// The admins' own port: with it what is for them is there and nowhere else; without it, as everywhere, it needs the token.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { openSocket, refusedUpgrade } from "../support/socket.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await serve({
    port: 0,
    adminPort: 0,
    adminToken: "s3cret",
    allowOrigin: ["https://game.example"],
  });
});
afterAll(() => server.stop());

const token = { authorization: "Bearer s3cret" };
const at = (url: string, path: string, method = "GET", headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, { method, headers }).then(({ status }) => status);
const watching = async (url: string): Promise<unknown> => {
  const socket = await openSocket(url, [], { headers: token });
  const reply = await socket.ask({ type: "watch", stream: "signals" });
  socket.ws.close();
  return reply;
};

describe("[T29] with a port for admins", () => {
  it("changes, figures and watching are refused at the other, with the token too", async () => {
    for (const [method, path] of [
      ["GET", "/stats"],
      ["GET", "/metrics"],
      ["POST", "/rooms/a"],
      ["PATCH", "/rooms/a"],
      ["DELETE", "/rooms/a"],
      ["GET", "/rooms/a/messages"],
      ["POST", "/rooms/cleanup"],
      ["PUT", "/rooms/a/bans/x"],
    ] as const) {
      expect(await at(server.url, path, method, token), `${method} ${path}`).toBe(403);
    }
    expect(await watching(server.ws)).toMatchObject({ code: "forbidden" });
    expect(await at(server.url, "/healthz")).toBe(200);
    expect(await at(server.url, "/rooms")).toBe(200);
  });

  it("they are to be had there, with the token where that is needed", async () => {
    const url = server.adminUrl!;
    expect(await at(url, "/stats")).toBe(200);
    expect(await at(url, "/rooms/a", "POST")).toBe(401);
    expect(await at(url, "/rooms/a", "POST", token)).toBe(201);
    expect(await watching(`${url.replace("http", "ws")}/ws`)).toMatchObject({ type: "ok" });
  });

  it("asks for its own names and origins, whatever the other allows", async () => {
    const ws = `${server.adminUrl!.replace("http", "ws")}/ws`;
    expect((await refusedUpgrade(ws, [], { headers: { host: "evil.example" } })).status).toBe(403);
    expect((await refusedUpgrade(ws, [], { origin: "https://game.example" })).status).toBe(403);
    const origin = "https://game.example";
    expect(await at(server.adminUrl!, "/rooms/b", "POST", { ...token, origin })).toBe(403);
  });
});

describe("[T29] without one", () => {
  it("figures are for this machine under its own name, straight, and for the token", async () => {
    const one = await serve({ port: 0, host: "0.0.0.0", adminToken: "s3cret" });
    const url = `http://127.0.0.1:${one.port}`;
    expect(one.adminUrl).toBeNull();
    expect(await at(url, "/stats")).toBe(200);
    expect(await at(url, "/stats", "GET", { "x-forwarded-for": "127.0.0.1" })).toBe(401);
    expect(await at(url, "/stats", "GET", { "x-forwarded-for": "192.0.2.1", ...token })).toBe(200);
    expect(await at(url, "/rooms/a", "POST")).toBe(401);
    await one.stop();
  });
});
