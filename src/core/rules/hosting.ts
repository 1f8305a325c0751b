// The rules of hosting: what a host or an admin may do with a room.
import type { CloseReason } from "../../protocol/events.ts";
import type { PeerId } from "../../protocol/ids.ts";
import { limits } from "../../protocol/limits.ts";
import { RoomUpdate, type Status } from "../../protocol/shapes.ts";
import type { Millis } from "../clock.ts";
import type { Fence } from "../engine.ts";
import { type Banned, isBanned, without } from "./bans.ts";
import { codeFor, codeTaken, type Taken } from "./codes.ts";
import { vacate } from "./membership.ts";
import {
  type Accepted,
  type Decision,
  fail,
  insideOf,
  MERGING,
  MIN_OVER_CAPACITY,
  minOverCapacity,
  nothing,
  type RoomHead,
  type RoomState,
  type SealedOptions,
  sameFence,
} from "./room-state.ts";
import { isPlayer, notForSpectators, playersOf } from "./spectators.ts";

/** Who asks for a host's right: the host itself, or an admin. */
export type By = Fence | "admin";

export type HostAct =
  | { type: "update"; changes: SealedOptions }
  | { type: "start" | "finish" | "close" }
  | { type: "kick"; peer: PeerId }
  /** With the subject where the peer is known, which may have no seat. */
  | { type: "ban" | "unban"; peer: PeerId; subject?: string }
  | { type: "transfer"; to: PeerId }
  | { type: "announce"; text: string };

export type HostCommand = HostAct & { by: By };

export function host(state: RoomState | null, command: HostCommand, now: Millis, taken: Taken): Decision {
  if (!state) return fail("not_found");
  if (!mayHost(state, command.by)) {
    return fail("forbidden", "Only the host of the room or an admin may do that.");
  }
  const who = command.by === "admin" ? "admin" : "host";
  switch (command.type) {
    case "update":
      return update(state, command.changes, now, taken);
    case "start":
      return move(state, "waiting", "active");
    case "finish":
      return move(state, "active", "finished");
    case "close":
      return close(state, who);
    case "kick": {
      const seat = state.seats.get(command.peer);
      return seat ? vacate(state, [seat], "kick", now) : fail("no_such_peer");
    }
    case "ban":
      return ban(state, command, now);
    case "unban":
      return unban(state, command);
    case "transfer":
      return transfer(state, command.to);
    case "announce": {
      const { room } = state.head;
      return { ok: true, patch: {}, events: [{ type: "notice", room, text: command.text, from: who }] };
    }
    default:
      return command satisfies never;
  }
}

const mayHost = (state: RoomState, by: By): boolean =>
  by === "admin" ||
  (state.head.host === by.peer && sameFence(state.seats.get(by.peer)!, by)) ||
  (state.head.host === null &&
    state.head.creator === by.peer &&
    state.seats.get(by.peer)?.role !== "spectator");

/** As they are; what a code is wished for is looked at by itself. */
const CHANGEABLE = (Object.keys(RoomUpdate.properties) as (keyof RoomUpdate)[]).filter(
  (name) => name !== "code",
);

function update(
  state: RoomState,
  { code: wish, ...asked }: SealedOptions,
  now: Millis,
  taken: Taken,
): Decision {
  const { head, seats } = state;
  // A request may carry more than this version knows.
  const names = CHANGEABLE.filter((name) => asked[name] !== undefined);
  const code = codeFor(head.code, wish, taken);
  if (code === undefined) return codeTaken;
  const changes: Partial<RoomHead> = {
    ...Object.fromEntries(names.map((name) => [name, asked[name]])),
    code,
  };
  // An empty room's time begins anew.
  if (asked.emptyTtl !== undefined && head.emptyUntil !== null) changes.emptyUntil = now + asked.emptyTtl;
  const after: RoomHead = { ...head, ...changes, version: head.version + 1 };
  const players = playersOf(state);
  if (after.capacity < players) {
    return fail("bad_request", `${players} seats are taken: the capacity can't be lower.`);
  }
  if (after.spectators < head.watching) {
    return fail("bad_request", `${head.watching} spectators are there: there can't be fewer seats for them.`);
  }
  if (minOverCapacity(after)) return fail("bad_request", MIN_OVER_CAPACITY);
  const same = code === head.code && names.every((name) => name !== "data" && changes[name] === head[name]);
  if (same) return nothing;
  const view = insideOf(after, seats.size);
  return { ok: true, patch: { head: changes }, events: [{ type: "room.updated", room: head.room, view }] };
}

export function move({ head, seats }: RoomState, from: Status, to: "active" | "finished"): Decision {
  if (head.status === to) return nothing;
  if (head.frozen) return fail("room_locked", MERGING);
  if (head.status === "finished") return fail("room_closed");
  if (head.status !== from) {
    return fail("bad_request", "The room is not active yet: it has to start before it can finish.");
  }
  const view = insideOf({ ...head, status: to, version: head.version + 1 }, seats.size);
  const type = to === "active" ? "room.started" : "room.finished";
  return { ok: true, patch: { head: { status: to } }, events: [{ type, room: head.room, view }] };
}

export const close = (state: RoomState, reason: CloseReason): Accepted => ({
  ok: true,
  patch: { closed: true },
  events: [{ type: "room.closed", room: state.head.room, reason }],
});

/** Takes the seat, if there is one, and keeps the peer out from now on. */
function ban(state: RoomState, { peer, subject: known }: Banned, now: Millis): Decision {
  const { head, seats } = state;
  const subject = seats.get(peer)?.subject ?? known;
  if (isBanned(head.banned, { peer, subject })) return nothing;
  const banned = [...head.banned, { peer, subject }].slice(-limits.bans);
  // Somebody may sit there by more than one connection.
  const gone = [...seats.values()].filter((seat) => isBanned([{ peer, subject }], seat));
  const left = gone.length > 0 && vacate(state, gone, "ban", now);
  if (!left) return { ok: true, patch: { head: { banned } }, events: [] };
  return { ...left, patch: { ...left.patch, head: { ...left.patch?.head, banned } } };
}

function unban({ head }: RoomState, { peer, subject }: Banned): Decision {
  if (!isBanned(head.banned, { peer, subject })) return nothing;
  const banned = without(head.banned, { peer, subject });
  return { ok: true, patch: { head: { banned } }, events: [] };
}

/** A creator who has not come yet is not asked any more. */
function transfer({ head, seats }: RoomState, to: PeerId): Decision {
  const seat = seats.get(to);
  if (!seat) return fail("no_such_peer");
  if (!isPlayer(seat)) return notForSpectators;
  if (head.host === to) return nothing;
  return {
    ok: true,
    patch: { head: { host: to, creator: null } },
    events: [{ type: "host.changed", room: head.room, host: to }],
  };
}
