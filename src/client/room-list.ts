// A list of rooms put together from pages and events, which may come in any order: of one room the higher version counts.
import type { RoomId } from "../protocol/ids.ts";
import { looksSame } from "../protocol/same-view.ts";
import type { RoomView } from "../protocol/shapes.ts";

export type RoomDifference = { type: "added" | "updated" | "removed"; view: RoomView };

/** More than any server has. */
const MOST = 100_000;

export class RoomList {
  readonly rooms = new Map<RoomId, RoomView>();
  /** While pages are to come: rooms that an event has removed, which an older page may still show. */
  #removed: Map<RoomId, number> | null = new Map();

  /** All pages are there. */
  complete(): void {
    this.#removed = null;
  }

  /** Null where what is known is as new. */
  set(view: RoomView): RoomDifference | null {
    const there = this.rooms.get(view.room);
    if (Math.max(there?.version ?? 0, this.#removed?.get(view.room) ?? 0) >= view.version) return null;
    if (!there && this.rooms.size >= MOST) return null;
    this.rooms.set(view.room, view);
    if (!there) return { type: "added", view };
    return looksSame(there, view) ? null : { type: "updated", view };
  }

  delete(room: RoomId, version: number): RoomDifference | null {
    const there = this.rooms.get(room);
    if (there && there.version >= version) return null;
    this.#removed?.set(room, Math.max(version, this.#removed.get(room) ?? 0));
    this.rooms.delete(room);
    return there ? { type: "removed", view: there } : null;
  }
}

/** From one whole list to the next. A room that took the name of one that is gone is another room. */
export function differences(
  before: ReadonlyMap<RoomId, RoomView>,
  after: ReadonlyMap<RoomId, RoomView>,
): RoomDifference[] {
  const sameRoom = (a: RoomView, b: RoomView | undefined): b is RoomView => a.createdAt === b?.createdAt;
  const removed = [...before.values()].filter((view) => !sameRoom(view, after.get(view.room)));
  const there = [...after.values()].flatMap((view): RoomDifference[] => {
    const old = before.get(view.room);
    if (!sameRoom(view, old)) return [{ type: "added", view }];
    return looksSame(old, view) ? [] : [{ type: "updated", view }];
  });
  return [...removed.map((view): RoomDifference => ({ type: "removed", view })), ...there];
}
