// The console's list, as whatever order of changes leaves it: sorted, filtered and selected as if it were made anew.
import { describe, expect, it } from "vitest";
import type { RoomView } from "../../../src/protocol/shapes.ts";
import { initialRooms, type RoomsState, reduceRooms } from "../../../src/tui/state/rooms.ts";
import { parseFilter } from "../../../src/tui/state/rooms-filter.ts";
import {
  emptyRooms,
  filteredBy,
  nextSort,
  type RoomList,
  sortedBy,
  withChanges,
} from "../../../src/tui/state/rooms-list.ts";
import { orderOf, roomRow, sortColumns } from "../../../src/tui/state/rooms-row.ts";
import { roomView } from "../../support/room-view.ts";
import { SeededRandom } from "../../support/seeded-random.ts";

const NOW = 1_000_000;
const pick = <T>(random: SeededRandom, of: readonly T[]): T => of[random.below(of.length)]!;

const randomView = (random: SeededRandom, name: string): RoomView =>
  roomView(name, {
    status: pick(random, ["waiting", "active", "finished"]),
    members: random.below(6),
    capacity: 6,
    locked: random.below(4) === 0,
    hasPassword: random.below(5) === 0,
    visibility: pick(random, ["public", "unlisted", "private"]),
    createdAt: NOW - random.below(50) * 60_000,
    queue: random.below(3) === 0 ? ("ranked" as never) : undefined,
    host: random.below(2) === 0 ? (`peer${random.below(40)}` as never) : null,
  });

const manyRooms = (random: SeededRandom, count: number): Map<string, RoomView> =>
  new Map(
    Array.from({ length: count }, (_, at) => {
      const name = `${pick(random, ["duel", "den", "game"])}-${(at * 7_919) % 10_007}`;
      return [name, randomView(random, name)];
    }),
  );

function expectRight(list: RoomList, rooms: ReadonlyMap<string, RoomView>): void {
  const sorted = [...rooms.values()].map(roomRow).sort(orderOf(list.sort));
  expect(list.sorted).toEqual(sorted);
  const shown = sorted.filter((row) => list.filter.holds(row, NOW));
  expect(list.shownIds).toEqual(shown.map(({ id }) => id));
  expect(list.shown).toEqual(shown);
}

describe("5 000 rooms", () => {
  it.each([1, 2, 3])("are in order after any changes, seed %i", (seed) => {
    const random = new SeededRandom(seed);
    const rooms = manyRooms(random, 5_000);
    let list = withChanges(emptyRooms, rooms, NOW);
    expectRight(list, rooms);
    for (let round = 0; round < 25; round++) {
      const names = [...rooms.keys()];
      const changes = new Map<string, RoomView | null>();
      for (let count = random.below(60); count > 0; count--) {
        const name = random.below(5) === 0 ? `new-${round}-${count}` : pick(random, names);
        changes.set(name, random.below(6) === 0 ? null : randomView(random, name));
      }
      for (const [name, view] of changes) {
        if (view) rooms.set(name, view);
        else rooms.delete(name);
      }
      list = withChanges(list, changes, NOW);
      if (round % 3 === 0) list = sortedBy(list, nextSort(list.sort, 1 + random.below(3)));
      if (round % 4 === 0) list = sortedBy(list, { ...list.sort, descending: !list.sort.descending });
      if (round % 5 === 0) {
        list = filteredBy(
          list,
          parseFilter(pick(random, ["", "duel", "members>2", "!locked", "age>20m"])),
          NOW,
        );
      }
      expectRight(list, rooms);
    }
  });

  it.each([4, 5])("keep the selection on its room, seed %i", (seed) => {
    const random = new SeededRandom(seed);
    const rooms = manyRooms(random, 5_000);
    const start = { server: "s", namespace: "default", readOnly: false, token: true, now: NOW };
    let state: RoomsState = reduceRooms(initialRooms(start), { type: "rooms", changes: rooms }, NOW);
    state = reduceRooms(state, { type: "heights", height: 20, roomHeight: 20 }, NOW);
    state = reduceRooms(state, { type: "move", by: 1 + random.below(4_900) }, NOW);
    const { selected } = state.place;
    const names = [...rooms.keys()].filter((name) => name !== selected);
    for (let round = 0; round < 40; round++) {
      const changes = new Map<string, RoomView | null>();
      for (let count = 30; count > 0; count--) {
        const name = pick(random, names);
        changes.set(name, random.below(4) === 0 ? null : randomView(random, name));
      }
      state = reduceRooms(state, { type: "rooms", changes }, NOW);
      if (round % 7 === 0) state = reduceRooms(state, { type: "sort", by: 1 }, NOW);
      const { place, list } = state;
      expect(list.shownIds[place.at]).toBe(selected);
      expect(place.at).toBeGreaterThanOrEqual(place.top);
      expect(place.at).toBeLessThan(place.top + 20);
    }
    // Gone for a while: the row in its place, and then itself again.
    const view = rooms.get(selected!)!;
    state = reduceRooms(state, { type: "rooms", changes: new Map([[selected!, null]]) }, NOW);
    expect(state.place.selected).not.toBe(selected);
    state = reduceRooms(state, { type: "rooms", changes: new Map([[selected!, view]]) }, NOW);
    expect(state.place.selected).toBe(selected);
  });

  it("can be ordered by each column, both ways around the ends", () => {
    let sort = emptyRooms.sort;
    const seen = sortColumns.map(() => {
      sort = nextSort(sort, 1);
      return sort.column;
    });
    expect(new Set(seen).size).toBe(sortColumns.length);
    expect(nextSort(sort, -1).column).toBe(sortColumns.at(-1));
  });
});

describe("a filter", () => {
  const row = roomRow(
    roomView("Duel-7", {
      status: "active",
      members: 3,
      capacity: 4,
      locked: true,
      queue: "ranked" as never,
      host: "peer-ada" as never,
      visibility: "unlisted",
      createdAt: NOW - 90_000,
    }),
  );
  it.each([
    ["", true],
    ["duel", true],
    ["DUEL-7 ranked", true],
    ["ada", true],
    ["active", false],
    ["!duel", false],
    ["!den", true],
    ["status:act", true],
    ["status:waiting", false],
    ["status=act", true],
    ["status==waiting", false],
    ["members>2", true],
    ["members>3", false],
    ["members=3 capacity!=3 free<=1", true],
    ["locked !password !full !empty", true],
    ["full", false],
    ["queue:rank host:ada name:7 visibility:unl", true],
    ["age>1m age<2m", true],
    ["age>2m", false],
    ["members>", true],
    ["!", true],
    ["tag:7", false],
  ])("%j: %s", (text, holds) => {
    expect(parseFilter(text).holds(row, NOW)).toBe(holds);
  });

  it("says what it does not understand yet", () => {
    expect(parseFilter("duel members>").wrong).toBe("members> needs a number");
    expect(parseFilter("age>5x").wrong).toContain("30s");
    expect(parseFilter("members>5m").wrong).toContain("number");
    expect(parseFilter("duel members>3").wrong).toBe("");
    expect(parseFilter("!age>3m").timed).toBe(true);
  });
});
