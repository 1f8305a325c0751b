// The subcommands of `rooms` that scripts wait with: `wait`, `check` and `watch`.
import { type Command, InvalidArgumentError, Option, type OptionValues } from "commander";
import type { Status } from "../../protocol/shapes.ts";
import { usageError } from "../exit.ts";
import { type Expression, expressionHelp, parseExpression } from "../expression.ts";
import type { Api } from "../http.ts";
import { adminToken, parseCount, parseDuration, type ServerOptions } from "../options.ts";
import type { Heard } from "../room-news.ts";

export interface RoomsWaitOptions extends OptionValues {
  members?: number;
  status?: Status;
  gone?: boolean;
  timeout: number;
  json?: boolean;
}

export interface RoomsWatchOptions extends OptionValues {
  ndjson?: boolean;
  count?: number;
  timeout?: number;
}

interface Given {
  withJson(name: string, description: string): Command;
  withoutJson(name: string, description: string): Command;
  api(command: Command, signal?: AbortSignal): Promise<Api>;
}

const WAIT_MS = 30_000;

export const scriptCommands = (given: Given): Command[] => [
  waitCommand(given),
  checkCommand(given),
  watchCommand(given),
];

const waitCommand = ({ withJson, api }: Given): Command =>
  withJson("wait", "wait until a room is there, and as wanted")
    .argument("<room>")
    .option("--members <number>", "until it has so many members, or more", parseCount(0))
    .addOption(
      new Option("--status <status>", "until it is so").choices([
        "waiting",
        "active",
        "finished",
      ] satisfies Status[]),
    )
    .option("--gone", "until there is no such room")
    .addOption(
      new Option("--timeout <duration>", "how long; then exit 6, or 3 if no server could be reached")
        .argParser(parseDuration)
        .default(WAIT_MS, "30s"),
    )
    .addHelpText(
      "after",
      `
Exits 0 as soon as everything asked for holds at once. What passes within a quarter of a second may be
missed, and without an admin token a room that is not public is looked at once a second. A server that isn't
there yet may come: --timeout covers that too.

Examples:
  $ rtrooms rooms wait duel --members 2 --timeout 5s
  $ rtrooms rooms wait duel --status active --json | jq .room.host
  $ rtrooms rooms wait duel --gone`,
    )
    .action(async (room: string, options: RoomsWaitOptions, command: Command) => {
      if (options.gone && (options.members !== undefined || options.status)) {
        throw usageError(
          "A room that is gone has neither members nor a status.",
          "Leave out --gone, or the others.",
        );
      }
      const { waitForRoom } = await import("../rooms-wait.ts");
      const { url, ns } = command.opts<ServerOptions>();
      const token = () => adminToken(command);
      const follow = async (heard: Heard) => {
        const { RoomNews } = await import("../room-news.ts");
        return new RoomNews({ url, ns, token, room }, heard);
      };
      await waitForRoom((signal) => api(command, signal), follow, room, options);
    });

const checkCommand = ({ withJson, api }: Given): Command =>
  withJson("check", "exit 6 unless everything is as expected")
    .addOption(
      new Option("--expect <expression>", "what is to hold; may be given more than once")
        .argParser(collectExpressions({ rooms: true }))
        .makeOptionMandatory(),
    )
    .addHelpText(
      "after",
      `${expressionHelp(true)}

Prints a line for each: ok or FAILED, the expression, and the value that was seen. A room that is not there
meets no expectation.

Examples:
  $ rtrooms rooms check --expect 'totalRooms<=10' --expect 'duel.status==active'
  $ rtrooms rooms check --expect errors.internal==0 --json | jq '.checks[] | select(.ok | not)'`,
    )
    .action(async (options: { expect: Expression[]; json?: boolean }, command: Command) => {
      const { check } = await import("../checks.ts");
      await check(await api(command), options.expect, { json: options.json ?? false, wanted: true });
    });

const watchCommand = ({ withoutJson }: Given): Command =>
  withoutJson("watch", "what changes in the list of rooms; first those that are there")
    .option("--ndjson", "print one JSON object a change")
    .option("--count <number>", "end after so many changes", parseCount(1))
    .option("--timeout <duration>", "end after 5s, 2m, …; exit 6 if --count was not reached", parseDuration)
    .addHelpText(
      "after",
      `
A line a change: + is a room that was added, ~ one that was updated, - one that was removed. Of one room four
changes a second are told at most, the last always; without an admin token only public rooms are seen.

Examples:
  $ rtrooms rooms watch
  $ rtrooms rooms watch --ndjson | jq -r 'select(.type == "removed").room.room'`,
    )
    .action(async (options: RoomsWatchOptions, command: Command) => {
      const [{ withClient }, { watchRooms }] = await Promise.all([
        import("../connection.ts"),
        import("../rooms-watch.ts"),
      ]);
      await withClient(
        command,
        () => adminToken(command),
        (client) => watchRooms(client, options),
      );
    });

/** For an option that may be given more than once. */
export const collectExpressions =
  (of: { rooms: boolean }) =>
  (text: string, before: readonly Expression[] = []): Expression[] => {
    try {
      return [...before, parseExpression(text, of)];
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
