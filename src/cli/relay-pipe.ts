// Signals without a screen: a line each, and what is found in them where it is found.
import type { Client } from "../client/connect.ts";
import type { Watching } from "../client/watching.ts";
import type { SignalRecord } from "../protocol/events.ts";
import { bytes, preciseClock } from "../tui/state/format.ts";
import { tellOfState } from "./connection.ts";
import { CliError } from "./exit.ts";
import { note, printEvent, printLine } from "./output.ts";
import { Follow, type FollowOptions } from "./relay-follow.ts";
import { foundData, foundLines } from "./relay-found.ts";
import { openStream, type StreamOptions } from "./stream.ts";

export interface LinesOptions extends StreamOptions, FollowOptions {
  room?: string;
  kind?: string[];
  /** Whether lines of JSON have what the signals carry. */
  data?: boolean;
}

export interface Followed {
  /** How it is shown. */
  show: "plain" | "ndjson";
}

export async function relayPipe(
  client: Client,
  watching: Watching,
  options: LinesOptions,
  { show }: Followed,
): Promise<Follow> {
  const { until, kind: kinds } = options;
  const missing = (): string | undefined =>
    until && !follow.reached ? `nothing was ${WAITED[until]}` : undefined;
  const stream = openStream(options, missing);
  const follow: Follow = new Follow(options, stream, (found) => {
    if (show === "ndjson") printEvent({ type: "finding", ...foundData(follow.replay, found) });
    else if (show === "plain") for (const line of foundLines(follow.replay, found)) printLine(line);
  });
  const stops = [
    client.on("state", (state) => {
      if (state.state === "closed") stream.fail(state.error ?? lost(state.reason));
    }),
    tellOfState(client),
    () => follow.stop(),
    () => watching.stop(),
  ];
  // A script that waits for this line before it opens its pages misses no signal of theirs.
  note(`watching signals${options.room ? ` of room ${options.room}` : ""}`);
  const name = (peer: string): string => follow.replay.nameOf(peer);
  watching.listen((record) => {
    if (stream.over) return;
    follow.take(record, () => {
      if (record.type !== "watch.signals" || (kinds && !kinds.includes(record.kind))) return;
      if (show === "ndjson") {
        const { data, ...line } = record;
        printEvent(options.data ? record : line);
      } else if (show === "plain") printLine(plainLine(record, name));
      stream.counted();
    });
  });
  try {
    await stream.ended;
  } finally {
    for (const stop of stops) stop();
  }
  return follow;
}

const WAITED = { connected: "connected", failed: "failed", finding: "found" } as const;

const lost = (reason: string): CliError =>
  new CliError({
    exit: "unreachable",
    code: "disconnected",
    message: `The connection is closed for good: ${reason}.`,
  });

function plainLine(record: SignalRecord, name: (peer: string) => string): string {
  const { time, room, from, to, kind, bytes: size, verdict, state, of } = record;
  const what = [kind, of, bytes(size), state ?? verdict].filter(Boolean).join(" ");
  return `${preciseClock(time)} ${room} ${name(from)} → ${name(to)} ${what}`;
}
