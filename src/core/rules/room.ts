// The rules of a room: each command, and which rule decides it. Pure: no time, no ids, no I/O of its own.
import type { LeaveReason } from "../../protocol/events.ts";
import type { RoomId } from "../../protocol/ids.ts";
import type { Data, RoomOptions } from "../../protocol/shapes.ts";
import type { Millis } from "../clock.ts";
import type { Fence } from "../engine.ts";
import { close, type HostCommand, host } from "./hosting.ts";
import { giveUp, hold, join, returnTo, updateMember, vacate } from "./membership.ts";
import {
  type Decision,
  fail,
  MIN_OVER_CAPACITY,
  minOverCapacity,
  newHead,
  nothing,
  type RoomState,
} from "./room-state.ts";
import { startIfDue } from "./starting.ts";

export type RoomCommand =
  | { type: "create"; room: RoomId; by: Fence | null; options: RoomOptions }
  | { type: "join"; room: RoomId; fence: Fence; name: string; data: Data; create: RoomOptions | false }
  | { type: "leave"; fence: Fence; reason: LeaveReason }
  /** The peer is lost: its seat is kept for a while. */
  | { type: "hold"; fence: Fence }
  /** The peer has come back, by a newer takeover of its session: to a seat that is there. */
  | { type: "return"; fence: Fence }
  | { type: "member.update"; fence: Fence; data?: Data; ready?: boolean }
  | HostCommand
  | { type: "look" }
  | { type: "expire" }
  /** The end of a room in which nobody has a seat, without waiting for its time. */
  | { type: "sweep" };

export type CommandOf<T extends RoomCommand["type"]> = Extract<RoomCommand, { type: T }>;

/**
 * Every patch raises the version by one; `state` is null where there is no such room. `past` is the version of the room that
 * had this name before, if somebody may still compare with it: the new one goes on from there.
 */
export const decide = (state: RoomState | null, command: RoomCommand, now: Millis, past = 0): Decision =>
  startIfDue(state, rule(state, command, now, past));

function rule(state: RoomState | null, command: RoomCommand, now: Millis, past: number): Decision {
  switch (command.type) {
    case "create":
      if (state) return fail("already_exists");
      if (minOverCapacity(command.options)) return fail("bad_request", MIN_OVER_CAPACITY);
      return {
        ok: true,
        patch: { head: newHead(command.room, command.by?.peer ?? null, command.options, now, past) },
        events: [],
      };
    case "join":
      return join(state, command, now, past);
    case "leave": {
      const seat = state?.seats.get(command.fence.peer);
      if (!state || !seat || seat.gen > command.fence.gen) return fail("not_joined");
      return vacate(state, [seat], command.reason, now);
    }
    case "hold":
      return hold(state, command.fence, now);
    case "return":
      return returnTo(state, command.fence);
    case "member.update":
      return updateMember(state, command);
    case "look":
      return state ? nothing : fail("not_found");
    case "expire": {
      const until = state?.head.emptyUntil ?? null;
      if (state && until !== null && until <= now) return close(state, "empty");
      return state ? giveUp(state, now) : nothing;
    }
    case "sweep":
      if (!state) return fail("not_found");
      return state.seats.size === 0 ? close(state, "empty") : nothing;
    default:
      return host(state, command, now);
  }
}
