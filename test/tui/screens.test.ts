// The screen of relay on a real terminal.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/client/node.ts";
import { Home, type Server } from "../support/binary.ts";
import { keys, Terminal } from "../support/pty.ts";
import { sdpOf } from "../support/relay.ts";

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
  it("shows exchanges, the ladder of one, its descriptions, and two of them compared", async () => {
    const relay = await screen(["relay"], { columns: 100, rows: 30 });
    await relay.until("No signals yet");
    await relay.until(server.url);
    const [ada, bob] = await Promise.all(["ada", "bob"].map((name) => connect({ url: server.url, name })));
    const room = await ada!.join("call");
    const other = await bob!.join("call");
    const [from, to] = [ada!.welcome.peer, bob!.welcome.peer];
    await room.signal(to, "offer", { type: "offer", sdp: sdpOf() });
    await other.signal(from, "answer", { type: "answer", sdp: sdpOf({ ufrag: "XyZw", setup: "active" }) });
    await room.signal("gone" as never, "candidate", null);
    await room.report({ to, state: "connected", pair: { local: "relay", remote: "relay", protocol: "udp" } });
    await relay.until(/ada → bob +● connected +\d+s +\d+ ms +1\/1/);
    await relay.until(/ada → gone .*✗ SIG010/);

    relay.type("/peer~bob");
    await relay.until("1 of 2 exchanges");
    relay.send(keys.enter);
    relay.send(keys.enter);
    await relay.until(/│═+ offer .*═▶│/);
    await relay.until(/│◀═+ answer .*═│/);
    await relay.until("◆ connected · relay/udp");
    relay.type("kk");
    await relay.until("audio · mid 0");
    relay.type("t");
    await relay.until("a=group:BUNDLE 0 1 2");
    relay.type("p");
    await relay.until("‖ paused");
    await room.signal(to, "offer", { type: "offer", sdp: sdpOf({ version: 3, direction: "recvonly" }) });
    await relay.until("1 newer");
    relay.type("pAc");
    await relay.until("▸ video 1: sendrecv → recvonly");
    relay.send(keys.escape);
    await relay.until("SINCE");
    relay.type("ww");
    await relay.until(/\d\d:\d\d:\d\d\.\d{3} /);
    relay.type("r");
    await relay.until("whole room");
    await relay.until(/no_such_peer/);
    relay.type("q");
    expect((await relay.exited).code).toBe(0);
    await Promise.all([ada!.close(), bob!.close()]);
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
