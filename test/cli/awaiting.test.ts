// A server that takes connections and does not answer: said on a terminal while it is waited for, and nowhere else.

import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Home } from "../support/binary.ts";
import { Terminal } from "../support/pty.ts";

const home = new Home();
const sockets: Socket[] = [];
let silent: Server;
let url: string;
beforeAll(async () => {
  silent = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  silent.close();
  await home.clean();
});

const commands = [["chat", "lobby"], ["stats"]];

describe.each(commands)("%s", (...command) => {
  const args = () => [...command, "--url", url, "--connect-timeout", "3s"];

  it("says on a terminal where it connects, and leaves only why it failed", async () => {
    const terminal = Terminal.run(args(), { env: home.env() });
    await terminal.until(`○ connecting to ${url} · `);
    expect((await terminal.exited).code).toBe(3);
    expect(terminal.text).not.toContain("connecting");
    expect(terminal.text).toContain("error:");
  });

  it("says nothing of it under --quiet, nor in a pipe", async () => {
    const terminal = Terminal.run([...args(), "--quiet"], { env: home.env() });
    expect((await terminal.exited).code).toBe(3);
    expect(terminal.output).not.toContain("connecting");
    const { stderr } = await home.run(args(), { env: home.env() });
    expect(stderr).toContain("error:");
    expect(stderr).not.toContain("connecting");
  });
});
