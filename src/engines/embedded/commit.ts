// What a decision announces: a frame each, with whom it is for and whose seat ends with it.
import type { Announced, MemberChange } from "../../core/engine.ts";
import type { Accepted, RoomState } from "../../core/rules/room-state.ts";
import { encodeEvent } from "../../protocol/codec.ts";
import type { PeerId } from "../../protocol/ids.ts";
import type { Member } from "../../protocol/shapes.ts";

export interface CommitFrame {
  announced: Announced;
  only: PeerId[] | null;
}

export function framesOf({ events, told = [] }: Accepted, before: RoomState | null): CommitFrame[] {
  const own = told.map(({ to, event }): CommitFrame => {
    return { announced: { frame: encodeEvent(event), kind: "commit", leaves: [] }, only: [to] };
  });
  const all = [...(before?.seats.keys() ?? [])];
  const shared = events.map((event): CommitFrame => {
    const leaves = event.type === "room.closed" ? all : event.type === "member.left" ? [event.peer] : [];
    return { announced: { frame: encodeEvent(event), kind: "commit", leaves }, only: null };
  });
  return [...own, ...shared];
}

/** Who comes and goes by a decision; `before` is how the room stood, and names those who leave. */
export const membersOf = ({ events }: Accepted, before: RoomState | null): MemberChange[] =>
  events.flatMap((event): MemberChange[] => {
    switch (event.type) {
      case "member.joined":
        return [{ ...named(event.member), what: "joined" }];
      case "member.held":
        return [{ ...named(event.member), what: "held" }];
      case "member.returned":
        return [{ ...named(event.member), what: "returned" }];
      case "member.left": {
        const { peer, reason } = event;
        return [{ peer, name: before?.seats.get(peer)?.name ?? "", what: "left", reason }];
      }
      case "room.closed":
        return [...(before?.seats.values() ?? [])].map((seat) => ({ ...named(seat), what: "left" }));
      default:
        return [];
    }
  });

const named = ({ peer, name }: Pick<Member, "peer" | "name">) => ({ peer, name });
