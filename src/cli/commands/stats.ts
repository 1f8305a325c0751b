// `rtrooms stats`: a server's figures, once or again and again.
import { Command, type OptionValues } from "commander";
import type { Stats } from "../../protocol/stats.ts";
import { chooseMode } from "../mode.ts";
import { adminToken, parseCount, parseDuration, type ServerOptions, withServer } from "../options.ts";

interface StatsOptions extends OptionValues, ServerOptions {
  watch?: number | true;
  json?: boolean;
  count?: number;
  tui: boolean;
}

const EVERY_MS = 1_000;

export const statsCommand = (): Command =>
  withServer(new Command("stats"))
    .description("a server's figures: rooms, peers, messages, signals, errors")
    .option("--json", "print one JSON document; with --watch, one a line")
    .option("--watch [interval]", "follow them, every second or as often as said", parseDuration)
    .option("--count <number>", "with --watch, end after so many samples", parseCount(1))
    .option("--no-tui", "no screen, only lines")
    .addHelpText(
      "after",
      `
Examples:
  $ rtrooms stats                            a table
  $ rtrooms stats --json | jq .totalRooms    one figure
  $ rtrooms stats --watch                    a screen with rates
  $ rtrooms stats --watch=5s --json          a line every five seconds`,
    )
    .action(run);

async function run(options: StatsOptions, command: Command): Promise<void> {
  const { openApi } = await import("../http.ts");
  const api = openApi({ url: options.url, token: adminToken(command) });
  const sample = (): Promise<Stats> => api.get<Stats>("/stats");
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
