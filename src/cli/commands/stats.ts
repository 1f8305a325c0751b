// `rtrooms stats`: a server's figures, once or again and again.
import { Command, type OptionValues } from "commander";
import type { Stats } from "../../protocol/stats.ts";
import { usageError } from "../exit.ts";
import { type Expression, expressionHelp } from "../expression.ts";
import { chooseMode } from "../mode.ts";
import {
  adminToken,
  adminUrl,
  parseCount,
  parseDuration,
  type ServerOptions,
  withServer,
} from "../options.ts";
import { withScreen } from "../screen-options.ts";
import { collectExpressions } from "./rooms-scripts.ts";

interface StatsOptions extends OptionValues, ServerOptions {
  watch?: number | true;
  json?: boolean;
  count?: number;
  tui?: boolean;
  failIf?: Expression[];
}

const EVERY_MS = 1_000;

export const statsCommand = (): Command =>
  withScreen(withServer(new Command("stats")))
    .description("a server's figures: rooms, peers, messages, signals, errors")
    .option("--json", "print one JSON document; with --watch, one a line")
    .option("--watch [interval]", "follow them, every second or as often as said", parseDuration)
    .option("--count <number>", "with --watch, end after so many samples", parseCount(1))
    .option(
      "--fail-if <expression>",
      "in place of the figures: exit 6 if it holds; may be given more than once",
      collectExpressions({ rooms: false }),
    )
    .addHelpText(
      "after",
      `
Examples:
  $ rtrooms stats                            a table
  $ rtrooms stats --json | jq .totalRooms    one figure
  $ rtrooms stats --watch                    a screen with rates
  $ rtrooms stats --watch=5s --json          a line every five seconds
  $ rtrooms stats --fail-if 'totalPeers>100' --fail-if 'errors.internal>0'
${expressionHelp(false)}`,
    )
    .action(run);

async function run(options: StatsOptions, command: Command): Promise<void> {
  const [{ openApi }, { isReadable }] = await Promise.all([
    import("../http.ts"),
    import("../../client/readable.ts"),
  ]);
  const api = openApi({ url: adminUrl(command), token: adminToken(command) });
  if (options.failIf) {
    if (options.watch !== undefined)
      throw usageError("--fail-if looks once.", "Leave out --watch, or repeat the command.");
    const { check } = await import("../checks.ts");
    return await check(api, options.failIf, { json: options.json ?? false, wanted: false });
  }
  const sample = (): Promise<Stats> => api.get<Stats>("/stats", isReadable.stats);
  const first = await sample();
  if (options.watch === undefined) {
    const { printStats } = await import("../stats-print.ts");
    return printStats(first, options.json ?? false);
  }
  const intervalMs = options.watch === true ? EVERY_MS : options.watch;
  if (chooseMode(options) === "screen" && options.count === undefined) {
    const [{ statsScreen }, { screenExit }] = await Promise.all([
      import("../../tui/stats.tsx"),
      import("../screen-exit.ts"),
    ]);
    screenExit(await statsScreen({ url: options.url, intervalMs, first, sample }));
  } else {
    const { watchStats } = await import("../stats-print.ts");
    await watchStats({ first, sample, intervalMs, count: options.count });
  }
}
