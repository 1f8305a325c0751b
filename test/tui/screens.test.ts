// The screen of relay on a real terminal.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/client/node.ts";
import { Home, type Server } from "../support/binary.ts";
import { keys, Terminal } from "../support/pty.ts";

const home = new Home();
let server: Server;
const open: Terminal[] = [];
beforeAll(async () => {
  server = await home.serve("--memory");
});
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.kill("SIGKILL");
});
afterAll(() => home.clean());

async function screen(args: string[], size: { columns?: number; rows?: number } = {}): Promise<Terminal> {
  const terminal = Terminal.run(args, { env: home.env(server.env), ...size });
  open.push(terminal);
  await terminal.until(/● connected/);
  return terminal;
}

describe("relay", () => {
  it("shows signals as they pass, filters them, and holds still while paused", async () => {
    const relay = await screen(["relay"], { columns: 100 });
    await relay.until("No signals yet");
    const [ada, bob] = await Promise.all([connect({ url: server.url }), connect({ url: server.url })]);
    const room = await ada.join("call");
    await bob.join("call");
    await room.signal(bob.welcome.peer, "offer", { type: "offer", sdp: "v=0\r\n" });
    await room.signal("gone" as never, "candidate", null);
    await relay.until(/\d\d:\d\d:\d\d\.\d{3} +call +…\S+ +→ …\S+ +offer +\d+ B +delivered/);
    await relay.until(/→ gone +candidate 4 B +✗ no_such_peer/);
    relay.type("/OFFER");
    await relay.until((terminal) => !terminal.text.includes("candidate"));
    relay.send(keys.enter);
    await relay.until("filter: OFFER");
    relay.send(keys.escape);
    await relay.until("candidate");
    relay.type("p");
    await relay.until("‖ paused");
    await room.signal(bob.welcome.peer, "custom", { after: 1 });
    await relay.until("1 newer");
    expect(relay.text).not.toContain("custom");
    relay.type("p");
    await relay.until("custom");
    relay.type("q");
    expect((await relay.exited).code).toBe(0);
    await Promise.all([ada.close(), bob.close()]);
  });

  it("watches again after the server was away", async () => {
    const token = { RTROOMS_ADMIN_TOKEN: "a-token-that-stays", RTROOMS_TOKEN: "a-token-that-stays" };
    const serve = (port: string) =>
      home.start(["serve", "--port", port, "--memory", "--json"], { env: token });
    const first = serve("0");
    const { port, url } = JSON.parse(await first.line((line) => line.includes("listening")));
    const relay = Terminal.run(["relay"], { env: home.env({ ...token, RTROOMS_URL: url }), columns: 100 });
    open.push(relay);
    await relay.until("● connected");
    first.kill("SIGKILL");
    await relay.until("○ reconnecting");
    await serve(String(port)).line((line) => line.includes("listening"));
    await relay.until("● connected");
    const ada = await connect({ url });
    const room = await ada.join("again");
    const seen = relay.until("→ gone");
    for (let over = false; !over; ) {
      await room.signal("gone" as never, "candidate", null);
      over = await Promise.race([seen.then(() => true), ada.request("ping", {}).then(() => false)]);
    }
    await ada.close();
  });

  it("refuses a wrong token before a screen is drawn", async () => {
    const relay = Terminal.run(["relay", "--token", "wrong"], { env: home.env(server.env) });
    open.push(relay);
    expect((await relay.exited).code).toBe(4);
    expect(relay.output).not.toContain("\u001b[?1049h");
  });
});

describe("help", () => {
  it.each([["join", "help"], ["relay"]])("of %s opens with ? and closes with any key", async (...args) => {
    const shown = await screen(args);
    shown.type("?");
    await shown.until(/\? +this help/);
    shown.type("x");
    await shown.until((terminal) => !/\? +this help/.test(terminal.text));
  });
});

it("a question before closing a room is answered on the terminal", async () => {
  await home.run(["rooms", "create", "asked"], server);
  const no = Terminal.run(["rooms", "close", "asked"], { env: home.env(server.env) });
  open.push(no);
  await no.until("Close the room asked with its 0 members? [y/N]");
  no.type("n\r");
  expect((await no.exited).code).toBe(1);
  expect(no.text).toContain("Nothing was changed.");
  const yes = Terminal.run(["rooms", "close", "asked"], { env: home.env(server.env) });
  open.push(yes);
  await yes.until("[y/N]");
  yes.type("y\r");
  expect((await yes.exited).code).toBe(0);
  expect((await home.run(["rooms", "get", "asked"], server)).code).toBe(5);
});
