// [T10] Texts of other people through every command, read back from a real terminal: nothing in them reaches it as more than text.
import { createConnection } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/client/node.ts";
import { Home } from "../support/binary.ts";
import { type HostileServer, hostileEvents, startHostileServer } from "../support/hostile-server.ts";
import { Terminal } from "../support/pty.ts";
import { foreignIn, isolatesPaired, markedPayloads, payloads, shownIn } from "./payloads.ts";

const home = new Home();
let hostile: HostileServer;
const open: Terminal[] = [];

beforeAll(async () => {
  hostile = await startHostileServer(markedPayloads);
});
afterEach(() => {
  hostile.onRequest = null;
  for (const terminal of open.splice(0)) terminal.kill("SIGKILL");
});
afterAll(async () => {
  await hostile.close();
  await home.clean();
});

const START = { columns: 160, rows: 24 };

function run(args: string[], size: Partial<typeof START> = {}, env: Record<string, string> = {}): Terminal {
  const given = home.env({ RTROOMS_URL: hostile.url, RTROOMS_TOKEN: "token", ...env });
  const terminal = Terminal.run(args, { env: given, ...START, ...size });
  open.push(terminal);
  return terminal;
}

function expectInert({ output }: { output: string }): void {
  expect(foreignIn(output)).toBeNull();
  expect(isolatesPaired(output)).toBe(true);
}

it("there are enough of them, and each of them would be noticed", () => {
  expect(payloads.length).toBeGreaterThanOrEqual(400);
  const harmful = payloads.filter(({ text }) => foreignIn(text) !== null);
  expect(harmful.length).toBeGreaterThan(350);
});

/** The line of figures below the log, and its end, as the server draws them. */
const STATUS = /\r(?: {2}[^\r\n\u001b]*)?\u001b\[J\r?/g;

/** How lines that stay alive are drawn again below others. */
const LIVE = /\u001b\[\d+[ABC]|\u001b\[[JK]|\r(?!\n)/g;

/** What Node's own line editor says to a terminal while it asks. */
const READLINE = /\u001b\[(?:\d+[GK]|0?J)|\r(?=\r\n)/g;

describe("[T10] plain lines on a terminal", () => {
  it("of chat", async () => {
    const chat = run(["chat", "lobby", "--no-tui", "--history", "1000"]);
    // It goes on: what a program writes last before its end is cut off by libuv at 4 KiB, where it reads from a terminal.
    await chat.until(({ output }) => shownIn(output).size === markedPayloads.length);
    expectInert(chat);
  });

  it.each([
    ["rooms", ["rooms", "list"], 0],
    ["rooms get", ["rooms", "get", "lobby"], 0],
    ["rooms watch", ["rooms", "watch", "--count", String(markedPayloads.length)], 0],
    ["rooms wait", ["rooms", "wait", "lobby"], 0],
    ["rooms create, refused", ["rooms", "create", "x"], 1],
    ["stats", ["stats", "--no-tui"], 0],
    ["relay", ["relay", "--no-tui", "--count", String(markedPayloads.length)], 0],
  ])("of %s", async (name, args, code) => {
    const terminal = run(args);
    expect((await terminal.exited).code).toBe(code);
    expectInert(terminal);
    expect(shownIn(terminal.output).size).toBeGreaterThan(name === "rooms wait" ? 0 : 400);
  });

  it.each([
    ["chat", ["chat", "lobby", "--ndjson", "--history", "1000", "--count", String(markedPayloads.length)]],
    ["rooms", ["rooms", "--json"]],
    ["stats", ["stats", "--json"]],
    ["relay", ["relay", "--ndjson", "--count", String(markedPayloads.length)]],
  ])("of JSON, which means the same to a program: %s", async (_, args) => {
    const terminal = run(args);
    expect((await terminal.exited).code).toBe(0);
    expectInert(terminal);
  });

  it("of a question, and of an error", async () => {
    const name = markedPayloads.find((text) => text.includes("OSC 52") || text.includes("]52;"))!;
    const kick = run(["rooms", "kick", "lobby", "--", "peer000000"]);
    await kick.until("[y/N]");
    kick.type("y\r");
    await kick.exited;
    expectInert({ output: kick.output.replaceAll(READLINE, "") });
    const none = run(["rooms", "kick", "lobby", name]);
    await none.until("[y/N]");
    none.type("n\r");
    await none.exited;
    expectInert({ output: none.output.replaceAll(READLINE, "") });
  });

  it("of a connection that is closed with words of the server", async () => {
    hostile.onRequest = (request, { ws }) => {
      if (request.type !== "join") return false;
      ws.close(4500, "\u001b]52;c;QQ==\u0007\r\u202e\u009b31mX");
      return true;
    };
    const chat = run(["chat", "lobby", "--no-tui"]);
    expect((await chat.exited).code).toBe(1);
    expectInert(chat);
  });

  it("of a refusal with details", async () => {
    hostile.onRequest = (request, connection) => {
      if (request.type !== "join") return false;
      const details = markedPayloads.map((text) => ({ path: text, message: text }));
      connection.refuse(request, "bad_request", { message: markedPayloads.join(""), details });
      return true;
    };
    const chat = run(["chat", "lobby", "--no-tui"]);
    expect((await chat.exited).code).toBe(1);
    expectInert(chat);
    expect(shownIn(chat.output).size).toBeGreaterThan(400);
  });
});

describe("[T10] screens", () => {
  const MANY = 300;

  it("of chat without one of its own", async () => {
    const chat = run(["chat", "lobby", "--inline", "--history", "1000"]);
    await chat.until("● connected");
    chat.type("\u0003");
    expect((await chat.exited).code).toBe(0);
    expectInert({ output: chat.output.replaceAll(LIVE, "") });
    expect(shownIn(chat.output.replaceAll(/\u001b\[\d+G/g, "")).size).toBeGreaterThan(400);
  });

  it("of chat keep their columns, whatever the names and texts", async () => {
    const columns = 120;
    const chat = run(["chat", "lobby", "--history", "1000"], { columns, rows: MANY });
    await chat.until("● connected");
    const rows = chat.lines.length - 7;
    const edges = Array.from({ length: rows }, (_, row) => chat.signAt(row + 2, columns - 24));
    expect(edges).toEqual(edges.map(() => "│"));
    const gutters = Array.from({ length: rows }, (_, row) => row).filter(
      (row) => chat.signAt(row + 2, 20) !== "│",
    );
    expect(gutters.map((row) => chat.lines[row + 2])).toEqual([]);
    chat.type("\u0003");
    expect((await chat.exited).code).toBe(0);
    expectInert(chat);
    expect(shownIn(chat.output.replaceAll(/\u001b\[\d+G/g, "")).size).toBeGreaterThan(100);
  });

  it("of join, with all that can happen in a room", async () => {
    hostile.onRequest = (request, connection) => {
      if (request.type !== "join") return false;
      setTimeout(() => {
        for (const event of hostileEvents(markedPayloads.slice(0, 300))) connection.send(event);
        connection.send({ type: "notice", room: "lobby", text: "that is all", from: "admin" });
      }, 50);
      return false;
    };
    const join = run(["join", "lobby"], { columns: 150, rows: 60 });
    await join.until("that is all");
    // The right edge of the log, beside whatever it shows.
    expect(Array.from({ length: 30 }, (_, row) => join.signAt(row + 26, 149))).toEqual(Array(30).fill("│"));
    join.type("q");
    expect((await join.exited).code).toBe(0);
    expectInert(join);
  });

  it.each([
    ["relay", ["relay"], /● connected/],
    ["rooms", ["rooms"], /● connected/],
    ["stats", ["stats", "--watch=100ms"], /● answering/],
  ])("of %s", async (_, args, ready) => {
    const screen = run(args, { rows: 640 });
    await screen.until(ready);
    await screen.until(/<5\d\d:/);
    screen.type("q");
    expect((await screen.exited).code).toBe(0);
    expectInert(screen);
  });
});

describe("[T12] the log on a terminal", () => {
  it("shows what somebody asked for as text", async () => {
    const serve = run(["serve", "--port", "0", "--memory", "--json", "--log-level", "debug"]);
    await serve.until(/"port":(\d+)/);
    const port = Number(/"port":(\d+)/.exec(serve.output)![1]);
    const texts = markedPayloads.filter((each) => each.length < 2_000);
    for (const [place, text] of texts.entries()) await ask(port, text, place);
    serve.kill("SIGTERM");
    await serve.exited;
    expectInert({
      ...serve,
      output: serve.output.replaceAll(/\u001b\[(?:0|1|2|22|3\d|39|90)m/g, "").replaceAll(STATUS, ""),
    } as Terminal);
    expect(shownIn(serve.output).size).toBeGreaterThan(100);
  });
});

/** Bytes as they are: no client of HTTP would send these. */
/** From one of many addresses: of each only so many lines a minute are written. */
const ask = (port: number, text: string, from: number): Promise<void> =>
  new Promise((resolve) => {
    const localAddress = `127.0.0.${2 + (from % 100)}`;
    const socket = createConnection({ port, host: "127.0.0.1", localAddress });
    socket.on("error", () => {}).on("close", () => resolve());
    socket.resume();
    const head = `GET /ws HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: http://x.test ${text.replaceAll("\n", "")}\r\n`;
    socket.end(`${head}connection: upgrade\r\nupgrade: websocket\r\n\r\n`);
  });

it("[T10] a clipboard, a title, a return and an override are seen in chat, rooms, relay and the log", async () => {
  const text = "\u001b]52;c;QQ==\u0007\u001b]0;owned\u0007paid\rfree\u202etxt";
  const seen = "\\u{1b}]52;c;QQ==\\u{7}\\u{1b}]0;owned\\u{7}paid\\u{d}free\\u{202e}txt";
  const server = await home.serve("--memory");
  const ada = await connect({ url: server.url, name: "ada" });
  const room = await ada.join("lobby");
  await room.say(text);
  const env = { RTROOMS_URL: server.url, RTROOMS_TOKEN: "" };
  const plain = run(["chat", "lobby", "--no-tui", "--count", "1"], {}, env);
  await plain.exited;
  const screen = run(["chat", "lobby"], {}, env);
  await screen.until("● connected");
  expect([plain.text, screen.text].map((shown) => shown.includes(seen))).toEqual([true, true]);
  for (const terminal of [plain, screen]) expectInert(terminal);
  const one = await startHostileServer([text]);
  for (const args of [
    ["rooms", "list"],
    ["relay", "--no-tui", "--count", "1"],
  ]) {
    const terminal = run(args, {}, { RTROOMS_URL: one.url });
    await terminal.exited;
    expect(terminal.output).toContain(seen);
    expectInert(terminal);
  }
  await one.close();
  await ada.close();
});
