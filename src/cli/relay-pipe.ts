// Signals without a screen: a line each.
import type { Client } from "../client/connect.ts";
import type { Watching } from "../client/watching.ts";
import type { SignalRecord } from "../protocol/events.ts";
import { bytes, preciseClock } from "../tui/state/format.ts";
import type { RelayOptions } from "./commands/relay.ts";
import { tellOfState } from "./connection.ts";
import { CliError } from "./exit.ts";
import { note, printEvent, printLine } from "./output.ts";
import { openStream } from "./stream.ts";

export async function relayPipe(
  client: Client,
  watching: Watching,
  options: RelayOptions,
  ndjson: boolean,
): Promise<void> {
  const stream = openStream(options, () => undefined);
  const stops = [
    client.on("state", (state) => {
      if (state.state === "closed") stream.fail(state.error ?? lost(state.reason));
    }),
    tellOfState(client),
  ];
  // A script that waits for this line before it opens its pages misses no signal of theirs.
  note(`watching signals${options.room ? ` of room ${options.room}` : ""}`);
  watching.listen((record) => {
    if (stream.over || record.type !== "watch.signals") return;
    if (ndjson) printEvent(record);
    else printLine(plainLine(record));
    stream.counted();
  });
  try {
    await stream.ended;
  } finally {
    for (const stop of stops) stop();
  }
}

const lost = (reason: string): CliError =>
  new CliError({
    exit: "unreachable",
    code: "disconnected",
    message: `The connection is closed for good: ${reason}.`,
  });

function plainLine({ time, room, from, to, kind, bytes: size, verdict, state }: SignalRecord): string {
  const text = `${preciseClock(time)} ${room} ${from} → ${to} ${kind} ${bytes(size)} ${state ?? verdict ?? ""}`;
  return text.trimEnd();
}
