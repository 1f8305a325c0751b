// The rules of a room: each command, and which rule decides it. Pure: no time, no ids, no I/O of its own.
import type { LeaveReason } from "../../protocol/events.ts";
import type { PeerId, RoomId } from "../../protocol/ids.ts";
import type { Data, RoomOptions, RoomUpdate } from "../../protocol/shapes.ts";
import type { Millis } from "../clock.ts";
import type { Fence } from "../engine.ts";
import {
  type By,
  close,
  HOSTS_ONLY,
  MIN_OVER_CAPACITY,
  mayHost,
  minOverCapacity,
  move,
  update,
} from "./hosting.ts";
import { join, updateMember, vacate } from "./membership.ts";
import { type Decision, fail, newHead, nothing, type RoomState, sameFence } from "./room-state.ts";
import { startIfDue } from "./starting.ts";

export type RoomCommand =
  | { type: "create"; room: RoomId; by: Fence | null; options: RoomOptions }
  | { type: "join"; room: RoomId; fence: Fence; name: string; data: Data; create: RoomOptions | false }
  | { type: "leave"; fence: Fence; reason: LeaveReason }
  | { type: "member.update"; fence: Fence; data?: Data; ready?: boolean }
  | { type: "update"; by: By; changes: RoomUpdate }
  | { type: "start" | "finish" | "close"; by: By }
  | { type: "kick"; by: By; peer: PeerId }
  | { type: "look" }
  | { type: "expire" };

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
      if (!state || !seat || !sameFence(seat, command.fence)) return fail("not_joined");
      return vacate(state, seat, command.reason, now);
    }
    case "member.update":
      return updateMember(state, command);
    case "update":
      return update(state, command);
    case "kick": {
      if (!state) return fail("not_found");
      if (!mayHost(state, command.by)) return fail("forbidden", HOSTS_ONLY);
      const seat = state.seats.get(command.peer);
      return seat ? vacate(state, seat, "kick", now) : fail("no_such_peer");
    }
    case "start":
      return move(state, command.by, "waiting", "active");
    case "finish":
      return move(state, command.by, "active", "finished");
    case "close":
      if (!state) return fail("not_found");
      if (!mayHost(state, command.by)) return fail("forbidden", HOSTS_ONLY);
      return close(state, command.by === "admin" ? "admin" : "host");
    case "look":
      return state ? nothing : fail("not_found");
    case "expire": {
      const until = state?.head.emptyUntil ?? null;
      return state && until !== null && until <= now ? close(state, "empty") : nothing;
    }
    default:
      return command satisfies never;
  }
}
