// A server's figures on stdout: a table, a JSON document, or a line for each sample.
import type { Stats } from "../protocol/stats.ts";
import { printEvent, printJson, printLine } from "./output.ts";
import { openStream } from "./stream.ts";

/** What only people need is loaded only for them. */
export async function printStats(stats: Stats, json: boolean): Promise<void> {
  if (json) return void printJson(stats);
  const [{ statsLines }, { pairs }] = await Promise.all([
    import("../tui/state/stats-lines.ts"),
    import("./columns.ts"),
  ]);
  const lines = statsLines(null, { time: 0, stats });
  for (const line of pairs(lines.map(({ name, value }) => [name, value]))) printLine(line);
}

interface Watch {
  first: Stats;
  sample(): Promise<Stats>;
  intervalMs: number;
  count: number | undefined;
}

export async function watchStats({ first, sample, intervalMs, count }: Watch): Promise<void> {
  const stream = openStream({ count }, () => undefined);
  let timer: NodeJS.Timeout | undefined;
  const print = (stats: Stats): void => {
    if (stream.over) return;
    printEvent({ type: "stats", time: Date.now(), ...stats });
    stream.counted();
    if (!stream.over) timer = setTimeout(() => sample().then(print, stream.fail), intervalMs);
  };
  print(first);
  try {
    await stream.ended;
  } finally {
    clearTimeout(timer);
  }
}
