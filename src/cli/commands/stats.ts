// `rtrooms stats`: a server's figures, as a dashboard, once, or again and again.
import { Command, Option, type OptionValues } from "commander";
import type { Stats } from "../../protocol/stats.ts";
import { usageError } from "../exit.ts";
import { type Expression, expressionHelp } from "../expression.ts";
import type { Api } from "../http.ts";
import { chooseMode } from "../mode.ts";
import {
  adminToken,
  adminUrl,
  parseCount,
  parseDuration,
  type ServerOptions,
  withServer,
} from "../options.ts";
import { type ScreenOptions, withScreen } from "../screen-options.ts";
import type { Format } from "../stats-print.ts";
import { collectExpressions } from "./rooms-scripts.ts";

interface StatsOptions extends OptionValues, ServerOptions, ScreenOptions {
  watch?: number | true;
  json?: boolean;
  format?: Format;
  count?: number;
  timeout?: number;
  failIf?: Expression[];
}

const EVERY_MS = 1_000;
const FORMATS = ["table", "json", "prometheus", "csv"] satisfies Format[];

export const statsCommand = (): Command =>
  withScreen(withServer(new Command("stats")))
    .description("a server's figures: a dashboard on a terminal, one table in a pipe")
    .addOption(
      new Option(
        "--format <format>",
        "once, as a table, one JSON document, the text of /metrics, or a CSV of two rows",
      ).choices(FORMATS),
    )
    .option("--json", "the same as --format json")
    .option(
      "--watch [interval]",
      "follow them, every second or as often as said: the dashboard, or lines (without --format as JSON)",
      parseDuration,
    )
    .option("--count <number>", "follow them, and end after so many samples", parseCount(1))
    .option("--timeout <duration>", "follow them, and end after so long", parseDuration)
    .option(
      "--fail-if <expression>",
      "in place of the figures: exit 6 if it holds; may be given more than once",
      collectExpressions({ rooms: false }),
    )
    .addHelpText(
      "after",
      `
On a terminal the figures are a dashboard, as of top and docker stats: who looks wants to see what moves. Scripts see a pipe and get
one table, and with --format or --json they get what they ask for wherever they run; a person gets the table by --format table.

Examples:
  $ rtrooms stats                              the dashboard; a table in a pipe
  $ rtrooms stats --json | jq .totalRooms      one figure
  $ rtrooms stats --watch=5s | jq -c .latency  a line of JSON every five seconds
  $ rtrooms stats --watch --format csv > load.csv
  $ rtrooms stats --watch --format table       a row a second, to be read
  $ rtrooms stats --format prometheus          what a scraper reads
  $ rtrooms stats --fail-if 'latency.requests.p99Ms>50' --fail-if 'errors.internal>0'
${expressionHelp(false)}`,
    )
    .action(run);

async function run(options: StatsOptions, command: Command): Promise<void> {
  const [{ openApi }, { isReadable }] = await Promise.all([
    import("../http.ts"),
    import("../../client/readable.ts"),
  ]);
  // Looked up anew each time: a server that was started again has another token of its own.
  const connect = (): Api => openApi({ url: adminUrl(command), token: adminToken(command) });
  const format = formatOf(options);
  const follows = [options.watch, options.count, options.timeout].some((option) => option !== undefined);
  if (options.failIf) return await failIf(connect(), options.failIf, format, follows);
  if (format === "prometheus") return await once(connect(), options.url, follows);

  const sample = async (): Promise<Stats> => await connect().get<Stats>("/stats", isReadable.stats);
  const intervalMs = typeof options.watch === "number" ? options.watch : EVERY_MS;
  const { count, timeout, tui, screenReader } = options;
  const first = await sample();
  const bounded = count !== undefined || timeout !== undefined;
  if (!format && !bounded && chooseMode({ tui, screenReader }) === "screen") {
    const [{ statsScreen }, { screenExit }] = await Promise.all([
      import("../../tui/stats.tsx"),
      import("../screen-exit.ts"),
    ]);
    return screenExit(await statsScreen({ url: options.url, intervalMs, first, sample }));
  }
  const { printStats, watchStats } = await import("../stats-print.ts");
  if (!follows) return await printStats(first, format ?? "table");
  // Lines for a person, or for a program.
  const lines = format ?? (process.stdout.isTTY ? "table" : "json");
  await watchStats({ first, sample, intervalMs, count, timeout, format: lines });
}

function formatOf({ format, json }: StatsOptions): Format | undefined {
  if (json && format !== undefined && format !== "json")
    throw usageError(`--json and --format ${format} ask for two things.`, "Leave one of them out.");
  return json ? "json" : format;
}

async function failIf(api: Api, expressions: Expression[], format: Format | undefined, follows: boolean) {
  if (follows) throw usageError("--fail-if looks once.", "Leave out --watch, or repeat the command.");
  if (format !== undefined && format !== "json")
    throw usageError(`--fail-if has no ${format} to print.`, "Leave out --format, or say --json.");
  const { check } = await import("../checks.ts");
  await check(api, expressions, { json: format === "json", wanted: false });
}

async function once(api: Api, url: string, follows: boolean): Promise<void> {
  if (follows)
    throw usageError(
      "--format prometheus is what a scraper reads, each time anew.",
      "Leave out --watch, or say --format csv.",
    );
  const { printMetrics } = await import("../stats-print.ts");
  await printMetrics(api, url);
}
