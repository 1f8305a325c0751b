// The join screen on a real terminal, with others in the room: what is seen, done, asked and refused, and how it ends.
import { describe, expect, it } from "vitest";
import { keys } from "../support/pty.ts";
import { terminals } from "../support/terminals.ts";

const on = terminals();

const screen = (args: string[], size: { columns?: number; rows?: number } = {}) =>
  on.connected(["join", ...args], size);

describe("a room", () => {
  it("shows seats, host and status, and what happens as it happens", async () => {
    const ada = await screen(["trio", "--capacity", "3", "--name", "ada"]);
    expect(ada.lines[0]).toMatch(/^ join trio · host ada .*● connected$/);
    expect(ada.lines[1]).toMatch(/^ ● waiting 1\/3 /);
    expect(ada.text).toMatch(/› +1 ★ ada +○ waiting +you/);
    await screen(["trio", "--name", "bob"], { columns: 40, rows: 10 });
    await ada.until("bob took seat 2");
    const cleo = await screen(["trio", "--name", "cleo"]);
    await ada.until("the room started");
    expect(ada.lines[1]).toMatch(/✔ waiting 3\/3 ─ ● active/);
    cleo.type(`chello from cleo${keys.enter}`);
    await ada.until("cleo: hello from cleo");
    await cleo.until("you: hello from cleo");
    cleo.type("q");
    await cleo.until("Leave trio while it is active? y / n");
    cleo.type("y");
    expect((await cleo.exited).code).toBe(0);
    await ada.until("cleo left");
    ada.send(keys.ctrlC);
    expect((await ada.exited).code).toBe(0);
    expect(ada.inAlternateScreen).toBe(false);
  });

  it("shows data in whole, and tells when the room's own changes", async () => {
    const host = await (await on.guest("ada")).join("data", { create: { data: { mode: "ctf" } } });
    const bob = await screen(["data", "--name", "bob", "--data", '{"team":"red"}'], {
      columns: 120,
      rows: 40,
    });
    await bob.until(/team red/);
    await bob.until(/mode +ctf/);
    await on.clients[0]!.request("room.update", { room: host.id, data: { mode: "duel" } });
    await bob.until(/● mode +duel/);
    await host.publish({ x: 1 }, { event: "move" });
    await bob.until('ada published move {"x":1}');
    bob.send("\t");
    bob.send(keys.up);
    bob.send(keys.enter);
    await bob.until('"x": 1');
    bob.type("x");
    await bob.until((terminal) => !terminal.text.includes('"x": 1'));
    bob.type(`dteam=blue score=2${keys.enter}`);
    await bob.until("you: team blue · score 2");
    expect([...host.members.values()].at(-1)?.data).toEqual({ team: "blue", score: 2 });
  });

  it("[S11] shows the links that others report", async () => {
    const ada = await screen(["call", "--name", "ada"], { columns: 120, rows: 40 });
    const bob = await (await on.guest("bob")).join("call");
    const cleo = await (await on.guest("cleo")).join("call");
    await bob.report({ to: cleo.self.peer, state: "connecting" });
    await ada.until(/bob ↔ cleo +○ connecting/);
    const pair = { local: "host", remote: "srflx", protocol: "udp" };
    await bob.report({ to: cleo.self.peer, state: "connected", pair });
    await cleo.report({ to: bob.self.peer, state: "connected" });
    await ada.until(/● connected +host ↔ srflx udp · \d+ ms/);
    await cleo.report({ to: bob.self.peer, state: "failed" });
    await ada.until("✗ failed");
  });
});

describe("a host", () => {
  it("alone starts the room, and passes on what it is", async () => {
    await on.home.run(["rooms", "create", "start", "--start", "host"], on.server);
    const ada = await screen(["start", "--name", "ada"]);
    const bob = await screen(["start", "--name", "bob"]);
    await ada.until("bob took seat 2");
    bob.type("s");
    await bob.until("only the host may do that: ada");
    expect(bob.lines.at(-1)).not.toContain("start");
    ada.send(keys.down);
    ada.type("H");
    await ada.until("Make bob host in your place? y / n");
    ada.type("y");
    await bob.until("you are host now");
    bob.type("s");
    await bob.until("the room started");
    await bob.until(/join start · host bob/);
  });

  it("removes a member only after a yes", async () => {
    const ada = await screen(["kick", "--name", "ada"]);
    const bob = await screen(["kick", "--name", "bob"]);
    await ada.until("bob took seat 2");
    ada.type("K");
    await ada.until("select another member");
    ada.send(keys.down);
    ada.type("K");
    await ada.until("Remove bob from the room? y / n");
    ada.type("n");
    await ada.until((terminal) => !terminal.text.includes("Remove bob"));
    expect(ada.text).toContain("2/64");
    ada.type("Ky");
    await ada.until("bob was removed");
    await bob.until("✗ you were removed from the room");
    await bob.until("come back: npx rtrooms join kick");
    bob.type("c");
    await bob.until("you have no seat in the room any more");
    bob.type("q");
    expect((await bob.exited).code).toBe(1);
    expect(bob.text).toContain("you were removed from the room");
  });

  it("types commands, with completion, and is told what is wrong with them", async () => {
    const ada = await screen(["typed", "--name", "ada"], { columns: 100, rows: 30 });
    const bob = await on.guest("bob");
    await bob.join("typed");
    ada.type(":fly");
    ada.send(keys.enter);
    await ada.until("there is no :fly");
    ada.send("\u0015");
    ada.type("an");
    ada.send("\t");
    await ada.until(": announce ");
    ada.type(`two minutes${keys.enter}`);
    await ada.until("notice of host: two minutes");
    ada.type(`:lock${keys.enter}`);
    await ada.until("the room: locked");
    ada.type(`:close${keys.enter}`);
    await ada.until("Close typed for everybody? Type its name:");
    ada.type(`tipped${keys.enter}`);
    await ada.until("that is not the room's name");
    ada.send("\u0015");
    ada.type(`typed${keys.enter}`);
    await ada.until("✗ the host closed the room");
    ada.type("q");
    expect((await ada.exited).code).toBe(0);
  });

  it("makes an invitation that others come in by", async () => {
    const ada = await screen(["party", "--name", "ada"]);
    ada.type("i");
    await ada.until(/npx rtrooms join --code \w+ --url/);
    const code = /--code (\w+)/.exec(ada.text)![1]!;
    ada.type("y");
    await ada.until("copied: the invitation");
    const copied = Buffer.from(/\u001b\]52;c;([^\u0007]+)/.exec(ada.output)![1]!, "base64").toString();
    expect(copied).toBe(`${on.server.url}/#code=${code}`);
    expect((await (await on.guest("bob")).joinByCode(code)).id).toBe("party");
  });
});

describe("an end", () => {
  it("is said when the room is closed, and stays to be read", async () => {
    const ada = await screen(["closed", "--name", "ada"]);
    await on.home.run(["rooms", "close", "closed", "--yes"], on.server);
    await ada.until("✗ the room was closed by an administrator");
    await ada.until("make it anew: npx rtrooms join closed");
    ada.send(keys.ctrlC);
    expect((await ada.exited).code).toBe(0);
    expect(ada.inAlternateScreen).toBe(false);
  });

  it("[Q7] of a match that found nobody is exit code 6, with the words", async () => {
    const mia = await screen(["--match", "lonely", "--capacity", "2", "--timeout", "2s"]);
    expect(mia.text).toMatch(/match lonely · 1 of 2 .*\d s left/);
    await mia.until("✗ nobody was found in time");
    mia.type("q");
    expect((await mia.exited).code).toBe(6);
    expect(mia.text).toContain("nobody was found in time");
    expect(mia.text).toContain("npx rtrooms join --match lonely");
  });

  it("of the connection counts down to the next attempt, and is over when the server is back", async () => {
    const own = on.home.start(["serve", "--port", "0", "--memory", "--json"]);
    const { port, url } = JSON.parse(await own.line((line) => line.includes("listening")));
    const ada = on.run(["join", "away"], { env: { RTROOMS_URL: url } });
    await ada.until("● connected");
    own.kill("SIGKILL");
    await ada.until("○ reconnecting");
    const again = on.home.start(["serve", "--port", String(port), "--memory", "--json"]);
    await again.line((line) => line.includes("listening"));
    await ada.until("● connected");
    await ada.until("connected again, with a new seat");
    again.kill("SIGTERM");
  });
});
