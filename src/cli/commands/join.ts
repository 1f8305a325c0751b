// `rtrooms join`: a seat in a room, with everything that happens in it, as a screen or lines on a terminal, or as NDJSON.
import { Command, InvalidArgumentError } from "commander";
import { limits } from "../../protocol/limits.ts";
import type { Data } from "../../protocol/shapes.ts";
import type { ScreenEnd } from "../../tui/events.ts";
import type { JoinSetting } from "../../tui/join-session.ts";
import type { UseRoom } from "../connection.ts";
import { withEntry } from "../entry.ts";
import { type JoinOptions, seatOf, waitingMs } from "../join-options.ts";
import { chooseMode, isOnTerminal, isReadOut, type Mode } from "../mode.ts";
import {
  clientToken,
  parseCount,
  parseDuration,
  type ServerOptions,
  withName,
  withNamespace,
  withServer,
} from "../options.ts";
import { withScreen } from "../screen-options.ts";
import { collectWhere } from "../where.ts";

export const joinCommand = (): Command =>
  withScreen(withEntry(withName(withNamespace(withServer(new Command("join"))))))
    .description("take a seat in a room and follow it; in a pipe, as JSON lines in both directions")
    .option("--match <queue>", "a room with others who wait in this queue, instead of one by its name")
    .option("--capacity <number>", "seats, if the room is made", parseCount(1, limits.maxCapacity))
    .option(
      "--min <number>",
      "members that are enough when the time of a match is up",
      parseCount(1, limits.maxCapacity),
    )
    .option(
      "--where <expression>",
      "match only where this holds of the room's data, or of members.FIELD; may be repeated",
      collectWhere,
    )
    .option("--data <json>", "your own data, for others to see and to compare", parseData)
    .option("--ndjson", "JSON lines also on a terminal")
    .option("--count <number>", "end after so many lines", parseCount(1))
    .option("--until <type>", "end after an event of this type; room.started also if it was started before")
    .option(
      "--timeout <duration>",
      "end after 5s, 2m, …; exit 6 if what was awaited did not come, or nobody for a match",
      parseDuration,
    )
    .addHelpText(
      "after",
      `
In a pipe each line of stdin is a request, and its reply is printed among the events:
  {"type":"publish","data":{"x":1},"event":"move"}
  {"type":"start","id":"my-id"}

Examples:
  $ rtrooms join duel --capacity 2                        a screen of the room
  $ rtrooms join --code K3M-P9T --spectate                watch, invited by a code
  $ rtrooms join duel --until room.started --timeout 30s  wait until it is full
  $ rtrooms join --match duel --timeout 30s               whoever else waits; exit 6 if nobody comes
  $ rtrooms join --match team --capacity 8 --min 4 --where mode==ctf
  $ echo '{"type":"publish","data":1}' | rtrooms join duel`,
    )
    .action(run);

async function run(room: string | undefined, options: JoinOptions, command: Command): Promise<void> {
  const mode = chooseMode(options);
  const token = clientToken(command);
  const { withSeat } = await import("../connection.ts");
  const takeSeat = seatOf(room, options);
  const onTerminal = mode === "screen" || (mode === "plain" && watched(options));
  const use = onTerminal
    ? await forPerson(options, command.opts<ServerOptions>(), mode)
    : await inPipe(options);
  await withSeat(command, token, takeSeat, use);
}

// Everything is loaded before the seat is taken: what happens in the room from then on has to find its listener.

async function forPerson(options: JoinOptions, server: ServerOptions, mode: Mode): Promise<UseRoom> {
  const [show, { screenExit }, { invitationTo }, { failureOfEnd }, { nextOfEnd }] = await Promise.all([
    shownBy(options, mode),
    import("../screen-exit.ts"),
    import("../invitation.ts"),
    import("../connection.ts"),
    import("../../tui/state/join-end.ts"),
  ]);
  const invite = (room: string, code: string | undefined) => invitationTo(room, code, server);
  return async (client, room) => {
    const end = await show({ client, room, waitMs: waitingMs(options), invite });
    screenExit(end);
    // What ended the seat is still to be read when the screen is gone.
    if (end !== "quit" || !room.ended) return;
    const next = nextOfEnd(room.ended.reason, room.id, options.match);
    const failure = failureOfEnd(room.ended, { next: `${next[0]!.toUpperCase()}${next.slice(1)}` });
    if (failure) throw failure;
  };
}

/** What draws a screen is loaded where one is drawn. */
async function shownBy(
  { screenReader }: JoinOptions,
  mode: Mode,
): Promise<(setting: JoinSetting) => Promise<ScreenEnd>> {
  if (mode === "screen") return (await import("../../tui/join.tsx")).joinScreen;
  const { joinLines } = await import("../../tui/join-lines.ts");
  return (setting) => joinLines(setting, isReadOut({ screenReader }));
}

/** A person sits there, and nothing says that a script does. */
const watched = ({ count, until, timeout, match }: JoinOptions): boolean =>
  isOnTerminal() &&
  count === undefined &&
  until === undefined &&
  (timeout === undefined || match !== undefined);

async function inPipe(options: JoinOptions): Promise<UseRoom> {
  const { joinPipe } = await import("../join-pipe.ts");
  return (client, room) => joinPipe({ client, room, options });
}

function parseData(text: string): Data {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === "object" && data !== null && !Array.isArray(data)) return data as Data;
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError(`A JSON object, like '{"level":3}'.`);
}
