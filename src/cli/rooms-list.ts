// The list of rooms over all its pages.
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
