// `rtrooms serve` as a person sees it, on a real pseudo-terminal, and as a pipe gets it.
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Home } from "../support/binary.ts";
import { keys, Terminal } from "../support/pty.ts";
import { openSocket } from "../support/socket.ts";

const home = new Home();
const terminals: Terminal[] = [];
afterAll(async () => {
  for (const terminal of terminals) terminal.kill("SIGKILL");
  await home.clean();
});

interface Options {
  args?: string[];
  env?: Record<string, string>;
  columns?: number;
  rows?: number;
}

function serve({ args = [], env, columns = 80, rows = 30 }: Options = {}): Terminal {
  const command = ["serve", "--port", "0", "--memory", ...args];
  const terminal = Terminal.run(command, { env: home.env(env), columns, rows });
  terminals.push(terminal);
  return terminal;
}

async function urlOf(terminal: Terminal): Promise<string> {
  await terminal.until(/page +http:\S+/);
  return /page +(http:\S+)/.exec(terminal.text)![1]!;
}

/** A page of another site: refused, and a warning in the log. */
async function intrude(url: string): Promise<void> {
  const { port } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1");
  const head = ["GET /ws HTTP/1.1", "Host: 127.0.0.1", "Connection: Upgrade", "Upgrade: websocket"];
  const more = ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];
  socket.write(`${[...head, ...more, "Origin: https://evil.example"].join("\r\n")}\r\n\r\n`);
  await new Promise((resolve) => socket.once("data", resolve));
  socket.destroy();
}

const lastLine = (terminal: Terminal): string => terminal.lines.findLast((line) => line !== "") ?? "";

describe("on a terminal", () => {
  it("shows a banner, what goes on, a warning above it, and how it ended", async () => {
    const terminal = serve({ columns: 120 });
    const url = await urlOf(terminal);
    await terminal.until("● live  0 clients");
    const ada = await openSocket(`${url.replace("http", "ws")}/ws`);
    await ada.ask({ type: "join", room: "duel" });
    await terminal.until("● live  1 client  1 room  1 seat");
    await intrude(url);
    await terminal.until(/warn audit .*origin[\s\S]*\n {2}● live {2}1 client/);
    expect(lastLine(terminal)).toMatch(/^ {2}● live .* loop \S+ ms {2}up \d+s$/);

    terminal.send(keys.ctrlC);
    await terminal.exited;
    expect(await terminal.exited).toMatchObject({ code: 0 });
    expect(terminal.text).toContain("draining 1 client, Ctrl-C again to stop now\n");
    expect(lastLine(terminal)).toMatch(
      /^stopped after \S+ m?s: 1 client told to come back; the history was in memory$/,
    );
    expect(terminal.text).not.toContain("clients");
    expect(terminal.cursorShown).toBe(true);
    expect(terminal.output).not.toContain("\u001b[?1049h");
  });

  it("stops at once at the second Ctrl-C, and says whom it did not wait for", async () => {
    const terminal = serve({ args: ["--drain", "20s", "--drain-notice", "20s"] });
    const url = await urlOf(terminal);
    await openSocket(`${url.replace("http", "ws")}/ws`);
    await terminal.until("● live  1 client");
    terminal.send(keys.ctrlC);
    await terminal.until("  draining: 1 client left");
    terminal.send(keys.ctrlC);
    expect(await terminal.exited).toMatchObject({ code: 130 });
    expect(lastLine(terminal)).toMatch(/^stopped at once: 1 client not waited for/);
  });

  it("leaves the line to the shell while it is stopped or in the background, and takes it again", async () => {
    const script = join(home.folder, "jobs.sh");
    writeFileSync(script, 'PS1="$ "\n');
    const { BINARY } = await import("../support/binary.ts");
    const terminal = new Terminal("bash", ["--rcfile", script, "-i"], {
      env: home.env({ NODE: process.execPath, BINARY }),
      columns: 80,
      rows: 30,
    });
    terminals.push(terminal);
    await terminal.until("$");
    terminal.send('"$NODE" "$BINARY" serve --port 0 --memory\r');
    await terminal.until("● live");
    terminal.send(keys.ctrlZ);
    await terminal.until(/Stopped/);
    expect(terminal.text).not.toContain("clients");
    terminal.send("bg\r");
    await terminal.until(/\[1\]\+.*&/);
    terminal.send("sleep 1.5; echo still $((40 + 2))\r");
    await terminal.until("still 42");
    expect(terminal.text).not.toContain("clients");
    terminal.send("fg\r");
    await terminal.until("● live");
    terminal.send(keys.ctrlC);
    await terminal.until("stopped, nobody was here");
    terminal.send("exit\r");
    await terminal.exited;
  });

  it("is drawn anew at another width, without junk", async () => {
    const terminal = serve();
    await terminal.until("● live  0 clients");
    terminal.resize(40, 30);
    await terminal.until(/\n {2}0 clients {2}0 rooms {2}in 0\/s {2}out 0\/s\s*$/);
    terminal.resize(100, 30);
    await terminal.until(/\n {2}● live {2}0 clients .* up \w+\s*$/);
    expect(terminal.text.match(/clients/g)).toHaveLength(1);
  });

  it("has no line with --no-status, and no colours where none are wanted", async () => {
    const terminal = serve({ args: ["--no-status"], env: { NO_COLOR: "1" } });
    await terminal.until("Ctrl-C stops");
    terminal.send(keys.ctrlC);
    await terminal.exited;
    expect(terminal.text).toContain("access    ● this machine only");
    expect(terminal.output).not.toContain("live");
    expect(terminal.output).not.toMatch(/\u001b\[[\d;]*m/);
  });

  it("is yellow where everybody gets in, and green where not", async () => {
    const open = serve({ args: ["--host", "0.0.0.0", "--open"] });
    await open.until("! open to everyone");
    expect(open.output).toContain("\u001b[33m! open to everyone");
    const local = serve();
    await local.until("● this machine only");
    expect(local.output).toContain("\u001b[32m● this machine only");
  });

  it("draws its address for a camera, and says where there is no room for it", async () => {
    const terminal = serve({ args: ["--qr"], rows: 50 });
    await terminal.until("which only this machine reaches");
    expect(terminal.lines.filter((line) => /^ {2,}[█▀▄ ]{20,}$/.test(line)).length).toBeGreaterThan(10);
    const small = serve({ args: ["--qr"], rows: 12 });
    await small.until("needs a larger terminal");
    expect(small.text).not.toContain("▄");
  });

  it.each<[string, string[], Record<string, string>]>([
    ["--ascii", ["--ascii"], {}],
    ["RTROOMS_ASCII", [], { RTROOMS_ASCII: "1" }],
    ["a locale that is no UTF-8", [], { LC_ALL: "de_DE.ISO-8859-1" }],
  ])("is ASCII alone with %s, its QR code too", async (_, args, env) => {
    const terminal = serve({ args: ["--qr", ...args], env, columns: 100, rows: 60 });
    await terminal.until("* live");
    terminal.send(keys.ctrlC);
    await terminal.exited;
    expect(terminal.output).toMatch(/^[\u0000-\u007f]*$/);
    expect(terminal.text).toContain("access    * this machine only");
    // Black on black: what a camera sees has no gaps.
    expect(terminal.output).toMatch(/\u001b\[(?:38;\S*?;)?[^m]*m(?:##)+/);
    expect(terminal.lines.filter((line) => /^ {2,}#[# ]+$/.test(line)).length).toBeGreaterThan(20);
  });

  it("says nothing of itself with -q", async () => {
    const terminal = serve({ args: ["-q", "--json"] });
    await terminal.until('"listening"');
    terminal.send(keys.ctrlC);
    await terminal.exited;
    expect(terminal.text.trim().split("\n")[0]).toMatch(/^\{"type":"listening"/);
    expect(terminal.text).not.toMatch(/page|live|next/);
  });
});

describe("elsewhere", () => {
  it.each([
    ["on a terminal that can't draw", { TERM: "dumb" }],
    ["in CI", { CI: "true" }],
  ])("it writes plain lines %s", async (_, env) => {
    const terminal = serve({ env, columns: 300 });
    await terminal.until(/info listening .*urls=\["http:/);
    terminal.send(keys.ctrlC);
    expect(await terminal.exited).toMatchObject({ code: 0 });
    expect(terminal.text).toMatch(/info stopped/);
    expect(terminal.output).not.toContain("\u001b");
    expect(terminal.text).not.toContain("live");
  });

  it("a pipe gets one line of JSON with all addresses, and a script on stdout what it needs", async () => {
    const { running } = await home.serve("--memory", "--host", "0.0.0.0", "--open", "--admin-port", "0");
    await running.told("listening");
    const logged = JSON.parse(running.stderr.split("\n").find((line) => line.includes('"listening"'))!);
    const told = JSON.parse(running.lines[0]!);
    const { port } = told;
    expect(told).toMatchObject({
      type: "listening",
      host: "0.0.0.0",
      url: `http://127.0.0.1:${port}`,
      ws: `ws://127.0.0.1:${port}/ws`,
      metrics: `${told.adminUrl}/metrics`,
      openapi: `http://127.0.0.1:${port}/openapi.json`,
      pid: running.pid,
    });
    expect(told.urls[0]).toBe(told.url);
    expect(logged).toMatchObject({ urls: told.urls, metrics: told.metrics, adminUrl: told.adminUrl });
    expect((await fetch(told.openapi)).status).toBe(200);
    expect((await fetch(told.metrics)).status).toBe(200);
    running.kill("SIGTERM");
    expect((await running.finished).stderr).not.toContain("\u001b");
  });
});

describe("a port that is taken", () => {
  it("by an rtrooms: says which, where, and how to look at it or stop it", async () => {
    const { running, port, url } = await home.serve("--memory");
    const refused = await home.run(["serve", "--memory", "--port", String(port)]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`an rtrooms that runs already, process ${running.pid}, at ${url}.`);
    expect(refused.stderr).toContain(`npx rtrooms stats --url ${url} — stop it: kill ${running.pid} —`);
    expect(refused.stderr).toContain("npx rtrooms serve --port 0");
  });

  it.runIf(process.platform === "linux")("by another program: says which, if the system does", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const refused = await home.run(["serve", "--memory", "--port", String(port)]);
    other.close();
    expect(refused.stderr).toMatch(new RegExp(`taken by .+, process ${process.pid}\\.`));
    expect(refused.stderr).toContain(`ps -fp ${process.pid} — stop it: kill ${process.pid} —`);
  });
});
