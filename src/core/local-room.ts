// The members of a room that are connected to this node, and fan-out to them.
import type { PeerId } from "../protocol/ids.ts";
import type { Joined } from "../protocol/requests.ts";
import type { Announced, At } from "./engine.ts";
import type { Session } from "./session.ts";

interface Held {
  at: At;
  announced: Announced;
}

/** A seat of this node, from the moment its join is asked for. */
export interface LocalSeat {
  readonly session: Session;
  readonly peer: PeerId;
  /** Frames that came while the join was under way; null once its answer is out and frames go straight to the peer. */
  held: Held[] | null;
  /** The answer under way: a second join meanwhile gets the same. */
  joining: Promise<Joined> | null;
  gone: boolean;
}

export class LocalRoom {
  readonly seats = new Map<PeerId, LocalSeat>();

  /** Answers the seats that end with this frame, after they were told. */
  deliver(at: At, announced: Announced, only: PeerId[] | null, skip: PeerId | null): LocalSeat[] {
    if (only) {
      for (const peer of only) {
        const seat = this.seats.get(peer);
        if (seat && peer !== skip) pass(seat, at, announced);
      }
    } else {
      for (const seat of this.seats.values()) if (seat.peer !== skip) pass(seat, at, announced);
    }
    const ended: LocalSeat[] = [];
    for (const peer of announced.leaves) {
      const seat = this.seats.get(peer);
      // A seat whose join is under way decides when its cut is known: the frame may speak of an earlier stay.
      if (seat && !seat.held) ended.push(seat);
    }
    return ended;
  }
}

function pass(seat: LocalSeat, at: At, announced: Announced): void {
  if (seat.held) seat.held.push({ at, announced });
  else seat.session.send(announced.frame);
}

/**
 * The join's answer is out: what came after its cut follows, in order. Answers true if one of those frames ended the seat.
 * Someone who was a member before (`stayed`) has missed nothing so far, and gets what was held whatever the cut.
 */
export function release(seat: LocalSeat, cut: At, stayed: boolean): boolean {
  const held = seat.held ?? [];
  seat.held = null;
  for (const { at, announced } of held) {
    const later = isAfter(at, announced.kind, cut);
    if (later || stayed) seat.session.send(announced.frame);
    if (later && announced.leaves.includes(seat.peer)) return true;
  }
  return false;
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
