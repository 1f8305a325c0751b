// Signals as they pass, listened to before they are asked for: what comes in one piece with the answer is not missed.
import type { MemberRecord, SignalRecord } from "../protocol/events.ts";
import type { Params } from "../protocol/requests.ts";
import type { Client } from "./connect.ts";

type WatchRecord = SignalRecord | MemberRecord;

export interface Watching {
  /** For one listener: first what has come since the asking, then the rest as it comes. */
  listen(listener: (record: WatchRecord) => void): void;
  stop(): void;
}

/** Rejects with what the server says; after each loss of the connection it asks again. */
export async function watchSignals(client: Client, params: Params<"watch">): Promise<Watching> {
  let early: WatchRecord[] = [];
  let take = (record: WatchRecord): void => void early.push(record);
  const stops = [
    client.on("watch.signals", (record) => take(record)),
    client.on("watch.members", (record) => take(record)),
    // A new connection watches nothing until it asks again.
    client.on("state", ({ state }) => {
      if (state === "open") client.request("watch", params).catch(() => {});
    }),
  ];
  const stop = (): void => {
    for (const each of stops) each();
  };
  try {
    await client.request("watch", params);
  } catch (error) {
    stop();
    throw error;
  }
  return {
    listen(listener) {
      for (const record of early) listener(record);
      early = [];
      take = listener;
    },
    stop,
  };
}
