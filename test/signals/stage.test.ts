// What real browsers are driven with ends when one of them dies: a run of hours must not hang on it.
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { Firefox, hasFirefox } from "../support/firefox.ts";

const FAR = new URL("./pages/far.js", import.meta.url).href;

describe.skipIf(!hasFirefox)("a Firefox that has died", { timeout: 30_000 }, () => {
  it("lets go of who waits for it, refuses what is asked later, and can be closed", async () => {
    const firefox = await Firefox.launch();
    const tab = await firefox.open();
    const waiting = tab.evaluate("new Promise(() => {})").catch((error: Error) => error.message);
    process.kill(firefox.pid, "SIGKILL");
    expect(await waiting).toBe("Firefox has ended.");
    await expect(tab.evaluate("1")).rejects.toThrow("Firefox has ended.");
    await firefox.close();
    await expect(firefox.open()).rejects.toThrow("Firefox has ended.");
  });
});

describe("a link to a page that has died", () => {
  let server: WebSocketServer;
  beforeAll(async () => {
    server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    await once(server, "listening");
    vi.stubGlobal("WebSocket", WebSocket);
  });
  afterEach(() => {
    for (const client of server.clients) client.terminate();
  });
  afterAll(() => {
    vi.unstubAllGlobals();
    server.close();
  });

  const linked = async () => {
    const { port } = server.address() as { port: number };
    const { Link } = await import(FAR);
    const url = `ws://127.0.0.1:${port}`;
    const [[socket], link] = await Promise.all([once(server, "connection"), Link.to(url)]);
    return { socket: socket as WebSocket, link };
  };

  it("lets go of who waits for it, and refuses what is asked later", async () => {
    const { socket, link } = await linked();
    const waiting = link.peer({}, {}).catch((error: Error) => error.message);
    await once(socket, "message");
    socket.terminate();
    expect(await waiting).toBe("the other page has gone");
    await expect(link.peer({}, {})).rejects.toThrow("the other page has gone");
  });
});
