// The lobby as an application has it: the rooms that fit, and what changes among them.
import type { RtError } from "../protocol/errors.ts";
import type { RoomId } from "../protocol/ids.ts";
import type { RoomFilter, RoomView } from "../protocol/shapes.ts";

export type LobbyFilter = RoomFilter;

/** `refused`: it could not be watched again, `error` says why; `disconnected`: the client is closed for good. */
export interface LobbyEnd {
  reason: "closed" | "refused" | "disconnected";
  error?: RtError;
}

export interface LobbyEvents {
  added: RoomView;
  updated: RoomView;
  /** As it was last seen. */
  removed: RoomView;
  /** After any of them; once for all that is new after a reconnect. */
  change: ReadonlyMap<RoomId, RoomView>;
  /** The list is right again, after a lost connection: also where nothing has changed in it. */
  current: ReadonlyMap<RoomId, RoomView>;
  closed: LobbyEnd;
}

/** `rooms` is changed before listeners hear of it; after a lost connection it stays as it was until it can be right again. */
export interface Lobby {
  readonly rooms: ReadonlyMap<RoomId, RoomView>;
  on<K extends keyof LobbyEvents>(event: K, listener: (payload: LobbyEvents[K]) => void): () => void;
  /** For everyone who shares this lobby. */
  close(): Promise<void>;
}
