// A sink that keeps what an engine tells it.
import type {
  Announced,
  At,
  Fence,
  MemberChange,
  QueueKey,
  RoomChange,
  RoomKey,
  SeatedBy,
  Sink,
  StreamKey,
} from "../../src/core/engine.ts";
import type { Frame } from "../../src/protocol/codec.ts";
import type { ServerEvent } from "../../src/protocol/events.ts";
import type { PeerId } from "../../src/protocol/ids.ts";

export interface Delivered {
  stream: StreamKey;
  at: At;
  kind: Announced["kind"];
  leaves: readonly PeerId[];
  event: ServerEvent;
  only: PeerId[] | null;
  skip: PeerId | null;
}

export class RecordingSink implements Sink {
  readonly delivered: Delivered[] = [];
  /** Signals and frames as they came, over all streams. */
  readonly order: string[] = [];
  readonly changes: RoomChange[] = [];
  readonly brokenStreams: StreamKey[] = [];
  /** Peers that have no connection here. */
  readonly absent = new Set<PeerId>();

  deliver(stream: StreamKey, at: At, announced: Announced, only: PeerId[] | null, skip: PeerId | null): void {
    const { frame, kind, leaves } = announced;
    const event = JSON.parse(frame.text) as ServerEvent;
    this.delivered.push({ stream, at, kind, leaves, event, only, skip });
    this.order.push(event.type === "message" ? (event.event ?? event.type) : event.type);
  }

  direct(_room: RoomKey, to: Fence, frame: Frame): boolean {
    if (this.absent.has(to.peer)) return false;
    this.order.push(`${to.peer}: ${frame.text}`);
    return true;
  }

  readonly members: string[] = [];

  member(room: RoomKey, { peer, what, reason }: MemberChange): void {
    this.members.push(`${room} ${peer} ${what}${reason ? ` ${reason}` : ""}`);
  }

  changed(change: RoomChange): void {
    this.changes.push(change);
  }

  /** Takes out what is only there to tell that everything before it has come; false if it has not. */
  passed(stream: StreamKey, marker: string): boolean {
    const at = this.delivered.findIndex(
      ({ stream: of, event }) => of === stream && event.type === "message" && event.event === marker,
    );
    if (at < 0) return false;
    this.order.splice(this.order.indexOf(marker), 1);
    this.delivered.splice(at, 1);
    return true;
  }

  readonly seatedThere: string[] = [];
  readonly queuesDue: QueueKey[] = [];

  seated(to: Fence, room: RoomKey, by: SeatedBy): boolean {
    if (this.absent.has(to.peer)) return false;
    this.seatedThere.push(`${to.peer} ${by.type} ${by.room} → ${room}`);
    return true;
  }

  due(queue: QueueKey): void {
    this.queuesDue.push(queue);
  }

  broken(stream: StreamKey): void {
    this.brokenStreams.push(stream);
  }

  of(stream: StreamKey): Delivered[] {
    return this.delivered.filter((each) => each.stream === stream);
  }

  types(stream: StreamKey): string[] {
    return this.of(stream).map(({ event }) => event.type);
  }

  /** Offsets of the messages of a stream in the order of their arrival; null for one that is not kept. */
  offsets(stream: StreamKey): (number | null)[] {
    return this.of(stream).flatMap(({ event }) => (event.type === "message" ? (event.offset ?? null) : []));
  }
}
