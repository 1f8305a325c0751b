// The figures of servers that are played: no test has such traffic, and a real one's are other ones each time.
import type { Stats } from "../../../src/protocol/stats.ts";
import type { Terminal } from "../../support/pty.ts";
import { busyStats, hangUp, nextSecond, playedStats, quietStats } from "../played-stats.ts";
import type { Picture, Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { statesOf } from "../states.ts";

const args = ["stats", "--watch=100ms"];
const answers = (terminal: Terminal) => terminal.until("● answering");
const quiet = (stage: Stage) => playedStats(stage, quietStats);

/** Answers for so many seconds; then it is waited for, and is not late yet. */
async function answersFor(seconds: number, terminal: Terminal, stage: Stage): Promise<void> {
  await answers(terminal);
  for (let second = 1; second <= seconds; second++) await nextSecond(stage);
}

const pressed =
  (key: string, words: string): Scenario["until"] =>
  async (terminal, stage) => {
    await answersFor(5, terminal, stage);
    terminal.type(key);
    await terminal.until(words);
  };

const troubled = (second: number): Stats => ({
  ...busyStats(second),
  ready: false,
  reasons: [{ name: "store", reason: "The disk is full." }],
  storeDegraded: true,
  storeDegradedMs: 12_000 + second * 1_000,
});

const played = { args, serve: null, before: (stage: Stage) => playedStats(stage), between: nextSecond };

export const scenarios: readonly Scenario[] = [
  { ...played, state: "empty", before: quiet, until: (terminal, stage) => answersFor(3, terminal, stage) },
  { ...played, state: "busy", until: (terminal, stage) => answersFor(12, terminal, stage) },
  {
    ...played,
    state: "troubled",
    before: (stage) => playedStats(stage, troubled),
    until: (terminal, stage) => answersFor(4, terminal, stage),
  },
  { ...played, state: "paused", until: pressed("p", "paused") },
  { ...played, state: "one-panel", until: pressed("3", "latency") },
  { ...played, state: "help", until: pressed("?", "this help") },
  {
    ...played,
    state: "offline",
    between: hangUp,
    async until(terminal, stage) {
      await answersFor(5, terminal, stage);
      await hangUp(stage);
    },
  },
  {
    state: "once",
    args: ["stats", "--no-tui"],
    serve: null,
    before: (stage) => playedStats(stage),
    prints: true,
    until: (terminal) => terminal.exited,
  },
  ...statesOf(args),
];

export const picture: Picture = {
  title: "rtrooms stats",
  alt: "The figures of a busy server, second by second. The traffic is played; the program is the real one.",
  args: ["stats", "--watch=250ms"],
  serve: null,
  size: { columns: 96, rows: 26 },
  before: (stage) => playedStats(stage),
  async play(film, stage) {
    await answers(film.terminal);
    for (let second = 1; second <= 12; second++) {
      await nextSecond(stage);
      if (second > 2) await film.show(1);
    }
  },
};
