// The figures of a server that are one number each, by the names that conditions and the columns of a CSV have for them.
import { errors } from "../protocol/errors.ts";
import type { LinkState, Verdict } from "../protocol/shapes.ts";
import type { Spread, Stats } from "../protocol/stats.ts";
import { requestSummaries } from "../protocol/summaries.ts";
import { auditReasons } from "../server/audit-reasons.ts";

/** Null for what is not there to be measured: nothing was asked for, nothing lies on a disk. */
type Read = (stats: Stats) => number | null;

const PLAIN = [
  "totalRooms",
  "waitingRooms",
  "activeRooms",
  "finishedRooms",
  "totalPeers",
  "connections",
  "topics",
  "subscribers",
  "messagesIn",
  "messagesOut",
  "bytesIn",
  "bytesOut",
  "published",
  "slowConsumers",
  "uptimeMs",
  "memoryBytes",
  "heapBytes",
  "cpu",
  "loopDelayMs",
  "storeDegradedMs",
  "storeBytes",
] as const satisfies readonly (keyof Stats)[];

const DELAYS = ["nowMs", "p99Ms", "maxMs"] as const satisfies readonly (keyof Stats["loopDelay"])[];
const SPREAD = ["count", "p50Ms", "p95Ms", "p99Ms"] as const satisfies readonly (keyof Spread)[];
const VERDICTS = ["delivered", "queued", "no_such_peer"] as const satisfies readonly Verdict[];
const LINKS = ["connecting", "connected", "failed", "closed"] as const satisfies readonly LinkState[];

const REASONS = Object.entries(auditReasons)
  .filter(([reason, { act }]) => act !== "moderate" && reason !== "flood")
  .map(([reason]) => reason);

/** Counted by name; a name that was never counted is 0. */
const COUNTS = {
  errors: Object.keys(errors),
  refused: REASONS,
  signals: VERDICTS,
  links: LINKS,
} as const satisfies Partial<Record<keyof Stats, readonly string[]>>;

type Field = readonly [name: string, read: Read];

const spreadFields = (path: string, of: (stats: Stats) => Spread | undefined): Field[] =>
  SPREAD.map((part) => [`${path}.${part}`, (stats) => of(stats)?.[part] ?? (part === "count" ? 0 : null)]);

const fixed: readonly Field[] = [
  ...PLAIN.map((name): Field => [name, (stats) => stats[name]]),
  ...DELAYS.map((name): Field => [`loopDelay.${name}`, (stats) => stats.loopDelay[name]]),
  ...spreadFields("latency.requests", ({ latency }) => latency.requests),
  ...spreadFields("latency.durable", ({ latency }) => latency.durable),
  ...(Object.keys(COUNTS) as (keyof typeof COUNTS)[]).flatMap((count) =>
    COUNTS[count].map((name): Field => [`${count}.${name}`, (stats) => stats[count][name] ?? 0]),
  ),
];

const byType = Object.keys(requestSummaries).flatMap((type) =>
  spreadFields(`latency.types.${type}`, ({ latency }) => latency.types[type]),
);

/** In this order they are the columns of a CSV: new ones are put at the end of their kind only. */
export const csvFields = fixed;

const all = new Map([...fixed, ...byType]);

export const statsField = (name: string): Read | undefined => all.get(name);

/** For help and messages; what has many names is shown by one word in capitals. */
export const fieldNames: readonly string[] = [
  ...PLAIN,
  ...DELAYS.map((name) => `loopDelay.${name}`),
  ...["requests", "durable", "types.TYPE"].map((of) => `latency.${of}.(${SPREAD.join("|")})`),
  "errors.CODE",
  "refused.REASON",
  ...VERDICTS.map((name) => `signals.${name}`),
  ...LINKS.map((name) => `links.${name}`),
];
