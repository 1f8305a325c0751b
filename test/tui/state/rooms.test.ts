// The console's state and its lines: what is typed and asked, the open room, and every line as wide as the terminal.
import { describe, expect, it } from "vitest";
import type { Member, Message } from "../../../src/protocol/shapes.ts";
import { plainText } from "../../../src/tui/state/lines.ts";
import {
  askToClose,
  initialRooms,
  type RoomsAction,
  type RoomsState,
  reduceRooms,
} from "../../../src/tui/state/rooms.ts";
import {
  bodyLines,
  bottomLine,
  headerLine,
  roomsCursor,
  statusLine,
} from "../../../src/tui/state/rooms-lines.ts";
import { memberCalled, type Tab } from "../../../src/tui/state/rooms-room.ts";
import { width } from "../../../src/tui/state/text.ts";
import { roomView } from "../../support/room-view.ts";

const NOW = new Date(2026, 10, 25, 14, 2, 3).getTime();
const HOSTILE = "evil\u001b[2J\u202e\u0007";

const member = (peer: string, seat: number, given: Partial<Member> = {}): Member => ({
  peer: peer as Member["peer"],
  name: peer,
  seat,
  role: "player",
  state: "online",
  ready: false,
  data: {},
  joinedAt: NOW - 5_000,
  ...given,
});
const message = (offset: number, given: Partial<Message> = {}): Message => ({
  type: "message",
  room: "duel" as never,
  offset,
  from: "ada" as never,
  name: "ada",
  event: "chat",
  data: { text: `number ${offset}` },
  time: NOW,
  ...given,
});

function stateOf(...actions: RoomsAction[]): RoomsState {
  const start = { server: "127.0.0.1:7420", namespace: "default", readOnly: false, token: true, now: NOW };
  return actions.reduce((state, action) => reduceRooms(state, action, NOW), initialRooms(start));
}

const rooms = (...names: string[]): RoomsAction => ({
  type: "rooms",
  changes: new Map(names.map((name) => [name, roomView(name, { members: 2 })])),
});
const open = (tab: Tab): RoomsAction[] => [
  rooms("den", "duel"),
  { type: "open", room: "duel" as never, tab },
  {
    type: "looked",
    view: roomView("duel", { members: 2, host: "ada" as never, data: { [HOSTILE]: HOSTILE } }),
    members: [
      member("bob", 2, { ready: true, data: { text: HOSTILE } }),
      member("ada", 1),
      member("x", 3, { name: HOSTILE }),
    ],
  },
];

const sizes = [
  [40, 10],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

function screenOf(state: RoomsState, columns: number, rows: number): string[] {
  const lines = [
    headerLine(state, columns),
    ...bodyLines(state, columns, rows),
    statusLine(state, columns),
    bottomLine(state, "? help", columns),
  ];
  expect(lines).toHaveLength(rows);
  return lines.map(plainText);
}

describe("every screen", () => {
  const states: Record<string, RoomsState> = {
    empty: stateOf(),
    list: stateOf(
      rooms("den", "duel", "a-room-with-a-name-that-is-longer-than-any-column-of-the-table-is-wide-by-far"),
    ),
    filtered: stateOf(
      rooms("den"),
      { type: "line.open", kind: "filter" },
      { type: "line.insert", text: "zzz members>" },
    ),
    command: stateOf(rooms("den"), { type: "line.open", kind: "command", text: "set " }),
    away: stateOf(rooms("den"), { type: "link", link: { state: "reconnecting", retryAt: NOW + 2_000 } }),
    asked: stateOf(rooms("den"), { type: "ask", ask: askToClose("den" as never, 2) }),
    told: stateOf(rooms("den"), { type: "note", text: "x".repeat(300), role: "bad" }),
    members: stateOf(...open("members")),
    messages: stateOf(...open("messages"), {
      type: "messages",
      room: "duel" as never,
      messages: Array.from({ length: 90 }, (_, at) =>
        message(at + 1, { data: { text: `${HOSTILE} long `.repeat(20) } }),
      ),
    }),
    signals: stateOf(...open("signals"), {
      type: "signals",
      records: [
        {
          ...{ type: "watch.signals", seq: 1, time: NOW, namespace: "default", room: "duel", kind: "offer" },
          ...{ from: "ada", to: "bob", bytes: 3_100, verdict: "delivered" },
        } as never,
      ],
    }),
    settings: stateOf(...open("settings")),
    gone: stateOf(...open("members"), { type: "rooms", changes: new Map([["duel", null]]) }),
  };

  it.each(Object.keys(states))("%s: each line is as wide as the terminal, and inert", (name) => {
    for (const [columns, rows] of sizes) {
      for (const line of screenOf(states[name]!, columns, rows)) {
        expect(width(line), line).toBe(columns);
        expect(line).not.toMatch(/[\u0000-\u001f\u202e]/);
      }
    }
  });

  it("says what counts", () => {
    expect(screenOf(states.filtered!, 80, 24)[0]).toContain(
      "rooms 1 of 1 · /zzz members>".replace("1 of 1", "0 of 1"),
    );
    expect(screenOf(states.filtered!, 80, 24).at(-1)).toContain("members> needs a number");
    expect(screenOf(states.away!, 80, 24).at(-2)).toContain("○ reconnecting 2s · as of 14:02:03");
    expect(screenOf(states.asked!, 80, 24).at(-1)).toContain("Close den with its 2 members? Type its name:");
    expect(screenOf(states.gone!, 80, 24)[1]).toContain("the room is gone");
    expect(screenOf(states.members!, 120, 40).join("\n")).toContain("★ host");
    expect(screenOf(stateOf({ type: "note", text: "kept", role: "good" }), 80, 24).at(-2)).toContain(
      "14:02:03 kept",
    );
    expect(roomsCursor(states.command!, { columns: 80, rows: 24 })).toEqual({ x: 6, y: 23 });
  });

  it("greys a list that may be true no more, until it is known to be right", () => {
    const roles = (state: RoomsState) =>
      new Set(
        bodyLines(state, 80, 24)
          .flat()
          .map(({ role }) => role),
      );
    expect(roles(states.away!)).toEqual(new Set(["faint"]));
    const back = [{ type: "link", link: { state: "open" } }, { type: "current" }] as const;
    const [again, current] = back.map((_, at) =>
      back.slice(0, at + 1).reduce((state, action) => reduceRooms(state, action, NOW + 1), states.away!),
    );
    expect(roles(again!)).toEqual(new Set(["faint"]));
    expect(roles(current!).size).toBeGreaterThan(1);
  });
});

describe("a filter that is typed", () => {
  it("works at once, stays with Enter, and goes with the line's end", () => {
    const typing = stateOf(
      rooms("den", "duel"),
      { type: "line.open", kind: "filter" },
      { type: "line.insert", text: "du" },
    );
    expect(typing.list.shownIds).toEqual(["duel"]);
    const wider = reduceRooms(typing, { type: "line.edit", edit: "delete-to-start" }, NOW);
    expect(wider.list.shownIds).toEqual(["den", "duel"]);
    const kept = reduceRooms(typing, { type: "line.accept" }, NOW);
    expect([kept.line.open, kept.list.filter.text]).toEqual([null, "du"]);
    expect(reduceRooms(kept, { type: "filter.clear" }, NOW).list.shownIds).toEqual(["den", "duel"]);
  });
});

describe("the open room", () => {
  it("finds a member by name or peer, and nobody by a name that two have", () => {
    const state = stateOf(...open("members"), {
      type: "looked",
      view: roomView("duel"),
      members: [
        member("p1", 1, { name: "ada" }),
        member("p2", 2, { name: "ada" }),
        member("p3", 3, { name: "bob" }),
      ],
    });
    expect(memberCalled(state.open!, "bob")).toMatchObject({ peer: "p3" });
    expect(memberCalled(state.open!, "p2")).toMatchObject({ peer: "p2" });
    expect(memberCalled(state.open!, "ada")).toContain("2 are called ada");
    expect(memberCalled(state.open!, "cleo")).toContain("nobody");
  });

  it("is left again where there is no such room, and stays to be read where it went", () => {
    const never = stateOf(
      { type: "open", room: "x" as never, tab: "members" },
      { type: "gone", room: "x" as never },
    );
    expect([never.open, never.note?.text]).toEqual([null, "✗ there is no room x"]);
    expect(stateOf(...open("members"), { type: "gone", room: "duel" as never }).open).toMatchObject({
      gone: true,
    });
  });

  it("takes messages once, and only its own", () => {
    const duel = "duel" as never;
    const state = stateOf(
      ...open("messages"),
      { type: "messages", room: duel, messages: [message(3), message(4)], anew: true, older: true },
      { type: "messages", room: duel, messages: [message(4), message(5)] },
      { type: "messages", room: "den" as never, messages: [message(9)] },
      { type: "older", room: duel, messages: [message(1), message(2)], older: false },
    );
    expect(state.open!.messages.rows.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(state.open!.older).toBe(false);
  });
});
