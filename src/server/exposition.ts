// The text of metrics: which of the two formats a scraper wants, the older one made from the newer, and histograms.
import { parseAccept } from "hono/utils/accept";
import { Registry } from "prom-client";
import type { Histogram } from "../core/histogram.ts";

export const OPEN_METRICS = Registry.OPENMETRICS_CONTENT_TYPE;
export const PROMETHEUS = Registry.PROMETHEUS_CONTENT_TYPE;

/** By what the scraper likes best; one that takes anything gets OpenMetrics. */
export function mediaFor(accept: string | undefined): typeof OPEN_METRICS | typeof PROMETHEUS {
  const liked = parseAccept(accept ?? "")
    .filter(({ q }) => q > 0)
    .map(({ type }) => type.toLowerCase());
  const found = liked.find((type) => takesNewer(type) || takesOlder(type));
  return found && takesOlder(found) ? PROMETHEUS : OPEN_METRICS;
}

const takesNewer = (type: string) => ["application/openmetrics-text", "application/*", "*/*"].includes(type);
const takesOlder = (type: string) => ["text/plain", "text/*"].includes(type);

/** The series keep their names: only there a counter is declared under its series' name, and nothing marks the end. */
export const toPrometheus = (text: string): string =>
  text
    .replace(/^# HELP (\S+) (.*)\n# TYPE \1 counter$/gm, "# HELP $1_total $2\n# TYPE $1_total counter")
    .replace(/# EOF\n$/, "");

/** One histogram, or one for each value of a label. */
export type Spread = Histogram | ReadonlyMap<string, Histogram>;

/** Written by hand, since prom-client's own counts with every observation what is needed with a scrape only. */
export function histogramText(name: string, help: string, of: Spread, label = ""): string {
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`];
  if (of instanceof Map) {
    for (const [value, histogram] of of) lines.push(...series(name, histogram, `${label}="${value}"`));
  } else lines.push(...series(name, of as Histogram, ""));
  return `${lines.join("\n")}\n`;
}

function series(name: string, { bounds, counts, sum }: Histogram, labels: string): string[] {
  const comma = labels && ",";
  let total = 0;
  const buckets = counts.map((count, i) => {
    total += count;
    return `${name}_bucket{${labels}${comma}le="${bound(bounds[i])}"} ${total}`;
  });
  const braces = labels && `{${labels}}`;
  return [...buckets, `${name}_sum${braces} ${sum}`, `${name}_count${braces} ${total}`];
}

/** OpenMetrics wants whole numbers with their point. */
function bound(value: number | undefined): string {
  if (value === undefined) return "+Inf";
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
