// `rtrooms relay`: the WebRTC signals that a server passes on, live, as a screen or as NDJSON.
import { Command, type OptionValues } from "commander";
import type { Client } from "../../client/connect.ts";
import { type Watching, watchSignals } from "../../client/watching.ts";
import type { RtError } from "../../protocol/errors.ts";
import { isRoomId } from "../../protocol/ids.ts";
import type { Params } from "../../protocol/requests.ts";
import { CliError, usageError } from "../exit.ts";
import { chooseMode } from "../mode.ts";
import { adminToken, adminUrl, parseCount, parseDuration, withNamespace, withServer } from "../options.ts";
import { relayOpenCommand } from "../relay-open.ts";
import { withScreen } from "../screen-options.ts";
import type { StreamOptions } from "../stream.ts";

export interface RelayOptions extends StreamOptions, OptionValues {
  room?: string;
  ndjson?: boolean;
  tui?: boolean;
}

export const relayCommand = (): Command =>
  withScreen(withNamespace(withServer(new Command("relay"))))
    .description("watch the offers, answers and candidates that a server passes on, with what became of each")
    .option("--room <room>", "only this room's")
    .option("--ndjson", "print one JSON object a signal")
    .option("--count <number>", "end after so many signals", parseCount(1))
    .option("--timeout <duration>", "end after 5s, 2m, …; exit 6 if --count was not reached", parseDuration)
    .addHelpText(
      "after",
      `
It needs the server's admin token. A server that you started on this machine needs nothing to be typed.

Examples:
  $ rtrooms relay                                a screen of all rooms' signals
  $ rtrooms relay --room demo --ndjson           one room's, for a program
  $ rtrooms relay --ndjson --count 3 --timeout 10s`,
    )
    .action(run)
    .addCommand(relayOpenCommand());

async function run(options: RelayOptions, command: Command): Promise<void> {
  const { room } = options;
  if (room !== undefined && !isRoomId(room)) {
    throw usageError(`"${room}" is no name of a room.`, "Letters, digits and _ . : - are, 128 at most.");
  }
  const mode = chooseMode(options);
  const params = {
    stream: "signals",
    ...(room && { room }),
    ...(mode === "screen" && { data: true }),
  } as const;
  const { withClient } = await import("../connection.ts");
  const show =
    mode === "screen" ? await onScreen(params, adminUrl(command)) : await inPipe(options, mode === "ndjson");
  await withClient(
    command,
    () => adminToken(command),
    async (client) => {
      const watching = await watchSignals(client, params).catch((error: RtError) => {
        throw needsAdmin(error);
      });
      try {
        await show(client, watching);
      } finally {
        watching.stop();
      }
    },
    adminUrl(command),
  );
}

type Show = (client: Client, watching: Watching) => Promise<void>;

async function onScreen(params: Params<"watch">, url: string): Promise<Show> {
  const [{ relayScreen }, { screenExit }] = await Promise.all([
    import("../../tui/relay.tsx"),
    import("../screen-exit.ts"),
  ]);
  return async (client, watching) => {
    const page = pageOf(url);
    return screenExit(await relayScreen({ client, watching, room: params.room, page }));
  };
}

/** The page at the server's root, which connects whoever opens it. */
const pageOf = (url: string): string => new URL("/", url.replace(/^ws/, "http")).href;

async function inPipe(options: RelayOptions, ndjson: boolean): Promise<Show> {
  const { relayPipe } = await import("../relay-pipe.ts");
  return (client, watching) => relayPipe(client, watching, options, ndjson);
}

const needsAdmin = (error: RtError): Error =>
  error.code === "forbidden" || error.code === "unauthorized"
    ? new CliError({
        exit: "unauthorized",
        code: error.code,
        message:
          "Only an administrator of the server may watch signals, and no admin token was given for it.",
        next: "Give it with --token-file FILE or RTROOMS_TOKEN=…, or run this as the user who started the server, on its machine.",
      })
    : error;
