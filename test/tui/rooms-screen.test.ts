// The console of rooms on a real terminal, against a real server: what is seen, what is done, and what is refused.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../src/client/connect.ts";
import { connect } from "../../src/client/node.ts";
import { Home, type Server } from "../support/binary.ts";
import { keys, Terminal } from "../support/pty.ts";

const TOKEN = "console-test";
const home = new Home();
let server: Server;
let admin: Client;
const open: Terminal[] = [];
const clients: Client[] = [];

beforeAll(async () => {
  const running = home.start(["serve", "--port", "0", "--json", "--memory", "--limits", "off"], {
    env: { RTROOMS_ADMIN_TOKEN: TOKEN },
  });
  const { port, url } = JSON.parse(await running.line((line) => line.includes('"listening"')));
  server = { running, port, url, env: { RTROOMS_URL: url } };
  admin = await connect({ url, token: TOKEN });
});
afterEach(async () => {
  for (const terminal of open.splice(0)) terminal.kill("SIGKILL");
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(async () => {
  await admin?.close();
  await home.clean();
});

interface Given {
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
  token?: string;
}

async function openConsole(args: string[], { env, token = TOKEN, ...size }: Given = {}): Promise<Terminal> {
  const all = home.env({ ...server.env, RTROOMS_TOKEN: token, ...env });
  const terminal = Terminal.run(["rooms", ...args], { env: all, ...size });
  open.push(terminal);
  await terminal.until(/● connected/);
  return terminal;
}

const room = (name: string) => name as never;
const create = (name: string, options: object = {}) =>
  admin.request("create", { room: room(name), emptyTtl: 3_600_000, ...options });
const look = (name: string) => admin.request("room", { room: room(name) });

async function seated(name: string, where: string): Promise<Client> {
  const client = await connect({ url: server.url, name });
  clients.push(client);
  await client.join(where);
  return client;
}

describe("the list", () => {
  it("shows all rooms as they come, change and go, and filters them while that is typed", async () => {
    await create("alpha", { visibility: "private" });
    const terminal = await openConsole([]);
    await terminal.until(/›?alpha .*waiting .*0\/64 .*private/);
    await create("beta", { capacity: 3 });
    await terminal.until(/beta .*0\/3/);
    await seated("ada", "beta");
    await terminal.until(/beta .*1\/3/);
    terminal.type("/members>0");
    await terminal.until(/rooms 1 of \d+ · \/members>0/);
    expect(terminal.text).not.toContain("alpha");
    terminal.send(keys.escape);
    await terminal.until("alpha");
    await admin.request("close", { room: room("alpha") });
    await terminal.until(({ text }) => !text.includes("alpha"));
    terminal.type("q");
    expect((await terminal.exited).code).toBe(0);
    expect(terminal.inAlternateScreen).toBe(false);
  });

  it("drops no key that is typed at speed over 5 000 rooms that change, and loses no selection", async () => {
    const names = Array.from(
      { length: 5_000 },
      (_, at) => `many-${String((at * 7_919) % 10_007).padStart(5, "0")}`,
    );
    for (let at = 0; at < names.length; at += 100) {
      await Promise.all(names.slice(at, at + 100).map((name) => create(name)));
    }
    const terminal = await openConsole([], { columns: 120, rows: 40 });
    await terminal.until(/rooms 5 0\d\d/);
    let turn = 0;
    const changing = setInterval(() => {
      for (let each = 0; each < 10; each++) {
        const name = names[(turn++ * 31) % names.length]!;
        admin.request("room.update", { room: room(name), locked: turn % 2 === 0 }).catch(() => {});
      }
    }, 100);
    try {
      const wanted = `many-${names.at(-1)!.slice(5)}`;
      for (let round = 0; round < 5; round++) {
        terminal.type(`/x${wanted}${keys.left.repeat(wanted.length)}${keys.backspace}`);
        await terminal.until(
          (it) => it.lines[0]!.includes(`rooms 1 of`) && it.lines.at(-1)!.trim() === `/${wanted}`,
        );
        terminal.send(keys.enter);
        await terminal.until(new RegExp(`›${wanted}`));
        terminal.send(keys.escape);
        await terminal.until((it) => !it.lines[0]!.includes(" of "));
      }
      expect(terminal.lines.at(-2)).toMatch(/\d of 5 0\d\d/);
      terminal.type(`${"j".repeat(100)}${"k".repeat(40)}g`);
      await terminal.until((it) => / 1 of 5 0\d\d/.test(it.lines.at(-2)!));
      terminal.type("j".repeat(60));
      await terminal.until((it) => / 61 of 5 0\d\d/.test(it.lines.at(-2)!));
    } finally {
      clearInterval(changing);
    }
    await Promise.all(names.map((name) => admin.request("close", { room: room(name) })));
    await terminal.until(({ lines }) => /rooms \d\b/.test(lines[0]!));
  });
});

describe("a room", () => {
  it("is looked into: members, messages from before and now, signals, settings", async () => {
    const [ada, bob] = [await seated("ada", "den"), await seated("bob", "den")];
    const say = (text: string) =>
      ada.request("publish", { room: room("den"), event: "chat", data: { text } });
    await say("from before");
    const terminal = await openConsole([]);
    terminal.type(`:open den${keys.enter}`);
    await terminal.until(/1 ada .*★ host/);
    expect(terminal.lines[0]).toContain("rooms › den");
    terminal.type("l");
    await terminal.until("ada │ from before");
    await say("and now");
    await terminal.until("ada │ and now");
    terminal.type("s");
    await terminal.until("No signals since this was opened");
    await expect
      .poll(async () => {
        const candidate = { candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host" };
        await ada.request("signal", {
          ...{ room: room("den"), to: bob.welcome.peer, kind: "candidate", data: candidate },
        });
        return terminal.text;
      })
      .toMatch(/ada → bob +candidate .*delivered/);
    terminal.type("d");
    await terminal.until("when all 64 seats are taken");
    await admin.request("room.update", { room: room("den"), data: { map: "dust" } });
    await terminal.until(/map +"dust"/);
    terminal.send(keys.escape);
    await terminal.until("NAME↑");
  });

  it("is acted on, after a question where it can't be undone", async () => {
    await create("acts");
    const [, bob] = [await seated("ada", "acts"), await seated("bob", "acts")];
    const terminal = await openConsole([]);
    terminal.type(`:open acts${keys.enter}`);
    await terminal.until("2 bob");
    terminal.type("jK");
    await terminal.until("Remove bob from acts?  y yes · n no");
    terminal.type("n");
    await terminal.until("nothing was done");
    expect((await look("acts")).members).toHaveLength(2);
    terminal.type("Ky");
    await terminal.until("✔ bob removed from acts");
    expect((await look("acts")).members.map(({ name }) => name)).toEqual(["ada"]);

    terminal.type(`:ban ada${keys.enter}`);
    await terminal.until("Ban ada from acts?");
    terminal.type("y");
    await terminal.until("✔ ada banned from acts");
    expect((await look("acts")).members).toEqual([]);

    await bob.join("acts");
    const notices: string[] = [];
    bob.on("notice", ({ text }) => notices.push(text));
    terminal.type(`bat noon${keys.enter}`);
    await terminal.until("✔ announced in acts");
    await expect.poll(() => notices).toEqual(["at noon"]);

    terminal.type("L");
    await terminal.until("✔ acts locked");
    expect((await look("acts")).room.locked).toBe(true);
    terminal.type(`:set capacity=5 data.map=7${keys.enter}`);
    await terminal.until("✔ acts: capacity, data set");
    expect((await look("acts")).room).toMatchObject({ capacity: 5, data: { map: 7 } });
    terminal.type(`:set capacity=0${keys.enter}`);
    await terminal.until(/✗ \/capacity/);
    terminal.type("i");
    await terminal.until(/code of acts: (\w{3}-\w{3}), copied/);
    expect((await look("acts")).room.code).toMatch(/^\w{6}$/);
    terminal.type(`:create made capacity=2 visibility=unlisted${keys.enter}`);
    await terminal.until("✔ made created, 2 seats, unlisted");
    expect((await look("made")).room).toMatchObject({ capacity: 2, visibility: "unlisted" });

    await terminal.until(/\[members 1\]/);
    terminal.send(keys.ctrlD);
    await terminal.until("Close acts with its member? Type its name:");
    terminal.type(`act${keys.enter}`);
    await terminal.until("not closed: its name is acts");
    terminal.send(keys.ctrlD);
    terminal.type(`acts${keys.enter}`);
    await terminal.until("✔ acts closed");
    await terminal.until("the room is gone");
    await expect(look("acts")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("what is refused", () => {
  it.each([
    ["the flag", ["--read-only"], {}],
    ["the environment", [], { RTROOMS_READ_ONLY: "1" }],
  ])("read-only by %s: nothing is changed, and it says why", async (_, args, env) => {
    await create("safe");
    const terminal = await openConsole(args, { env });
    expect(terminal.lines[0]).toContain("READ-ONLY");
    const acts = [
      "L",
      keys.ctrlD,
      "b",
      "i",
      "e",
      "c",
      "K",
      ":kick ada\r",
      ":lock\r",
      ":close safe\r",
      ":create x\r",
    ];
    terminal.type(`/safe${keys.enter}`);
    for (const act of acts) {
      terminal.type(act);
      await terminal.until(/\d read-only: nothing is changed from here/);
      terminal.type(`:sort x${keys.enter}`);
      await terminal.until("sort by name status");
    }
    expect((await look("safe")).room).toMatchObject({ locked: false });
    await expect(look("x")).rejects.toMatchObject({ code: "not_found" });
    await admin.request("close", { room: room("safe") });
  });

  it("is read-only only where that is asked for", async () => {
    const terminal = await openConsole([], { env: { RTROOMS_READ_ONLY: "0" } });
    expect(terminal.lines[0]).not.toContain("READ-ONLY");
    terminal.type(`:create wanted${keys.enter}`);
    await terminal.until("✔ wanted created");
  });

  it("without a token public rooms are seen, and acts say what they need", async () => {
    await create("plain");
    await create("hidden", { visibility: "private" });
    // Another user of the machine, for whom no token lies about.
    const stranger = new Home();
    const { HOME, RTROOMS_CONFIG_DIR } = stranger.env();
    const terminal = await openConsole([], {
      token: "",
      env: { HOME: HOME!, RTROOMS_CONFIG_DIR: RTROOMS_CONFIG_DIR! },
    });
    await terminal.until("plain");
    expect(terminal.lines[0]).toContain("no token: public rooms only");
    expect(terminal.text).not.toContain("hidden");
    terminal.type(`/plain${keys.enter}L`);
    await terminal.until("✗ that needs the server's admin token");
    terminal.type("l");
    await terminal.until(" ✗ that needs the server's admin token: --token-file FILE or RTROOMS_TOKEN");
    terminal.type("q");
    expect((await terminal.exited).code).toBe(0);
    await stranger.clean();
  });
});

describe("without a screen", () => {
  it("is the table: in a pipe, by --no-tui, in CI, and as rooms list", async () => {
    await create("tabled");
    const piped = await home.run(["rooms"], { env: { ...server.env, RTROOMS_TOKEN: TOKEN } });
    expect(piped.stdout).toMatch(/^NAME +STATUS[\s\S]*tabled/);
    for (const [args, env] of [
      [["rooms", "--no-tui"], {}],
      [["rooms", "list"], {}],
      [["rooms"], { CI: "true" }],
      [["rooms"], { TERM: "dumb" }],
    ] as const) {
      const terminal = Terminal.run(args, { env: home.env({ ...server.env, RTROOMS_TOKEN: TOKEN, ...env }) });
      expect((await terminal.exited).code).toBe(0);
      expect(terminal.output).toMatch(/tabled +waiting/);
      expect(terminal.output).not.toContain("\u001b[?1049h");
    }
  });
});

describe("a server that goes", () => {
  it("leaves the list as of then, and has it fresh again with filter and selection", async () => {
    const start = (port: number) =>
      home.start(["serve", "--port", String(port), "--json", "--memory"], {
        env: { RTROOMS_ADMIN_TOKEN: TOKEN },
      });
    const first = start(0);
    const { port, url } = JSON.parse(await first.line((line) => line.includes('"listening"')));
    const make = async () => {
      const host = await connect({ url, token: TOKEN });
      clients.push(host);
      for (const name of ["one", "two", "three"]) await host.request("create", { room: room(`of-${name}`) });
    };
    await make();
    const terminal = await openConsole([], { env: { RTROOMS_URL: url } });
    terminal.type(`/of-${keys.enter}G`);
    await terminal.until("›of-two");
    first.kill("SIGKILL");
    await terminal.until(/○ reconnecting.* · as of \d\d:\d\d:\d\d/);
    expect(terminal.text).toContain("›of-two");
    await first.finished;
    const second = start(port);
    await second.line((line) => line.includes('"listening"'));
    await make();
    await terminal.until(({ text }) => text.includes("● connected") && /rooms 3 of 3 · \/of-/.test(text));
    await terminal.until("›of-two");
  });
});
