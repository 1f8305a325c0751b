// `join`: takes a seat and answers with everything to be seen from it, as one consistent cut.
import { RtError } from "../../protocol/errors.ts";
import type { Joined, Params } from "../../protocol/requests.ts";
import type { Position } from "../../protocol/shapes.ts";
import { type At, type RoomKey, roomKey } from "../engine.ts";
import { type Entry, enterWith, entryOf } from "../entering.ts";
import type { Hub } from "../hub.ts";
import { type LocalSeat, learn, release, type Taken } from "../local-room.ts";
import { countingMisses } from "../misses.ts";
import { mustReachIn } from "../reach.ts";
import { may, missing, must } from "../rights.ts";
import type { RoomCommand } from "../rules/room.ts";
import { seen } from "../seating.ts";
import type { Session } from "../session.ts";
import { checkCapacity, checkMemberData, checkRoomData } from "../sizes.ts";
import type { Context, Handler } from "./index.ts";

export const join: Handler<"join"> = async (context, params) => {
  const { session } = context;
  // A wrong code counts for itself.
  const mayMiss = params.code === undefined && (params.create === false || !may(session.grant, "create"));
  return mayMiss ? countingMisses(session, () => seatIn(context, params)) : seatIn(context, params);
};

async function seatIn(context: Context, params: Params<"join">): Promise<Joined> {
  const { session } = context;
  const { settings } = session;
  must(session.grant, "join");
  if (params.room !== undefined) mustReachIn(session, roomKey(session.namespace, params.room));
  checkMemberData(settings, params.data);
  if (params.create) {
    checkCapacity(settings, params.create.capacity);
    checkRoomData(settings, params.create.data);
  }
  const entry = entryOf(context, params);
  if (entry) return sit(context, params, entry);
  // The peer's next requests wait for all of it, so they find the peer seated.
  const seated = enterWith(context, params, async (found) => {
    // A seat would have nobody to leave it.
    if (session.closed) throw new RtError("unavailable", "The connection is gone.");
    return sit(context, params, found);
  });
  return session.prepare(seated, async (joined) => joined);
}

/** Calls the engine before its first await. */
async function sit(context: Context, params: Params<"join">, entry: Entry): Promise<Joined> {
  const { session } = context;
  const { fence, name } = session;
  const { data = {}, spectate, position, create = {} } = params;
  const key = roomKey(session.namespace, entry.room);
  mustReachIn(session, key);
  if (!session.rooms.has(key)) mustHaveSpace(session);
  // A room that is there takes in also those who may not make one.
  const mayMake = may(session.grant, "create");
  const making = mayMake && entry.create;
  const command = { type: "join", fence, name, data, spectate, ...entry, create: making } as const;
  try {
    return await enter(context, key, command, position);
  } catch (error) {
    throw create && !mayMake ? orMissing(error) : error;
  }
}

export function mustHaveSpace({ rooms, settings }: Session): void {
  const { roomsPerPeer } = settings.limits;
  if (rooms.size < roomsPerPeer) return;
  throw new RtError("too_many_rooms", `A peer can be in ${roomsPerPeer} rooms at once: leave one first.`);
}

/** A seat by this command, whoever asked for it: the answer, and the room's frames once it is out. */
export async function enter(
  context: Context,
  key: RoomKey,
  command: RoomCommand,
  since?: Position,
): Promise<Joined> {
  const { session, hub } = context;
  const there = session.rooms.get(key);
  const { seat, attached } = there?.joining ? { seat: there, attached: null } : hub.hold(key, session);
  // A join while one is under way gets the same answer; frames follow when both are out.
  seat.joining ??= take(context, key, seat, attached, command, since);
  seat.answers++;
  const { joined, cut } = await seat.joining;
  context.answered = () => settle(hub, key, seat, cut);
  return joined;
}

/** One of those that held the room's frames is done; with the last one they follow. */
export function settle(hub: Hub, key: RoomKey, seat: LocalSeat, cut: At | null): void {
  seat.cut = cut ?? seat.cut;
  seat.told = true;
  if (--seat.answers > 0) return;
  seat.joining = null;
  if (release(seat, null)) hub.ended(key, seat);
}

async function take(
  { session, hub, engine }: Context,
  key: RoomKey,
  seat: LocalSeat,
  attached: Promise<void> | null,
  command: RoomCommand,
  since: Position | undefined,
): Promise<Taken> {
  const { fence } = session;
  const wasHere = attached === null;
  try {
    const [taken] = await Promise.all([engine.command(key, command), attached]);
    learn(seat, taken.result.view);
    const joined = await seen(engine, key, fence, taken, since);
    // Seated anew: the seat of before had ended, though that frame may still be on its way.
    const stayed = wasHere && !taken.result.changed;
    return { joined, cut: stayed ? null : taken.at };
  } catch (error) {
    seat.joining = null;
    seat.answers = 0;
    // It may have taken effect all the same: a seat of which its peer knows nothing would be there for ever.
    if (isUnavailable(error)) seat.unsure = true;
    // Who was a member before stays one, and gets what was held, unless that says otherwise.
    if (!wasHere || release(seat, null)) hub.ended(key, seat);
    throw error;
  }
}

const isUnavailable = (error: unknown): boolean => error instanceof RtError && error.code === "unavailable";

const orMissing = (error: unknown): unknown =>
  error instanceof RtError && error.code === "not_found"
    ? new RtError("forbidden", `There is no such room. ${missing("create")}`)
    : error;
