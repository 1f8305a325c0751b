// `join`: takes a seat and answers with everything to be seen from it, as one consistent cut.
import { RtError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { Joined, Params } from "../../protocol/requests.ts";
import type { Message } from "../../protocol/shapes.ts";
import { type At, type Engine, type RoomKey, roomKey } from "../engine.ts";
import { type LocalSeat, release } from "../local-room.ts";
import { checkMemberData, checkRoomData } from "../sizes.ts";
import type { Context, Handler } from "./index.ts";

export const join: Handler<"join"> = async (context, params) => {
  const { session, hub } = context;
  checkMemberData(params.data);
  if (params.create) checkRoomData(params.create.data);
  const key = roomKey(session.namespace, params.room);
  const there = session.rooms.get(key);
  if (there?.joining) return there.joining;
  if (!there && session.rooms.size >= limits.roomsPerPeer) {
    throw new RtError(
      "too_many_rooms",
      `A peer can be in ${limits.roomsPerPeer} rooms at once: leave one first.`,
    );
  }
  const { seat, attached } = hub.hold(key, session);
  seat.joining = take(context, key, seat, attached, params);
  return seat.joining;
};

const BEFORE_ALL: At = { version: -1, position: null };

async function take(
  context: Context,
  key: RoomKey,
  seat: LocalSeat,
  attached: Promise<void> | null,
  { room, data = {}, create = {} }: Params<"join">,
): Promise<Joined> {
  const { session, hub, engine } = context;
  const { fence, name } = session;
  const stayed = attached === null;
  try {
    const command = { type: "join", room, fence, name, data, create } as const;
    const [{ result, at }] = await Promise.all([engine.command(key, command), attached]);
    const messages = await recent(engine, key, at);
    context.answered = () => {
      seat.joining = null;
      if (release(seat, at, stayed)) hub.drop(key, seat);
    };
    const own = result.members.find(({ peer }) => peer === fence.peer);
    if (!own) throw new RtError("internal");
    const self = { peer: fence.peer, seat: own.seat };
    return { room: result.view, self, members: result.members, messages, position: at.position };
  } catch (error) {
    seat.joining = null;
    // Who was a member before stays one, and gets what was held, unless that says otherwise.
    if (!stayed || release(seat, BEFORE_ALL, stayed)) hub.drop(key, seat);
    throw error;
  }
}

/** Read up to the cut, whatever was published since. */
async function recent(engine: Engine, key: RoomKey, at: At): Promise<Message[]> {
  if (!at.position) return [];
  const range = { before: at.position.offset + 1, limit: limits.recentMessages };
  return (await engine.read(key, range)).messages;
}
