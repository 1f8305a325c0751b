// The list of rooms over all its pages.
import { isReadable } from "../client/readable.ts";
import type { Reply } from "../protocol/requests.ts";
import type { RoomView } from "../protocol/shapes.ts";
import { type Api, notRtrooms } from "./http.ts";

/** More than a server has rooms: a list that goes on after them has no end. */
const MOST_PAGES = 1_000;

export async function fetchRooms(api: Api, url: string): Promise<{ rooms: RoomView[]; total: number }> {
  const rooms: RoomView[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page: Reply<"rooms"> = await api.get("/rooms", isReadable.page, { cursor });
    rooms.push(...page.rooms);
    if (page.next === undefined) return { rooms, total: page.total };
    cursor = page.next;
  }
  throw notRtrooms(url);
}
