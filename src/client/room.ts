// A room as an application has it: who is in it, what is said, and how to say something.
import type { RtError } from "../protocol/errors.ts";
import type { CloseReason, EventOf, LeaveReason } from "../protocol/events.ts";
import type { PeerId, RoomId } from "../protocol/ids.ts";
import type { Params, Reply } from "../protocol/requests.ts";
import type { Member, Message, RoomView, SignalKind, Verdict } from "../protocol/shapes.ts";
import type { Mesh, MeshOptions } from "./mesh.ts";

type RoomEventType =
  | "member.joined"
  | "member.left"
  | "member.held"
  | "member.returned"
  | "member.updated"
  | "host.changed"
  | "room.updated"
  | "room.started"
  | "room.finished"
  | "notice"
  | "message"
  | "signal"
  | "signal.expired"
  | "link";

/** After a lost connection; `members` have been replaced. */
export interface Back {
  view: RoomView;
  self: Self;
  /** How many stored messages follow at once, as `message` events. */
  missed: number;
  /** True if these are all that came meanwhile; else they are the recent ones, and some may be missing before them. */
  complete: boolean;
}

/** By match, into a room with others. `id`, `view`, `self`, `members` and `messages` are those of the new room. */
export interface Moved {
  from: RoomId;
  to: RoomId;
}

/**
 * Why a Room is over: the room's end, this member's own (`lost`: the seat was gone when the connection came back), `none` (a match found nobody in
 * time), `refused` (the seat could not be taken again; `error` says
 * why) or `disconnected` (the client is closed for good).
 */
export interface RoomEnd {
  reason: CloseReason | LeaveReason | "none" | "refused" | "disconnected";
  error?: RtError;
}

export type RoomEvents = { [K in RoomEventType]: EventOf<K> } & {
  /** The same peer on the same seat as before the connection was lost. */
  resumed: Back;
  /** Too late for that: another peer, with another seat. */
  joined: Back;
  /** In another room: a match has put the two together. */
  moved: Moved;
  closed: RoomEnd;
};

export interface Self {
  peer: PeerId;
  seat: number;
}

export type PublishOptions = Omit<Params<"publish">, "room" | "data">;
export type HistoryOptions = Omit<Params<"history">, "room">;

/**
 * Order: `members` and `view` are changed before listeners hear of it. What the server sends after the join's reply and
 * before the caller of `join` goes on is held back until it does, so a listener that is added right there misses
 * nothing. A signal waits for the first listener however long that takes, for an offer is sent once. A stored message reaches listeners
 * once, in the order of offsets, also over reconnects; one that was not stored (with `to`, say) is lost while away.
 */
export interface Room {
  /** Another one after `moved`. */
  readonly id: RoomId;
  readonly view: RoomView;
  readonly self: Self;
  readonly members: ReadonlyMap<PeerId, Member>;
  /** The recent ones at the first join, oldest first; they don't come as events. */
  readonly messages: readonly Message[];
  /** Set once it is over; the last event is `closed`. */
  readonly ended: RoomEnd | null;
  on<K extends keyof RoomEvents>(event: K, listener: (payload: RoomEvents[K]) => void): () => void;
  publish(data: unknown, options?: PublishOptions): Promise<Reply<"publish">>;
  /** A chat message: event "chat", data {text}. */
  say(text: string): Promise<Reply<"publish">>;
  signal(to: PeerId, kind: SignalKind, data: unknown, exchange?: string): Promise<Verdict>;
  /** Tells the server what became of a link, which it can't see, and the other members, who hear of it as `link`. */
  report(report: Omit<Params<"report">, "room">): Promise<void>;
  history(options?: HistoryOptions): Promise<Reply<"history">>;
  /** WebRTC links with every member. One mesh a room: a second call answers with the same one. */
  mesh(options?: MeshOptions): Mesh;
  /** Gives the seat back. Never rejects: afterwards this Room is over, whatever the server said. */
  leave(): Promise<void>;
}
