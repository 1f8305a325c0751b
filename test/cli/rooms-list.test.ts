// What changed between two lists of rooms.
import { describe, expect, it } from "vitest";
import { changesBetween } from "../../src/cli/rooms-list.ts";
import type { RoomView } from "../../src/protocol/shapes.ts";

const room = (name: string, version = 1, createdAt = 1): RoomView =>
  ({ room: name, version, createdAt }) as Partial<RoomView> as RoomView;
const changes = (before: RoomView[], after: RoomView[]): string[] =>
  changesBetween(before, after).map((change) => `${change.type} ${change.room.room} v${change.room.version}`);

describe("two lists of rooms", () => {
  it("differ by nothing if no room has another version", () => {
    expect(changes([room("a"), room("b")], [room("b"), room("a")])).toEqual([]);
  });

  it("differ by what came, what changed and what went, which is told as it was last", () => {
    expect(changes([room("a"), room("b"), room("c", 7)], [room("a"), room("b", 2), room("d")])).toEqual([
      "removed c v7",
      "updated b v2",
      "added d v1",
    ]);
  });

  it("differ by two rooms where one took the name of another", () => {
    expect(changes([room("a", 3, 1)], [room("a", 3, 2)])).toEqual(["removed a v3", "added a v3"]);
  });
});
