// The rules of a room: each command, and which rule decides it. Pure: no time, no ids, no I/O of its own.
import type { LeaveReason } from "../../protocol/events.ts";
import type { PeerId, RoomId } from "../../protocol/ids.ts";
import type { Data } from "../../protocol/shapes.ts";
import type { Millis } from "../clock.ts";
import type { Secret } from "../digest.ts";
import type { Fence } from "../engine.ts";
import { absorb, admit, gather, type Newcomer } from "./admission.ts";
import { codeFor, codeTaken, type Taken } from "./codes.ts";
import { close, type HostCommand, host } from "./hosting.ts";
import { giveUp, hold, join, returnTo, updateMember, vacate } from "./membership.ts";
import { disband, freeze, thaw, timeUp } from "./merge.ts";
import {
  type Decision,
  fail,
  MIN_OVER_CAPACITY,
  minOverCapacity,
  newHead,
  nothing,
  type RoomState,
  type SealedOptions,
  sameFence,
  timeOf,
} from "./room-state.ts";
import { startIfDue } from "./starting.ts";

export type RoomCommand =
  | { type: "create"; room: RoomId; by: Fence | null; options: SealedOptions }
  | {
      type: "join";
      room: RoomId;
      fence: Fence;
      name: string;
      data: Data;
      create: SealedOptions | false;
      /** What the peer knows of the room's password; an admin is not asked for it. */
      proof?: Secret | "admin";
      spectate?: boolean;
    }
  /** With a seat only if it is that very one. */
  | { type: "leave"; fence: Fence; reason: LeaveReason; seat?: number }
  /** The peer is lost: its seat is kept for a while. */
  | { type: "hold"; fence: Fence }
  /** The peer has come back, by a newer takeover of its session: to a seat that is there. */
  | { type: "return"; fence: Fence }
  | { type: "member.update"; fence: Fence; data?: Data; ready?: boolean }
  | HostCommand
  /** By match: everybody in one commit, or nobody. */
  | { type: "admit"; room: RoomId; newcomers: Newcomer[]; create: SealedOptions | false }
  /** Who is in a party, for its host. */
  | { type: "gather"; fence: Fence }
  /** A merge of two rooms: the younger is frozen, the older takes everybody in, the younger is closed. */
  | { type: "freeze"; merge: string }
  | { type: "thaw"; merge: string }
  | { type: "absorb"; newcomers: Newcomer[] }
  | { type: "disband"; moved: readonly PeerId[] }
  /** With a fence only for who has that very seat. */
  | { type: "look"; fence?: Fence }
  | { type: "expire" }
  /** The end of a room in which nobody has a seat, without waiting for its time. */
  | { type: "sweep" };

export type CommandOf<T extends RoomCommand["type"]> = Extract<RoomCommand, { type: T }>;

/**
 * Every patch raises the version by one; `state` is null where there is no such room. `past` is the version of the room that
 * had this name before, if somebody may still compare with it: the new one goes on from there. `taken` knows which codes other rooms have.
 */
export const decide = (
  state: RoomState | null,
  command: RoomCommand,
  now: Millis,
  past = 0,
  taken: Taken = () => false,
): Decision => startIfDue(state, rule(state, command, now, past, taken));

function rule(
  state: RoomState | null,
  command: RoomCommand,
  now: Millis,
  past: number,
  taken: Taken,
): Decision {
  switch (command.type) {
    case "create": {
      if (state) return fail("already_exists");
      if (minOverCapacity(command.options)) return fail("bad_request", MIN_OVER_CAPACITY);
      const code = codeFor(null, command.options.code, taken);
      if (code === undefined) return codeTaken;
      const head = newHead(command.room, command.by?.peer ?? null, command.options, now, past, code);
      return { ok: true, patch: { head }, events: [] };
    }
    case "join":
      return join(state, command, now, past, taken);
    case "leave": {
      const seat = state?.seats.get(command.fence.peer);
      if (!state || !seat || seat.gen > command.fence.gen) return fail("not_joined");
      if (command.seat !== undefined && command.seat !== seat.seat) return fail("not_joined");
      return vacate(state, [seat], command.reason, now);
    }
    case "hold":
      return hold(state, command.fence, now);
    case "return":
      return returnTo(state, command.fence);
    case "member.update":
      return updateMember(state, command);
    case "admit":
      return admit(state, command, now, past);
    case "gather":
      return gather(state, command);
    case "freeze":
      return freeze(state, command, now);
    case "thaw":
      return thaw(state, command);
    case "absorb":
      return absorb(state, command, now);
    case "disband":
      return disband(state, command, now);
    case "look":
      return look(state, command);
    case "expire":
      return state ? expire(state, now) : nothing;
    case "sweep":
      if (!state) return fail("not_found");
      return state.seats.size === 0 ? close(state, "empty") : nothing;
    default:
      return host(state, command, now, taken);
  }
}

function look(state: RoomState | null, { fence }: CommandOf<"look">): Decision {
  if (!state) return fail("not_found");
  const seat = fence && state.seats.get(fence.peer);
  return fence && !(seat && sameFence(seat, fence)) ? fail("not_joined") : nothing;
}

function expire(state: RoomState, now: Millis): Decision {
  const { emptyUntil } = state.head;
  if (emptyUntil !== null && emptyUntil <= now) return close(state, "empty");
  const lost = giveUp(state, now);
  if (lost !== nothing) return lost;
  return (timeOf(state) ?? Number.POSITIVE_INFINITY) <= now ? timeUp(state, now) : nothing;
}
