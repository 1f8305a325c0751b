// What an event changes in a room as a client has it: its members, and its view.
import type { ServerEvent } from "../protocol/events.ts";
import type { PeerId } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";
import type { Member, RoomView } from "../protocol/shapes.ts";

export type Change = Extract<
  ServerEvent,
  {
    type:
      | "member.joined"
      | "member.left"
      | "member.held"
      | "member.returned"
      | "member.updated"
      | "host.changed"
      | "room.updated"
      | "room.started"
      | "room.finished";
  }
>;

/** More than a room has seats, those of spectators included. */
const MOST_MEMBERS = 2 * limits.maxCapacity;

/** The view after it. Held events may be older than the reply that they were held for: null if this one changes nothing. */
export function changed(members: Map<PeerId, Member>, view: RoomView, event: Change): RoomView | null {
  switch (event.type) {
    case "member.joined": {
      const there = members.get(event.member.peer);
      if (there && there.seat >= event.member.seat) return null;
      if (members.size >= MOST_MEMBERS) return null;
      members.set(event.member.peer, event.member);
      return { ...view, ...countsOf(members) };
    }
    case "member.left":
      if (members.get(event.peer)?.seat !== event.seat) return null;
      members.delete(event.peer);
      return { ...view, ...countsOf(members) };
    case "member.held":
    case "member.returned":
    case "member.updated":
      if (members.get(event.member.peer)?.seat !== event.member.seat) return null;
      members.set(event.member.peer, event.member);
      return view;
    case "host.changed":
      return { ...view, host: event.host };
    default:
      return event.view;
  }
}

function countsOf(members: ReadonlyMap<PeerId, Member>): Pick<RoomView, "members" | "spectators"> {
  let spectators = 0;
  for (const { role } of members.values()) if (role === "spectator") spectators++;
  return { members: members.size - spectators, spectators };
}
