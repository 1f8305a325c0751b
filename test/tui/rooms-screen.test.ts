// The console of rooms on a real terminal, against a real server: the list, what is refused, and where no screen is drawn.
import { describe, expect, it } from "vitest";
import { connect } from "../../src/client/node.ts";
import { Home } from "../support/binary.ts";
import { consoleOfRooms, room, TOKEN } from "../support/console.ts";
import { keys } from "../support/pty.ts";

const at = consoleOfRooms();

describe("the list", () => {
  it("shows all rooms as they come, change and go, and filters them while that is typed", async () => {
    await at.create("alpha", { visibility: "private" });
    const terminal = await at.open();
    await terminal.until(/›?alpha .*waiting .*0\/64 .*private/);
    await at.create("beta", { capacity: 3 });
    await terminal.until(/beta .*0\/3/);
    await at.member("ada", "beta");
    await terminal.until(/beta .*1\/3/);
    terminal.type("/members>0");
    await terminal.until(/rooms 1 of \d+ · \/members>0/);
    expect(terminal.text).not.toContain("alpha");
    terminal.send(keys.escape);
    await terminal.until("alpha");
    await at.admin.request("close", { room: room("alpha") });
    await terminal.until(({ text }) => !text.includes("alpha"));
    terminal.type("q");
    expect((await terminal.exited).code).toBe(0);
    expect(terminal.inAlternateScreen).toBe(false);
  });

  it("drops no key that is typed at speed over 5 000 rooms that change, and loses no selection", async () => {
    const names = Array.from(
      { length: 5_000 },
      (_, each) => `many-${String((each * 7_919) % 10_007).padStart(5, "0")}`,
    );
    for (let from = 0; from < names.length; from += 100) {
      await Promise.all(names.slice(from, from + 100).map((name) => at.create(name)));
    }
    const terminal = await at.open([], { columns: 120, rows: 40 });
    await terminal.until(/rooms 5 0\d\d/);
    let turn = 0;
    const changing = setInterval(() => {
      for (let each = 0; each < 10; each++) {
        const name = names[(turn++ * 31) % names.length]!;
        at.admin.request("room.update", { room: room(name), locked: turn % 2 === 0 }).catch(() => {});
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
    await Promise.all(names.map((name) => at.admin.request("close", { room: room(name) })));
    await terminal.until(({ lines }) => /rooms \d\b/.test(lines[0]!));
  });
});

describe("what is refused", () => {
  it.each([
    ["the flag", ["--read-only"], {}],
    ["the environment", [], { RTROOMS_READ_ONLY: "1" }],
  ])("read-only by %s: nothing is changed, and it says why", async (_, args, env) => {
    await at.create("safe");
    const terminal = await at.open(args, { env });
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
    expect((await at.look("safe")).room).toMatchObject({ locked: false });
    await expect(at.look("x")).rejects.toMatchObject({ code: "not_found" });
    await at.admin.request("close", { room: room("safe") });
  });

  it("is read-only only where that is asked for", async () => {
    const terminal = await at.open([], { env: { RTROOMS_READ_ONLY: "0" } });
    expect(terminal.lines[0]).not.toContain("READ-ONLY");
    terminal.type(`:create wanted${keys.enter}`);
    await terminal.until("✔ wanted created");
  });

  it("without a token public rooms are seen, and acts say what they need", async () => {
    await at.create("plain");
    await at.create("hidden", { visibility: "private" });
    // Another user of the machine, for whom no token lies about.
    const stranger = new Home();
    const { HOME, RTROOMS_CONFIG_DIR } = stranger.env();
    const terminal = await at.open([], {
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
    await at.create("tabled");
    const piped = await at.on.home.run(["rooms"], { env: { ...at.on.server.env, RTROOMS_TOKEN: TOKEN } });
    expect(piped.stdout).toMatch(/^NAME +STATUS[\s\S]*tabled/);
    for (const [args, env] of [
      [["rooms", "--no-tui"], {}],
      [["rooms", "list"], {}],
      [["rooms"], { CI: "true" }],
      [["rooms"], { TERM: "dumb" }],
    ] as const) {
      const terminal = at.on.run(args, { env: { RTROOMS_TOKEN: TOKEN, ...env } });
      expect((await terminal.exited).code).toBe(0);
      expect(terminal.output).toMatch(/tabled +waiting/);
      expect(terminal.output).not.toContain("\u001b[?1049h");
    }
  });
});

describe("a server that goes", () => {
  it("leaves the list as of then, and has it fresh again with filter and selection", async () => {
    const start = (port = "0") =>
      at.on.home.serveIn({ RTROOMS_ADMIN_TOKEN: TOKEN }, "--memory", "--port", port);
    const { running: first, port, url } = await start();
    const make = async () => {
      const host = await connect({ url, token: TOKEN });
      for (const name of ["one", "two", "three"]) await host.request("create", { room: room(`of-${name}`) });
      await host.close();
    };
    await make();
    const terminal = await at.open([], { env: { RTROOMS_URL: url } });
    terminal.type(`/of-${keys.enter}G`);
    await terminal.until("›of-two");
    first.kill("SIGKILL");
    await terminal.until(/○ reconnecting.* · as of \d\d:\d\d:\d\d/);
    expect(terminal.text).toContain("›of-two");
    await first.finished;
    await start(String(port));
    await make();
    await terminal.until(({ text }) => text.includes("● connected") && /rooms 3 of 3 · \/of-/.test(text));
    await terminal.until("›of-two");
  });
});
