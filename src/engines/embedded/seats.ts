// Whose seat a publication or a signal comes from, and whether it may.
import type { Fence, Publication } from "../../core/engine.ts";
import { type RoomState, type Seat, sameFence } from "../../core/rules/room-state.ts";
import { forSpectators, isPlayer, maySay } from "../../core/rules/spectators.ts";
import { RtError } from "../../protocol/errors.ts";
import type { PeerId } from "../../protocol/ids.ts";

function seatOf(state: RoomState | null, fence: Fence): Seat {
  const seat = state?.seats.get(fence.peer);
  if (!seat || !sameFence(seat, fence)) throw new RtError("not_joined");
  return seat;
}

export function mustSay(state: RoomState | null, publication: Publication): void {
  if (publication.from && !maySay(seatOf(state, publication.from), publication)) throw forSpectators();
}

/** Whom a signal is for; undefined where that peer has no seat. */
export function targetOf(state: RoomState | null, from: Fence, to: PeerId): Seat | undefined {
  const target = state?.seats.get(to);
  if (!isPlayer(seatOf(state, from)) || (target && !isPlayer(target))) throw forSpectators();
  return target;
}
