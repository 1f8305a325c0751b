// What `rtrooms join` was asked for: a room by its name, or a match; each with the options that make sense of it.
import type { Client, MatchOptions } from "../client/connect.ts";
import type { Room } from "../client/room.ts";
import { times } from "../protocol/limits.ts";
import type { Where } from "../protocol/matching.ts";
import type { Data } from "../protocol/shapes.ts";
import { type EntryOptions, entryOf } from "./entry.ts";
import { usageError } from "./exit.ts";
import type { StreamOptions } from "./stream.ts";

export interface JoinOptions extends StreamOptions, EntryOptions {
  match?: string;
  capacity?: number;
  min?: number;
  where?: Where;
  data?: Data;
  ndjson?: boolean;
  until?: string;
  tui: boolean;
  screenReader?: boolean;
}

/** How the seat is taken. Throws a usage error for options that don't go together. */
export function seatOf(room: string | undefined, options: JoinOptions): (client: Client) => Promise<Room> {
  const { match, capacity, min, where, data } = options;
  const next =
    "A room by its name, `join ROOM`, or its code, `join --code CODE`, or one with others who wait, `join --match QUEUE`.";
  if (match !== undefined) {
    const { code, password, spectate } = options;
    if (room !== undefined || code !== undefined || password || spectate) {
      throw usageError("A match finds the room itself, and a seat to play in.", next);
    }
    const asked: MatchOptions = { capacity, min, where, data, timeoutMs: waitingMs(options) };
    return (client) => client.match(match, asked);
  }
  if (room === undefined && options.code === undefined) throw usageError("It is not said where to.", next);
  if (min !== undefined || where !== undefined) {
    throw usageError("--min and --where are for a match only.", next);
  }
  const create = capacity === undefined ? undefined : { capacity };
  const entry = entryOf(room, options, { create, data });
  return async (client) => {
    const { enterRoom } = await import("./entering.ts");
    return enterRoom(client, entry);
  };
}

/** For a match the time is the server's to watch: until then it looks for others. */
export function waitingMs({ match, timeout = times.match }: JoinOptions): number | undefined {
  if (match === undefined) return undefined;
  if (timeout < times.matchLeast || timeout > times.matchMost) {
    const range = `${times.matchLeast / 1_000} s to ${times.matchMost / 60_000} min`;
    throw usageError(`A match waits ${range}.`, "Say how long with --timeout 30s");
  }
  return timeout;
}

/** When the time for a match is up, the room says so. */
export const streamOf = ({ count, timeout, match }: JoinOptions): StreamOptions => ({
  count,
  timeout: match === undefined ? timeout : undefined,
});
