// The chat: its states, and a recording of two people who talk.
import { keys } from "../../support/pty.ts";
import type { Picture, Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { statesOf } from "../states.ts";

const args = ["chat", "lobby", "--name", "ada"];

/** A morning's talk, before ada opens the room. */
async function talk(stage: Stage): Promise<void> {
  stage.at("13:58");
  const bob = await stage.client("bob");
  const room = await bob.join("lobby");
  await room.say("pushed the fix, can someone pull?");
  stage.at("13:59");
  const cleo = await stage.client("cleo");
  const hers = await cleo.join("lobby");
  await hers.say("pulling now 👍");
  stage.at("14:01");
  await hers.say(
    "works here; a message that is longer than its row is wrapped under the gutter, and never under the time",
  );
  await room.say("日本語 and العربية and a family 👩‍👩‍👧 keep their columns");
  await hers.say("first line\nsecond line\nthird line");
  stage.at("14:02");
}

export const scenarios: readonly Scenario[] = [
  { state: "empty", args, until: (terminal) => terminal.until("● connected") },
  {
    state: "busy",
    args,
    before: talk,
    async until(terminal) {
      await terminal.until("third line");
      terminal.type(`on my way${keys.enter}`);
      await terminal.until(/ada │ on my way( +│)?$/m);
      terminal.type("half a thou");
      await terminal.until("› half a thou");
    },
  },
  {
    state: "scrolled",
    args,
    async before(stage) {
      const bob = await stage.client("bob");
      const room = await bob.join("lobby");
      for (let i = 1; i <= 19; i++) await room.say(`line ${i}\nand what comes under it\nand more`);
    },
    async until(terminal, stage) {
      await terminal.until("line 19");
      terminal.send(keys.pageUp);
      await terminal.until("line 6");
      const cleo = await stage.client("cleo");
      const room = await cleo.join("lobby");
      await room.say("are you there?");
      await terminal.until("↓ 8 newer");
    },
  },
  {
    state: "offline",
    args,
    before: talk,
    async until(terminal, stage) {
      await terminal.until("third line");
      await stage.killServer();
      await terminal.until("reconnecting");
      terminal.type(`said while away${keys.enter}`);
      await terminal.until("1 queued");
    },
  },
  {
    state: "closed",
    args,
    before: talk,
    async until(terminal, stage) {
      await terminal.until("third line");
      await stage.run("rooms", "close", "lobby", "--yes");
      await terminal.until("closed by an administrator");
    },
  },
  {
    state: "help",
    args,
    async until(terminal) {
      await terminal.until("● connected");
      terminal.send("\u000f");
      await terminal.until(/this help/);
    },
  },
  ...statesOf(args),
];

export const picture: Picture = {
  title: "rtrooms chat lobby",
  alt: "Two people talk in a room; the server goes away, and what was typed meanwhile arrives when it is back.",
  args,
  size: { columns: 96, rows: 24 },
  before: talk,
  async play(film, stage) {
    const { terminal } = film;
    await film.until("third line", 1.5);
    await film.type("hello, I am here");
    terminal.send(keys.enter);
    await film.until(/ada │ hello, I am here( +│)?$/m, 1);
    const dan = await stage.client("dan");
    const room = await dan.join("lobby");
    await film.until("dan joined", 0.8);
    await room.say("so am I — what did I miss?");
    await film.until("what did I miss?", 1.5);
    await stage.killServer();
    await film.until("reconnecting", 1);
    await film.type("wait a moment");
    terminal.send(keys.enter);
    await film.until("1 queued", 1.5);
    await stage.serve();
    await film.until(/connected again/, 2.5);
  },
};
