// The signals screen: its states, and a recording of a call that is set up.
import type { Client, Room } from "../../../src/client/node.ts";
import type { Terminal } from "../../support/pty.ts";
import type { Picture, Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { statesOf } from "../states.ts";

const args = ["relay"];
const wait = (terminal: Terminal) => terminal.until(/● (connected|live)/);

interface Call {
  ada: Client;
  bob: Client;
  from: Room;
  to: Room;
}

async function call(stage: Stage): Promise<Call> {
  const ada = await stage.client("ada");
  const bob = await stage.client("bob");
  return { ada, bob, from: await ada.join("call"), to: await bob.join("call") };
}

const description = (lines: number): string =>
  ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", ...Array(lines).fill("a=rtpmap:111 opus/48000/2")].join(
    "\r\n",
  );

/** Second by second, as no network is. */
async function signals(stage: Stage, { ada, bob, from, to }: Call): Promise<void> {
  const step = (second: number) => stage.at(`14:02:${String(second).padStart(2, "0")}`);
  const hers = bob.welcome.peer;
  const his = ada.welcome.peer;
  step(1);
  await from.signal(hers, "offer", { type: "offer", sdp: description(40) });
  step(2);
  await to.signal(his, "answer", { type: "answer", sdp: description(36) });
  for (let second = 3; second < 9; second++) {
    step(second);
    const candidate = `candidate:${second} 1 udp 2122260223 192.168.1.${second} 50000 typ host`;
    await (second % 2
      ? from.signal(hers, "candidate", { candidate })
      : to.signal(his, "candidate", { candidate }));
  }
  step(9);
  await from.signal("gone" as never, "candidate", null);
  await from.report({ to: hers, state: "connected" });
}

/** All of them are in the list. */
async function listed(terminal: Terminal, stage: Stage): Promise<void> {
  await wait(terminal);
  await signals(stage, await call(stage));
  await terminal.until("SIG010");
  await terminal.until(/✔ connected|connected +\d/);
}

const pressed =
  (key: string, words: string): Scenario["until"] =>
  async (terminal, stage) => {
    await listed(terminal, stage);
    terminal.send(key);
    await terminal.until(words);
  };

export const scenarios: readonly Scenario[] = [
  { state: "empty", args, until: (terminal) => terminal.until("No signals yet") },
  { state: "busy", args, until: listed },
  { state: "room", args, until: pressed("r", "SINCE") },
  { state: "paused", args, until: pressed("p", "‖ paused") },
  {
    state: "offline",
    args,
    async until(terminal, stage) {
      await wait(terminal);
      await stage.killServer();
      await terminal.until("reconnecting");
    },
  },
  {
    state: "help",
    args,
    async until(terminal) {
      await wait(terminal);
      terminal.type("?");
      await terminal.until("this help");
    },
  },
  {
    state: "error-token",
    args: ["relay", "--token", "wrong"],
    prints: true,
    until: (terminal) => terminal.exited,
  },
  ...statesOf(args),
];

export const picture: Picture = {
  title: "rtrooms relay",
  alt: "A call as the server sees it: a list of exchanges, then offer, answer and candidates of a room as a ladder.",
  args,
  size: { columns: 120, rows: 24 },
  async play(film, stage) {
    await wait(film.terminal);
    await film.show(1);
    await signals(stage, await call(stage));
    await film.until("SIG010", 2.5);
    film.terminal.send("r");
    await film.until("SINCE", 4);
  },
};
