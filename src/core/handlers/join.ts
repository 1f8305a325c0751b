// `join`: takes a seat and answers with everything to be seen from it, as one consistent cut.
import { RtError } from "../../protocol/errors.ts";
import type { Params } from "../../protocol/requests.ts";
import { type RoomKey, roomKey } from "../engine.ts";
import { type LocalSeat, release, type Taken } from "../local-room.ts";
import { may, missing, must } from "../rights.ts";
import { seen } from "../seating.ts";
import { wholeOptions } from "../settings.ts";
import { checkCapacity, checkMemberData, checkRoomData } from "../sizes.ts";
import type { Context, Handler } from "./index.ts";

export const join: Handler<"join"> = async (context, params) => {
  const { session, hub } = context;
  const { settings } = session;
  const { roomsPerPeer } = settings.limits;
  must(session.grant, "join");
  checkMemberData(settings, params.data);
  if (params.create) {
    checkCapacity(settings, params.create.capacity);
    checkRoomData(settings, params.create.data);
  }
  const key = roomKey(session.namespace, params.room);
  const there = session.rooms.get(key);
  if (!there && session.rooms.size >= roomsPerPeer) {
    throw new RtError("too_many_rooms", `A peer can be in ${roomsPerPeer} rooms at once: leave one first.`);
  }
  const { seat, attached } = there?.joining ? { seat: there, attached: null } : hub.hold(key, session);
  // A join while one is under way gets the same answer; frames follow when both are out.
  seat.joining ??= take(context, key, seat, attached, params);
  seat.answers++;
  const { joined, cut } = await seat.joining;
  context.answered = () => {
    if (--seat.answers > 0) return;
    seat.joining = null;
    if (release(seat, cut)) hub.drop(key, seat);
  };
  return joined;
};

async function take(
  { session, hub, engine }: Context,
  key: RoomKey,
  seat: LocalSeat,
  attached: Promise<void> | null,
  { room, data = {}, create = {}, position }: Params<"join">,
): Promise<Taken> {
  const { fence, name } = session;
  const wasHere = attached === null;
  // A room that is there takes in also those who may not make one.
  const mayMake = may(session.grant, "create");
  try {
    const options = create && mayMake && wholeOptions(session.settings, create);
    const command = { type: "join", room, fence, name, data, create: options } as const;
    const [taken] = await Promise.all([engine.command(key, command), attached]);
    seat.holdMs = taken.result.view.hold;
    const joined = await seen(engine, key, fence, taken, position);
    // Seated anew: the seat of before had ended, though that frame may still be on its way.
    const stayed = wasHere && !taken.result.changed;
    return { joined, cut: stayed ? null : taken.at };
  } catch (error) {
    seat.joining = null;
    seat.answers = 0;
    // Who was a member before stays one, and gets what was held, unless that says otherwise.
    if (!wasHere || release(seat, null)) hub.drop(key, seat);
    // It may have taken effect all the same: a seat of which its peer knows nothing would be there for ever.
    if (!wasHere && isUnavailable(error)) hub.giveBack(fence, [key], true);
    throw create && !mayMake ? orMissing(error) : error;
  }
}

const isUnavailable = (error: unknown): boolean => error instanceof RtError && error.code === "unavailable";

const orMissing = (error: unknown): unknown =>
  error instanceof RtError && error.code === "not_found"
    ? new RtError("forbidden", `There is no such room. ${missing("create")}`)
    : error;
