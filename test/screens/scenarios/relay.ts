// The signals screen: its states, and a recording of a call that is set up.
import type { Client, Room } from "../../../src/client/node.ts";
import { keys, type Terminal } from "../../support/pty.ts";
import { replayed } from "../replayed.ts";
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

/** What two tabs of the server's page did, and then a page that is written wrong. */
export const picture: Picture = {
  title: "rtrooms relay",
  alt: "Two tabs connect while relay draws the ladder of it; a second pair does not, and the list says why: both sides made an offer at once.",
  args,
  size: { columns: 120, rows: 24 },
  async play(film, stage) {
    const { terminal } = film;
    await wait(terminal);
    await film.show(1);
    for await (const { type, seq } of replayed(stage, "captures/two-tabs.jsonl", "14:02:01")) {
      if (type !== "watch.signals") continue;
      if (seq === 3) {
        await film.until("ada → bob", 0.8);
        terminal.send("r");
      }
      // The header counts them: what is shown has come.
      await film.until(new RegExp(`\\b${seq - 2} signals?\\b`), 0.35);
    }
    await film.until("prflx", 2.5);
    for (const words of ["2 candidates", "answer 517 B"]) {
      for (let rows = 0; rows < 3; rows++) terminal.send(keys.up);
      await film.until(words, 0.3);
    }
    await film.show(2.5);
    terminal.send(keys.escape);
    await film.until("1 of 1", 0.8);
    for await (const _ of replayed(stage, "glare.jsonl", "14:02:20"));
    await film.until("SIG001", 2);
    terminal.send(keys.up);
    await film.until("1 of 2", 0.5);
    terminal.send(keys.enter);
    await film.until("SINCE", 1);
    terminal.send("n");
    await film.show(4);
  },
};
