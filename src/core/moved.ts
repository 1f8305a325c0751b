// A session that was seated elsewhere without asking: by a merge, or by the host of its party.
import { encodeEvent } from "../protocol/codec.ts";
import { RtError } from "../protocol/errors.ts";
import type { ServerEvent } from "../protocol/events.ts";
import type { Joined } from "../protocol/requests.ts";
import { type RoomKey, roomKey, type SeatedBy } from "./engine.ts";
import type { Context } from "./handlers/index.ts";
import { enter, settle } from "./handlers/join.ts";
import type { Hub } from "./hub.ts";
import type { LocalSeat } from "./local-room.ts";
import type { Session } from "./session.ts";

/**
 * True if the session goes there: it is still in the room that it comes from. Nothing of that room reaches the peer
 * before the event that says where it is now.
 */
export function follow(hub: Hub, session: Session, to: RoomKey, { type, room }: SeatedBy): boolean {
  const seat = session.rooms.get(roomKey(session.namespace, room));
  if (!seat || (type === "match.found" && session.rooms.size >= session.settings.limits.roomsPerPeer))
    return false;
  if (type === "match.moved") hold(seat, session.rooms.has(to) ? null : to);
  // The engine must not be called from its own call.
  queueMicrotask(() => void go(hub, session, to, { type, room }, seat));
  return true;
}

function hold(seat: LocalSeat, to: RoomKey | null): void {
  seat.held ??= [];
  seat.answers++;
  seat.moving = to;
}

async function go(hub: Hub, session: Session, to: RoomKey, by: SeatedBy, seat: LocalSeat): Promise<void> {
  const context: Context = { session, hub, engine: hub.engine, answered: null };
  const { fence } = session;
  const found = by.type === "match.found";
  if (hub.sessions.get(session.peer) !== session) {
    if (found) hub.engine.command(to, { type: "leave", fence, reason: "lost" }).catch(passed(hub));
    return;
  }
  const joined = await enter(context, to, { type: "look", fence }).catch(passed(hub));
  const there = session.rooms.get(to);
  if (seat.gone && !found) {
    // It left before it was told. Its own request may have taken it to the same room meanwhile.
    if (there && !there.told && there.answers === 1) hub.drop(to, there);
    else context.answered?.();
    return;
  }
  const tell = (): void => {
    // It may have left that room as well meanwhile.
    if (joined && session.rooms.has(to)) session.send(encodeEvent(eventOf(by, joined)));
    context.answered?.();
  };
  if (found) return tell();
  seat.moving = null;
  seat.news.push(tell);
  settle(hub, roomKey(session.namespace, by.room), seat, null);
}

const eventOf = ({ type, room }: SeatedBy, to: Joined): ServerEvent =>
  type === "match.moved" ? { type, from: room, to } : { type, party: room, to };

/** A seat that was lost again at once is told of by the room that was left. */
const passed =
  ({ options }: Hub) =>
  (error: unknown): null => {
    if (!(error instanceof RtError) || error.code === "internal") options.onFault(error);
    return null;
  };
