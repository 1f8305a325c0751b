// A server's figures on stdout: a table, a JSON document, rows of a CSV, the text that scrapers read, or a line for each sample.
import type { Stats } from "../protocol/stats.ts";
import { type Api, notRtrooms } from "./http.ts";
import { printEvent, printJson, printLine } from "./output.ts";
import { csvFields } from "./stats-fields.ts";
import { openStream } from "./stream.ts";

export type Format = "table" | "json" | "prometheus" | "csv";

/** What only people need is loaded only for them. */
export async function printStats(stats: Stats, format: Exclude<Format, "prometheus">): Promise<void> {
  if (format === "json") return void printJson(stats);
  if (format === "csv") return csvPrinter()(stats);
  const [{ statsLines }, { pairs }] = await Promise.all([
    import("../tui/state/stats-lines.ts"),
    import("./columns.ts"),
  ]);
  for (const line of pairs(statsLines(stats))) printLine(line);
}

/** As the server tells them to a scraper, each line made inert: it is text of others all the same. */
export async function printMetrics(api: Api, url: string): Promise<void> {
  const text = await api.text("/metrics", "text/plain");
  if (!text.includes("\n# TYPE rtrooms_")) throw notRtrooms(url);
  for (const line of text.replace(/\n$/, "").split("\n")) printLine(line);
}

/** Each figure that is one number has a column, and so have those that are counted by names that this program knows. */
function csvPrinter(): (stats: Stats) => void {
  let headed = false;
  const row = (cells: readonly (string | number | boolean | null)[]): void =>
    void printLine(cells.map(cell).join(","));
  return (stats) => {
    if (!headed)
      row(["time", "node", "version", "engine", "store", "ready", ...csvFields.map(([name]) => name)]);
    headed = true;
    const { node, version, engine, store, ready } = stats;
    row([Date.now(), node, version, engine, store, ready, ...csvFields.map(([, read]) => read(stats))]);
  };
}

/** RFC 4180; a text that begins as a formula does is none for a spreadsheet either. */
function cell(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+@-]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

interface Watch {
  first: Stats;
  sample(): Promise<Stats>;
  intervalMs: number;
  format: Exclude<Format, "prometheus">;
  count: number | undefined;
  timeout: number | undefined;
}

export async function watchStats({ first, sample, intervalMs, format, ...limits }: Watch): Promise<void> {
  const printSample = await samplePrinter(format);
  const stream = openStream(limits, () => undefined);
  let timer: NodeJS.Timeout | undefined;
  const print = (stats: Stats): void => {
    if (stream.over) return;
    printSample(stats);
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

async function samplePrinter(format: Watch["format"]): Promise<(stats: Stats) => void> {
  if (format === "json") return (stats) => void printEvent({ type: "stats", time: Date.now(), ...stats });
  if (format === "csv") return csvPrinter();
  const { statsRows } = await import("../tui/state/stats-rows.ts");
  const rows = statsRows();
  return (stats) => {
    for (const line of rows(stats, Date.now())) printLine(line);
  };
}
