// `rtrooms relay`: the WebRTC signals that a server passes on, live, as a screen or as NDJSON.
import { Command, Option, type OptionValues } from "commander";
import type { Client } from "../../client/connect.ts";
import { type Watching, watchSignals } from "../../client/watching.ts";
import type { RtError } from "../../protocol/errors.ts";
import { isRoomId } from "../../protocol/ids.ts";
import type { Params } from "../../protocol/requests.ts";
import { CliError, usageError } from "../exit.ts";
import { chooseMode } from "../mode.ts";
import { adminToken, adminUrl, parseCount, parseDuration, withNamespace, withServer } from "../options.ts";
import { relayExportCommand } from "../relay-export.ts";
import { relayOpenCommand } from "../relay-open.ts";
import { failOnOption } from "../relay-options.ts";
import type { LinesOptions } from "../relay-pipe.ts";
import { openRecorder, type RecordOptions } from "../relay-record.ts";
import { relayReportCommand } from "../relay-report.ts";
import { withScreen } from "../screen-options.ts";
import { relayLintCommand } from "./relay-lint.ts";

interface RelayOptions extends LinesOptions, RecordOptions, OptionValues {
  ndjson?: boolean;
  tui?: boolean;
}

const KINDS = ["offer", "answer", "candidate", "end", "custom", "report", "expired"];
const UNTIL = ["connected", "failed", "finding"];

export const relayCommand = (): Command =>
  withScreen(withNamespace(withServer(new Command("relay"))))
    .description("watch the offers, answers and candidates that a server passes on, with what became of each")
    .option("--room <room>", "only this room's")
    .option("--ndjson", "print one JSON object a signal")
    .option("--peer <peer...>", "only what is from or to these, by id or by name")
    .addOption(new Option("--kind <kind...>", "only these").choices(KINDS))
    .option("--data", "with --ndjson: also what the signals carry, which are addresses and keys of people")
    .option("--record <file>", "write all that is watched into this file, redacted")
    .option("--unredacted", "with --record: keep addresses, passwords, fingerprints and pages' own messages")
    .addOption(
      new Option(
        "--until <what>",
        "end when a link is up, or failed, or something sure or likely is found",
      ).choices(UNTIL),
    )
    .addOption(failOnOption())
    .option("--count <number>", "end after so many signals", parseCount(1))
    .option(
      "--timeout <duration>",
      "end after 5s, 2m, …; exit 6 if neither --count nor --until was reached",
      parseDuration,
    )
    .addHelpText(
      "after",
      `
It needs the server's admin token. A server that you started on this machine needs nothing to be typed.

Examples:
  $ rtrooms relay                                a screen of all rooms' signals
  $ rtrooms relay --room demo --ndjson           one room's, for a program
  $ rtrooms relay --ndjson --count 3 --timeout 10s
  $ rtrooms relay --room duel --until connected --timeout 5s --fail-on sure
  $ rtrooms relay --record call.jsonl            until Ctrl-C, to be looked at later
  $ rtrooms relay lint call.jsonl                what is wrong in it`,
    )
    .action(run)
    .addCommand(relayOpenCommand())
    .addCommand(relayLintCommand())
    .addCommand(relayReportCommand())
    .addCommand(relayExportCommand());

async function run(options: RelayOptions, command: Command): Promise<void> {
  const { room } = options;
  if (room !== undefined && !isRoomId(room)) {
    throw usageError(`"${room}" is no name of a room.`, "Letters, digits and _ . : - are, 128 at most.");
  }
  if (options.unredacted && options.record === undefined)
    throw usageError("--unredacted says what a recording keeps.", "Name its file: --record FILE");
  if (options.data && !options.ndjson)
    throw usageError(
      "--data adds what signals carry to lines of JSON.",
      "Ask for these too: --ndjson --data",
    );
  // These are of lines; a screen has its own ways to them.
  const { until, failOn, peer, kind, count, timeout } = options;
  const isForLines = [until, failOn, peer, kind, count, timeout].some((option) => option !== undefined);
  const mode = chooseMode(isForLines ? { ...options, tui: false } : options);
  const params = { stream: "signals", ...(room && { room }), data: true } as const;
  const { withClient } = await import("../connection.ts");
  const show =
    mode === "screen" ? await onScreen(params, adminUrl(command)) : await inPipe(options, mode === "ndjson");
  await withClient(
    command,
    () => adminToken(command),
    async (client) => {
      const recorder = openRecorder(options, client);
      const watching = await watchSignals(client, params).catch((error: RtError) => {
        throw needsAdmin(error);
      });
      try {
        await show(client, watching);
      } finally {
        watching.stop();
        recorder?.end();
      }
    },
    adminUrl(command),
  );
}

type Show = (client: Client, watching: Watching) => Promise<void>;

async function onScreen(params: Params<"watch">, url: string): Promise<Show> {
  const [{ relayScreen }, { saveRecords }, { screenExit }] = await Promise.all([
    import("../../tui/relay.tsx"),
    import("../relay-save.ts"),
    import("../screen-exit.ts"),
  ]);
  return async (client, watching) => {
    const page = pageOf(url);
    return screenExit(await relayScreen({ client, watching, room: params.room, page, save: saveRecords }));
  };
}

/** The page at the server's root, which connects whoever opens it. */
const pageOf = (url: string): string => new URL("/", url.replace(/^ws/, "http")).href;

async function inPipe(options: RelayOptions, ndjson: boolean): Promise<Show> {
  const { relayPipe } = await import("../relay-pipe.ts");
  const show = ndjson ? "ndjson" : "plain";
  return async (client, watching) => void (await relayPipe(client, watching, options, { show }));
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
