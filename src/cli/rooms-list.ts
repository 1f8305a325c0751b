// The list of rooms over all its pages, and what changed between two of them.
import type { Reply } from "../protocol/requests.ts";
import type { RoomView } from "../protocol/shapes.ts";
import type { Api } from "./http.ts";

export async function fetchRooms(api: Api): Promise<{ rooms: RoomView[]; total: number }> {
  const rooms: RoomView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page: Reply<"rooms"> = await api.get("/rooms", { cursor });
    rooms.push(...page.rooms);
    if (page.next === undefined) return { rooms, total: page.total };
    cursor = page.next;
  }
}

export interface RoomChange {
  type: "added" | "updated" | "removed";
  room: RoomView;
}

/** A room that took the name of one that is gone is another room. Removed ones come first, with what was last seen. */
export function changesBetween(before: readonly RoomView[], after: readonly RoomView[]): RoomChange[] {
  const known = new Map(before.map((room) => [room.room, room]));
  const there = new Map(after.map((room) => [room.room, room]));
  const isSame = (a: RoomView, b: RoomView | undefined): boolean => a.createdAt === b?.createdAt;
  return [
    ...before
      .filter((room) => !isSame(room, there.get(room.room)))
      .map((room): RoomChange => ({ type: "removed", room })),
    ...after.flatMap((room): RoomChange[] => {
      const old = known.get(room.room);
      if (!old || !isSame(old, room)) return [{ type: "added", room }];
      return old.version === room.version ? [] : [{ type: "updated", room }];
    }),
  ];
}
