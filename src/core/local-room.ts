// Who follows a room or a topic on this node, and fan-out to them.
import type { Frame } from "../protocol/codec.ts";
import type { PeerId } from "../protocol/ids.ts";
import type { Joined } from "../protocol/requests.ts";
import type { RoomView } from "../protocol/shapes.ts";
import type { Announced, At, RoomKey } from "./engine.ts";
import type { Session } from "./session.ts";

interface Held {
  /** Null for what is not of the room's stream: a signal. */
  at: At | null;
  announced: Announced;
}

/** A seat that was taken, or a topic that is followed: what its peer is told, and where the stream then stood. */
export interface Taken<Answer = Joined> {
  joined: Answer;
  /** Null if the peer was a member before. */
  cut: At | null;
}

/** A seat of this node, or a subscription, from the moment it is asked for. */
export interface LocalSeat<Answer = Joined> {
  readonly session: Session;
  readonly peer: PeerId;
  /** How long the engine keeps the seat once its peer is lost. */
  holdMs: number;
  /** Which publications of the room are stored. */
  history: RoomView["history"];
  /** Frames that came while the join was under way; null once its answer is out and frames go straight to the peer. */
  held: Held[] | null;
  /** The answer under way, and how many joins wait for it. */
  joining: Promise<Taken<Answer>> | null;
  answers: number;
  /** An answer has gone out: the peer knows of it. */
  told: boolean;
  /** Where its peer is being moved to, until it has been told: who gives this seat up gives up that one, too. */
  moving: RoomKey | null;
  /** What goes out behind the answer and before what was held. */
  news: (() => void)[];
  /** What the answer showed; null once a frame after it has come. Frames up to it may still be on their way. */
  cut: At | null;
  /** A join of who was here already was not answered in time: the engine may have seated it anew. */
  unsure: boolean;
  gone: boolean;
}

export const newSeat = <Answer>(session: Session): LocalSeat<Answer> => ({
  session,
  peer: session.peer,
  holdMs: 0,
  history: "none",
  held: [],
  joining: null,
  answers: 0,
  told: false,
  moving: null,
  news: [],
  cut: null,
  unsure: false,
  gone: false,
});

/** What is asked of the seat later, without asking the engine. */
export function learn(seat: LocalSeat, { hold, history }: RoomView): void {
  seat.holdMs = hold;
  seat.history = history;
}

/** How much of a new second goes into a rate: it follows within some seconds, and a single message doesn't make it jump. */
const FRESH = 0.5;
/** Less than this is nothing. */
const LEAST_RATE = 0.05;

export class LocalRoom {
  readonly seats = new Map<PeerId, LocalSeat<unknown>>();
  /** Messages since the last beat. */
  messages = 0;
  /** Messages a second, of late. */
  rate = 0;

  beat(seconds: number): void {
    this.rate += (this.messages / seconds - this.rate) * FRESH;
    if (this.rate < LEAST_RATE) this.rate = 0;
    this.messages = 0;
  }

  /** Answers the seats that end with this frame, after they were told. */
  deliver(at: At, announced: Announced, only: PeerId[] | null, skip: PeerId | null): LocalSeat<unknown>[] {
    const ended: LocalSeat<unknown>[] = [];
    const reach = (seat: LocalSeat<unknown>): void => {
      if (seat.peer !== skip && pass(seat, at, announced)) ended.push(seat);
    };
    if (only) {
      for (const peer of only) {
        const seat = this.seats.get(peer);
        if (seat) reach(seat);
      }
    } else {
      for (const seat of this.seats.values()) reach(seat);
    }
    return ended;
  }
}

/** True if the frame ended the seat. */
function pass(seat: LocalSeat<unknown>, at: At | null, announced: Announced): boolean {
  if (seat.held) {
    seat.held.push({ at, announced });
    return false;
  }
  if (seat.cut && at) {
    // The answer has shown it, or it speaks of an earlier stay.
    if (!isAfter(at, announced.kind, seat.cut)) return false;
    seat.cut = null;
  }
  seat.session.send(announced.frame, true);
  return announced.leaves.includes(seat.peer);
}

/** Behind the answer of a join under way; false where none is. */
export function holdBack(seat: LocalSeat<unknown>, frame: Frame): boolean {
  seat.held?.push({ at: null, announced: { frame, kind: "passing", leaves: [] } });
  return seat.held !== null;
}

/**
 * The join's answer is out: what was held follows, in order. A newcomer gets what came after its cut; who was a member before
 * (`cut` null) has a stream without gaps already and gets all. Answers true if a frame ended the seat.
 */
export function release(seat: LocalSeat<unknown>, cut: At | null): boolean {
  for (const tell of seat.news.splice(0)) tell();
  const held = seat.held ?? [];
  seat.held = null;
  seat.cut = cut ?? seat.cut;
  return held.some(({ at, announced }) => pass(seat, at, announced));
}

/** A passing frame belongs to neither line: it was sent after the cut if nothing about it is older. */
function isAfter(at: At, kind: Announced["kind"], cut: At): boolean {
  const offset = at.position?.offset ?? 0;
  const cutOffset = cut.position?.offset ?? 0;
  switch (kind) {
    case "commit":
      return at.version > cut.version;
    case "kept":
      return offset > cutOffset;
    case "passing":
      return at.version >= cut.version && offset >= cutOffset;
    default:
      return kind satisfies never;
  }
}
