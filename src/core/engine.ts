// The seam between the core and what keeps rooms, streams and history: in this process, or shared by many nodes.
import type { Frame, MessageBody } from "../protocol/codec.ts";
import type { LeaveReason } from "../protocol/events.ts";
import type { Namespace, NodeId, PeerId, QueueId, RoomId, SessionId, TopicId } from "../protocol/ids.ts";
import type {
  Message,
  Position,
  RoomFilter,
  RoomView,
  Status,
  TopicValue,
  Verdict,
} from "../protocol/shapes.ts";
import type { Millis } from "./clock.ts";
import type { QueueCommand, QueueResult } from "./rules/queue.ts";
import type { RoomCommand } from "./rules/room.ts";
import type { RoomResult } from "./rules/room-state.ts";
import type { SessionCommand, SessionState } from "./rules/session.ts";

// --- keys ---

/** `namespace/room`: a room's record and its stream. */
export type RoomKey = string & { readonly __room: true };
/** `$signals` and its like: what admins may look at; lossy. */
export type TapKey = string & { readonly __tap: true };
/** `~namespace/topic`: a stream without a record. */
export type TopicKey = string & { readonly __topic: true };
/** `+namespace/queue`: a record of who waits where; no stream. */
export type QueueKey = string & { readonly __queue: true };
/** What has a history. */
export type Stream = RoomKey | TopicKey;
export type StreamKey = Stream | TapKey;

export const roomKey = (namespace: Namespace, room: RoomId): RoomKey => `${namespace}/${room}` as RoomKey;
export const queueKey = (namespace: Namespace, queue: QueueId): QueueKey =>
  `+${namespace}/${queue}` as QueueKey;
export const namespaceOfQueue = (key: QueueKey): Namespace => key.slice(1, key.indexOf("/")) as Namespace;
export const namespaceOf = (key: Stream): Namespace =>
  key.slice(isTopic(key) ? 1 : 0, key.indexOf("/")) as Namespace;
export const roomOf = (key: RoomKey): RoomId => key.slice(key.indexOf("/") + 1) as RoomId;
export const topicKey = (namespace: Namespace, topic: TopicId): TopicKey =>
  `~${namespace}/${topic}` as TopicKey;
/** Names never begin with what keys of topics and taps begin with. */
export const isTopic = (key: StreamKey): key is TopicKey => key.startsWith("~");
export const isTap = (key: StreamKey): key is TapKey => key.startsWith("$");
/** The signals of the whole server, of a namespace, or of one room; with what they carry it is another one. */
export const signalsTap = (of?: RoomKey | Namespace, data = false): TapKey =>
  `$signals${data ? "+data" : ""}${of ? `:${of}` : ""}` as TapKey;
/** The changes of a namespace's rooms, which come as `changed`: exact, other than frames of taps. */
export const roomsTap = (namespace: Namespace): TapKey => `$rooms:${namespace}` as TapKey;

// --- values ---

/** Who acts: a peer through one takeover of its session on one node. Stores compare fences for equality, no more. */
export interface Fence {
  peer: PeerId;
  /** Raised by each takeover of the session: what still arrives for an older one changes nothing. */
  gen: number;
  node: NodeId;
  /** Whom the peer's token speaks for: a ban is on that. No part of the fence itself. */
  subject?: string;
}

/**
 * How far a stream had come: the version of its record and the position of its last stored publication. Both only grow
 * (within an epoch), so two of them can be compared.
 */
export interface At {
  version: number;
  position: Position | null;
  /** The history could not be opened: it may have more than the position says. */
  unread?: true;
}

export interface Publication {
  /** Null from outside (HTTP); else the seat must exist with this very fence, or the call rejects `not_joined`. */
  from: Fence | null;
  body: MessageBody;
  /**
   * Kept: announced and settled only once it is safe, with the stream's next offset. Null leaves it to the room's `history`
   * option, for which `chat` matters; the rule is `keeps`.
   */
  keep: boolean | null;
  chat: boolean;
  /** For a key that was used in the last five minutes the first answer is given again and nothing is sent. */
  key?: string;
  /** Only to these; never kept. */
  only?: PeerId[];
  /** Also to the sender. */
  echo: boolean;
}

export interface Published {
  /** Null if it was not kept. */
  position: Position | null;
  duplicate: boolean;
}

/** Offsets, both exclusive. With `before`, or neither, the newest ones; always in ascending order. */
export interface Range {
  since?: number;
  before?: number;
  limit: number;
}

export interface Slice {
  messages: Message[];
  position: Position | null;
  more: boolean;
}

/** What goes from one member to another, apart from the stream. */
export interface Signal {
  frame: Frame;
  bytes: number;
  /** Called once its verdict stands, in the order of what the room announces. Must not throw, nor call the engine. */
  settled(verdict: Verdict): void;
  /** Called if it waited for its target and was never collected, in that order too; the frame is for the sender. */
  expired(): Frame;
}

/** What became of a session command. */
export interface SessionResult {
  /** A resume: the session as this takeover has it; null where there is none to come back to. */
  resumed: SessionState | null;
  /** What a spent secret has ended. */
  revoked: SessionState | null;
}

/** A topic at one moment. */
export interface TopicState {
  /** Null where nothing was ever published. */
  value: TopicValue | null;
  position: Position | null;
  /** All that came after the position that was asked for; null if none was, or if it can't be had in whole. */
  missed: TopicValue[] | null;
}

export interface RoomQuery extends RoomFilter {
  namespace: Namespace;
  cursor?: string;
  limit: number;
  /** Not only public ones. */
  all: boolean;
  /** Only those that one of these patterns names. */
  within?: readonly string[];
}

export interface RoomPage {
  rooms: RoomView[];
  total: number;
  next?: string;
}

/** One change of a room as a list shows it. */
export interface RoomChange {
  room: RoomKey;
  /** Null: it was not there, or is not there any more. */
  before: RoomView | null;
  after: RoomView | null;
  /** After the change; for a room that has gone the one that its end would have had. */
  version: number;
}

/** Somebody comes to a room or goes, or loses the connection and is back. */
export interface MemberChange {
  peer: PeerId;
  name: string;
  what: "joined" | "left" | "held" | "returned";
  /** Of who left, unless the room was closed. */
  reason?: LeaveReason;
}

export interface Census {
  rooms: Record<Status, number>;
  /** Seats taken. */
  seats: number;
}

export interface Storage {
  degradedSince: Millis | null;
  bytes: number | null;
}

/** Why somebody was seated without asking: in a merge out of `room`, or by the host of the party `room`. */
export interface SeatedBy {
  type: "match.moved" | "match.found";
  room: RoomId;
}

// --- the seam ---

/**
 * Effects happen in call order per room and stream; rooms don't wait for each other. Calls reject with an RtError and with
 * nothing else; what can't be done within 5 s rejects `unavailable`.
 */
export interface Engine {
  readonly node: NodeId;
  readonly kind: "embedded" | "redis";
  /** Where history is kept: on disk it outlives a crash. */
  readonly store: "disk" | "memory";
  start(sink: Sink): Promise<void>;
  /** As the clock's: for what is waited for, and for stamps. */
  now(): Millis;
  wall(): Millis;
  /** Why what should be kept is refused at the moment, or takes too long; null while all is well. */
  health(): string | null;
  /** Since when there is such a reason, and how large the history on disk is; null where there is none. */
  storage(): Storage;
  /**
   * Decides by the room's rules, keeps the result and announces its events. Settles after what the room had announced
   * before; `at` is where the stream then stood: a join's cut.
   */
  command(room: RoomKey, command: RoomCommand): Promise<{ result: RoomResult; at: At }>;
  /** Sessions are records of their own: commands on one take effect in call order. */
  session(id: SessionId, command: SessionCommand): Promise<SessionResult>;
  /** Where a peer has seats: whatever was decided before the call. */
  seatsOf(peer: PeerId): Promise<RoomKey[]>;
  /**
   * Decides by the queue's rules and keeps the result. What a queue knows of its rooms it has from the engine, which hands it
   * a summary after each change of one.
   */
  queue(queue: QueueKey, command: QueueCommand): Promise<QueueResult>;
  /** Tells a peer's node that the peer was seated in `room`; true if a live session of that very fence took the seat. */
  seated(to: Fence, room: RoomKey, by: SeatedBy): Promise<boolean>;
  publish(stream: StreamKey, publication: Publication): Promise<Published>;
  /**
   * To one member; both must have a seat in the room, or it rejects `not_joined` (sender) or says `no_such_peer`. For a member who is
   * lost it is `queued` until that returns, within limits; beyond them it rejects `unavailable`.
   */
  signal(room: RoomKey, from: Fence, to: PeerId, signal: Signal): Promise<Verdict>;
  /** Counted. From the call on, every frame of the stream reaches the sink once, in order. */
  attach(stream: StreamKey): Promise<void>;
  detach(stream: StreamKey): void;
  /** A room's history outlives its members: reading needs no record. */
  read(room: RoomKey, range: Range): Promise<Slice>;
  /**
   * All that was stored after `since`, up to `end`; null unless the stream still has that very publication, and what
   * follows it is within the limits of recovery.
   */
  missed(room: RoomKey, since: Position, end: Position | null): Promise<Message[] | null>;
  /**
   * A topic after all that was called for before: a subscriber's cut. `since` must be a position of the very same stream,
   * and what came after it within the limits of recovery.
   */
  current(topic: TopicKey, since: Position | null): Promise<TopicState>;
  /** The room that has this invite code; null if none has. */
  resolve(namespace: Namespace, code: string): Promise<RoomId | null>;
  /** Ordered by name; at most a second old. `cursor` is the last answer's `next`. */
  list(query: RoomQuery): Promise<RoomPage>;
  census(): Promise<Census>;
  /** Rooms as a list shows them, at most a second old; null for one that is not there. Waits for no write. */
  views(rooms: readonly RoomKey[]): Promise<(RoomView | null)[]>;
  /** Is anyone looking? Cheap: asked for every signal. */
  watched(tap: TapKey): boolean;
  close(): Promise<void>;
}

/** What the engine calls: synchronous, never calls back into the engine, and may run before the causing promise settles. */
export interface Sink {
  /** `only`: for these members; `skip`: not for this one. */
  deliver(stream: StreamKey, at: At, frame: Announced, only: PeerId[] | null, skip: PeerId | null): void;
  /** For one member of a room, connected to this node; true if a live connection took it. */
  direct(room: RoomKey, to: Fence, frame: Frame): boolean;
  /** For one peer of this node; true if its session goes to the room. */
  seated(to: Fence, room: RoomKey, by: SeatedBy): boolean;
  /** Every change once, on the node that decided it, behind the room's frame that tells of it; attached or not. */
  member(room: RoomKey, change: MemberChange): void;
  /** It is time to send this queue a `tick`. */
  due(queue: QueueKey): void;
  /** A room changed whose namespace's `roomsTap` is attached to: each change once, per room in the order of versions. */
  changed(change: RoomChange): void;
  /** Frames of this stream, or changes, may be missing: who reads it must start anew. */
  broken(stream: StreamKey): void;
}

/**
 * A frame on a stream with what the hub must know without reading it: `commit` frames belong to the record's version,
 * `kept` ones to the offset, `passing` ones to neither. `leaves` lists seats that end with it.
 */
export interface Announced {
  frame: Frame;
  kind: "commit" | "kept" | "passing";
  leaves: readonly PeerId[];
}
