// A server's figures on stdout: a table, a JSON document, or a line for each sample.
import type { Stats } from "../protocol/stats.ts";
import { statsLines } from "../tui/state/stats-lines.ts";
import { pairs, printEvent, printJson, printLine } from "./output.ts";
import { openStream } from "./stream.ts";

export function printStats(stats: Stats, json: boolean): void {
  if (json) printJson(stats);
  else
    for (const line of pairs(statsLines(null, { time: 0, stats }).map(({ name, value }) => [name, value])))
      printLine(line);
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
