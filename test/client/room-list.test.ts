// A list of rooms from pages and events in any order, and what is different between two lists.
import { describe, expect, it } from "vitest";
import { differences, RoomList } from "../../src/client/room-list.ts";
import type { RoomView } from "../../src/protocol/shapes.ts";
import { joinedOf, memberOf } from "../support/scripted-server.ts";

const view = (name: string, version: number, more: Partial<RoomView> = {}): RoomView => ({
  ...joinedOf(memberOf("me", 1)).room,
  room: name as RoomView["room"],
  version,
  ...more,
});

describe("a list of rooms", () => {
  it("[L4] takes what is newer, and nothing else", () => {
    const list = new RoomList();
    expect(list.set(view("a", 3))?.type).toBe("added");
    expect(list.set(view("a", 2, { members: 9 }))).toBeNull();
    expect(list.set(view("a", 3, { members: 9 }))).toBeNull();
    expect(list.set(view("a", 4))).toBeNull();
    expect(list.set(view("a", 5, { members: 2 }))?.type).toBe("updated");
    expect(list.delete("a" as RoomView["room"], 5)).toBeNull();
    expect(list.delete("a" as RoomView["room"], 6)).toMatchObject({ type: "removed", view: { members: 2 } });
  });

  it("[L4] remembers what was removed until all pages are there", () => {
    const list = new RoomList();
    list.set(view("a", 3));
    for (const name of ["a", "b"]) list.delete(name as RoomView["room"], 4);
    for (const name of ["a", "b"]) expect(list.set(view(name, 3))).toBeNull();
    expect(list.set(view("b", 5))?.type).toBe("added");
    expect([...list.rooms.keys()]).toEqual(["b"]);
    list.complete();
    expect(list.set(view("a", 1))?.type).toBe("added");
  });

  it("tells two lists apart by what is to be seen, and rooms by when they were made", () => {
    const lists = [
      [view("gone", 1), view("same", 1, { data: { map: 1 } }), view("other", 1), view("new", 1)],
      [
        view("same", 7, { data: { map: 1 } }),
        view("other", 1, { data: { x: 1 } }),
        view("new", 1, { createdAt: 5 }),
      ],
    ].map((views) => new Map(views.map((each) => [each.room, each])));
    expect(differences(lists[0]!, lists[1]!).map(({ type, view }) => `${type} ${view.room}`)).toEqual([
      "removed gone",
      "removed new",
      "updated other",
      "added new",
    ]);
  });
});
