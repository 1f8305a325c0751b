// The join screen of a match: the queue, the time left, and a move to another room.
import { describe, expect, it } from "vitest";
import type { Member, RoomView } from "../../../src/protocol/shapes.ts";
import {
  initialJoin,
  type JoinAction,
  type JoinState,
  reduceJoin,
  statusOf,
} from "../../../src/tui/state/join.ts";

const NOW = 1_000_000;
const member = (peer: string, seat: number) =>
  ({ peer, name: peer, seat, ready: false, data: {}, joinedAt: 0 }) as unknown as Member;
const view = (room: string, more: Partial<RoomView> = {}) =>
  ({ room, status: "waiting", start: "full", capacity: 3, host: "me", queue: "duel", ...more }) as RoomView;

const joined: JoinAction = {
  ...{
    type: "joined",
    view: view("first"),
    self: "me",
    members: [member("me", 1)],
    messages: [],
    again: false,
  },
};
const reached = (until: number | null, now: number, ...actions: JoinAction[]): JoinState =>
  [joined, ...actions].reduce(
    (state, action) => reduceJoin(state, action, now),
    initialJoin("first", NOW, until),
  );

describe("a match on the join screen", () => {
  it.each([
    [30_000, 0, "waiting · queue duel · 30 s left"],
    [30_000, 29_001, "waiting · queue duel · 1 s left"],
    [30_000, 31_000, "waiting · queue duel · 0 s left"],
    [125_000, 0, "waiting · queue duel · 2:05 left"],
  ])("[Q7] shows the time left: %i after %i is %s", (waits, passed, shown) => {
    expect(statusOf(reached(NOW + waits, NOW + passed, { type: "tick" }))).toBe(shown);
  });

  it("shows no time where nothing is waited for, and none for a room by its name", () => {
    const started: JoinAction = {
      type: "room.started",
      room: "first" as never,
      view: view("first", { status: "active" }),
    };
    expect(statusOf(reached(NOW + 30_000, NOW, started))).toBe("active · queue duel");
    expect(statusOf(reached(null, NOW))).toBe("waiting · queue duel");
  });

  it("[Q8] goes on in the room that it was moved to", () => {
    const members = [member("ada", 1), member("me", 2)];
    const moved: JoinAction = {
      type: "moved",
      view: view("second", { host: "ada" as never }),
      self: "me",
      members,
      messages: [],
    };
    const state = reached(NOW + 30_000, NOW, moved);
    expect(state).toMatchObject({ room: "second", seated: true, selected: "me" });
    expect(state.people.map(({ name }) => name)).toEqual(["ada", "me"]);
    expect(state.log.at(-1)?.text).toBe("you were moved to a room with others");
  });

  it("makes the name of a queue inert", () => {
    const odd: JoinAction = {
      ...joined,
      view: view("first", { queue: "a\u001b[2J" as never }),
    } as JoinAction;
    expect(statusOf(reached(null, NOW, odd))).not.toContain("\u001b");
  });
});
