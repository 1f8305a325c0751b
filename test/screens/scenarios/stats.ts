// The figures: of a server that is real, with what differs covered, and of a busy one that is played, for no test has its traffic.
import type { Terminal } from "../../support/pty.ts";
import { figures } from "../masks.ts";
import { nextSecond, playedStats } from "../played-stats.ts";
import { type Picture, type Scenario, TINY } from "../scenario.ts";

const args = ["stats", "--watch=100ms"];
const masks = [figures.memory, figures.milliseconds, figures.uptime];
const answers = (terminal: Terminal) => terminal.until("● answering");

export const scenarios: readonly Scenario[] = [
  { state: "empty", args, masks, until: answers },
  {
    state: "rooms",
    args,
    masks,
    async before(stage) {
      const ada = await stage.client("ada");
      const bob = await stage.client("bob");
      const room = await ada.join("lobby");
      await bob.join("lobby");
      await bob.join("duel");
      await room.say("hello");
      await room.signal("gone" as never, "candidate", null);
    },
    until: answers,
  },
  {
    state: "busy",
    args,
    serve: null,
    before: playedStats,
    async until(terminal, stage) {
      await answers(terminal);
      for (let second = 1; second <= 12; second++) await nextSecond(stage);
    },
  },
  {
    state: "paused",
    args,
    masks,
    async until(terminal) {
      await answers(terminal);
      terminal.type("p");
      await terminal.until("paused");
    },
  },
  {
    state: "offline",
    args,
    masks,
    async until(terminal, stage) {
      await answers(terminal);
      await stage.killServer();
      await terminal.until("nothing listens there");
    },
  },
  { state: "tiny", args, sizes: TINY, until: (terminal) => terminal.until("needs 40×10") },
  {
    state: "once",
    args: ["stats"],
    masks,
    prints: true,
    until: (terminal) => terminal.exited,
  },
  {
    state: "error-no-server",
    args: ["stats"],
    serve: null,
    prints: true,
    until: (terminal) => terminal.exited,
  },
];

export const picture: Picture = {
  title: "rtrooms stats --watch",
  alt: "The figures of a busy server, second by second. The traffic is played; the program is the real one.",
  args: ["stats", "--watch=250ms"],
  serve: null,
  size: { columns: 96, rows: 26 },
  before: playedStats,
  async play(film, stage) {
    await answers(film.terminal);
    for (let second = 1; second <= 12; second++) {
      await nextSecond(stage);
      if (second > 2) await film.show(1);
    }
  },
};
