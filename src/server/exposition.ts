// The text of metrics: which of the two formats a scraper wants, and the older one made from the newer.
import { parseAccept } from "hono/utils/accept";
import { Registry } from "prom-client";

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
