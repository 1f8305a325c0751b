// The console of rooms: its states, and a recording of somebody who finds a room and looks after it.
import type { Client, Room } from "../../../src/client/node.ts";
import { keys, type Terminal } from "../../support/pty.ts";
import type { Picture, Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { statesOf } from "../states.ts";

const args = ["rooms"];
const opened = (terminal: Terminal) => terminal.until("● connected");

const create = (client: Client, room: string, options: object = {}) =>
  client.request("create", { room: room as never, emptyTtl: 3_600_000, ...options });

/** An evening: a lobby, games of all kinds, and a room that is for the crew only. */
async function evening(stage: Stage): Promise<{ lobby: Room; bob: Client }> {
  const admin = await stage.admin("ops");
  const bob = await stage.client("bob");
  const cleo = await stage.client("cleo 日本");
  await create(admin, "lobby", { capacity: 64, history: "chat" });
  await create(admin, "crew", { capacity: 8, visibility: "private" });
  await create(admin, "duel-19", { capacity: 2 });
  await create(admin, "arena-7", { capacity: 4, start: "ready", min: 2 });
  await create(admin, "table-3", { capacity: 6, start: "host", visibility: "unlisted" });
  stage.at("14:20");
  const lobby = await bob.join("lobby");
  await cleo.join("lobby");
  await cleo.join("duel-19");
  await (await stage.client("dan")).join("duel-19");
  await bob.join("arena-7");
  await lobby.say("anyone for a game?");
  return { lobby, bob };
}

const inLobby =
  (act: (terminal: Terminal, stage: Stage) => Promise<unknown>): Scenario["until"] =>
  async (terminal, stage) => {
    await opened(terminal);
    await terminal.until(/lobby .*2\/64/);
    terminal.type(`/lobby${keys.enter}`);
    await terminal.until(/rooms 1 of 5/);
    await act(terminal, stage);
  };

export const scenarios: readonly Scenario[] = [
  { state: "empty", args, until: opened },
  {
    state: "busy",
    args,
    before: evening,
    async until(terminal) {
      await opened(terminal);
      await terminal.until(/lobby .*2\/64/);
    },
  },
  {
    state: "filtering",
    args,
    before: evening,
    async until(terminal) {
      await opened(terminal);
      terminal.type("/members>1 status=active");
      await terminal.until(/rooms 1 of 5/);
    },
  },
  {
    state: "members",
    args,
    before: evening,
    until: inLobby(async (terminal) => {
      terminal.send(keys.enter);
      await terminal.until(/cleo 日本/);
    }),
  },
  {
    state: "messages",
    args,
    before: evening,
    until: inLobby(async (terminal) => {
      terminal.type("l");
      await terminal.until("anyone for a game?");
    }),
  },
  {
    state: "settings",
    args,
    before: evening,
    until: inLobby(async (terminal) => {
      terminal.type("d");
      await terminal.until("public: in every list");
    }),
  },
  {
    state: "asking",
    args,
    before: evening,
    until: inLobby(async (terminal) => {
      terminal.send(keys.ctrlD);
      await terminal.until("Type its name:");
    }),
  },
  {
    state: "read-only",
    args: [...args, "--read-only"],
    before: evening,
    until: inLobby(async (terminal) => {
      terminal.type("L");
      await terminal.until("read-only: nothing is changed");
    }),
  },
  {
    state: "offline",
    args,
    before: evening,
    async until(terminal, stage) {
      await opened(terminal);
      await terminal.until(/lobby .*2\/64/);
      await stage.killServer();
      await terminal.until("reconnecting");
    },
  },
  {
    state: "help",
    args,
    async until(terminal) {
      await opened(terminal);
      terminal.type("?");
      await terminal.until("this help");
    },
  },
  {
    state: "list",
    args: ["rooms", "list"],
    before: evening,
    prints: true,
    until: (terminal) => terminal.exited,
  },
  ...statesOf(args),
];

export const picture: Picture = {
  title: "rtrooms rooms",
  alt: "A live list of rooms is filtered, one of them is opened, its members are told something, and it is locked.",
  args,
  size: { columns: 110, rows: 24 },
  before: evening,
  async play(film, stage) {
    const { terminal } = film;
    await film.until(/lobby .*2\/64/, 1.5);
    const eve = await stage.client("eve");
    await eve.join("arena-7");
    await film.until(/arena-7 .*2\/4/, 1.2);
    await film.type("/lobby");
    terminal.send(keys.enter);
    await film.until(/rooms 1 of 5/, 1);
    terminal.send(keys.enter);
    await film.until(/cleo 日本/, 1.5);
    terminal.type("b");
    await film.type("the cup begins at nine");
    terminal.send(keys.enter);
    await film.until("announced in lobby", 1.2);
    terminal.type("L");
    await film.until("lobby locked", 1);
    terminal.type("l");
    await film.until("anyone for a game?", 2.5);
  },
};
