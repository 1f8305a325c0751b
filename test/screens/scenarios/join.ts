// The join screen: its states, and a recording of a room that fills and starts.
import type { Client } from "../../../src/client/node.ts";
import { keys, type Terminal } from "../../support/pty.ts";
import { figures } from "../masks.ts";
import type { Picture, Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { statesOf } from "../states.ts";

const args = ["join", "duel-7", "--capacity", "4", "--name", "ada"];
const masks = [figures.ping, figures.pingInLine, figures.pingTold];
/** With all that is learned a little later. */
const opened = (terminal: Terminal) => terminal.until(/ping \d+ ms/);

/** Takes a seat and says that it is ready. */
async function readySeat(stage: Stage, name: string): Promise<Client> {
  const client = await stage.client(name);
  const room = await client.join("duel-7");
  await client.request("member.update", { room: room.id as never, ready: true });
  return client;
}

async function twoOthers(stage: Stage): Promise<void> {
  stage.at("14:00");
  const bob = await stage.client("bob");
  const room = await bob.join("duel-7", { create: { capacity: 4 } });
  await bob.request("member.update", { room: room.id as never, ready: true });
  stage.at("14:01");
  const cleo = await stage.client("cleo 日本");
  await (await cleo.join("duel-7")).say("two minutes");
  stage.at("14:02");
}

export const scenarios: readonly Scenario[] = [
  { state: "empty", args, masks, until: opened },
  {
    state: "busy",
    args,
    masks,
    before: twoOthers,
    async until(terminal, stage) {
      await opened(terminal);
      await readySeat(stage, "dan");
      await terminal.until(/dan +.*ready/);
      terminal.type(`chello${keys.enter}`);
      await terminal.until("you: hello");
    },
  },
  {
    state: "asking",
    args,
    masks,
    async until(terminal, stage) {
      await opened(terminal);
      await readySeat(stage, "bob");
      await terminal.until(/bob +.*ready/);
      terminal.send(keys.down);
      terminal.type("K");
      await terminal.until("Remove bob");
    },
  },
  {
    state: "offline",
    args,
    masks,
    before: twoOthers,
    async until(terminal, stage) {
      await opened(terminal);
      await stage.killServer();
      await terminal.until("reconnecting");
    },
  },
  {
    state: "removed",
    args,
    masks,
    async before(stage) {
      await twoOthers(stage);
    },
    async until(terminal, stage) {
      await opened(terminal);
      await stage.run("rooms", "kick", "duel-7", "ada", "--yes");
      await terminal.until("you were removed from the room");
    },
  },
  {
    state: "help",
    args,
    masks,
    async until(terminal) {
      await opened(terminal);
      terminal.type("?");
      await terminal.until("this help");
    },
  },
  {
    state: "error-full",
    args: ["join", "solo", "--name", "ada"],
    prints: true,
    async before(stage) {
      await (await stage.client("bob")).join("solo", { create: { capacity: 1 } });
    },
    until: (terminal) => terminal.exited,
  },
  ...statesOf(args),
];

export const picture: Picture = {
  title: "rtrooms join duel-7",
  alt: "Ada takes a seat, others come, say that they are ready, and the room starts.",
  args,
  masks,
  size: { columns: 96, rows: 20 },
  async play(film, stage) {
    const { terminal } = film;
    await film.until(/ping \d+ ms/, 1.5);
    stage.at("14:03");
    await readySeat(stage, "bob");
    await film.until(/bob +.*ready/, 1.2);
    const cleo = await readySeat(stage, "cleo");
    await film.until(/cleo +.*ready/, 1);
    terminal.type(" ");
    await film.until(/ada +.*ready/, 1);
    terminal.type("c");
    await film.show(0.3);
    await film.type("one seat is left");
    terminal.send(keys.enter);
    await film.until("you: one seat is left", 1);
    stage.at("14:04");
    await cleo.request("publish", {
      room: "duel-7" as never,
      event: "chat",
      data: { text: "dan is on the way" },
    });
    await film.until("dan is on the way", 1.5);
    await readySeat(stage, "dan");
    await film.until("the room started", 3);
  },
};
