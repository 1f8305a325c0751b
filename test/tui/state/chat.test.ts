// The chat's state: what is kept, told apart and shown once; and its rows, scrolled and wrapped.
import { beforeEach, describe, expect, it } from "vitest";
import type { Member, Message, RoomView } from "../../../src/protocol/shapes.ts";
import {
  type ChatAction,
  type ChatState,
  initialChat,
  reduceChat,
  refusal,
  unsent,
} from "../../../src/tui/state/chat.ts";
import { scrolled, unreadBelow, visibleRows } from "../../../src/tui/state/chat-rows.ts";
import { linkText } from "../../../src/tui/state/link.ts";

const NOW = 1_000_000;
const member = (peer: string, name: string, seat: number) =>
  ({ peer, name, seat, role: "player", data: {}, joinedAt: 0 }) as Member;
const said = (offset: number, text: string, from = "p2", name = "bob") =>
  ({ type: "message", room: "r", offset, from, name, event: "chat", data: { text }, time: NOW }) as Message;
const view = { room: "r", status: "waiting", capacity: 8, host: "p1" } as RoomView;
const joined = (self: string, messages: Message[] = [], again = false): ChatAction => ({
  type: "joined",
  view,
  self,
  members: [member(self, "ada", 1), member("p2", "bob", 2)],
  messages,
  again,
});

let state: ChatState;
const does = (...actions: ChatAction[]): ChatState => {
  for (const action of actions) state = reduceChat(state, action, NOW);
  return state;
};
const lines = () => state.entries.map(({ name, lines }) => `${name || "--"}: ${lines.join("|")}`);

beforeEach(() => {
  state = initialChat("r", NOW);
  does(joined("p1"));
});

describe("what is shown", () => {
  it("is inert: names, texts, other data and reasons", () => {
    does(
      { type: "message", message: said(1, "a\u001b[2Jb\nc\u202ed", "p9", "e\u009bvil") },
      { type: "message", message: { ...said(2, ""), event: "mo\u0007ve", data: { x: "\u001b" } } as Message },
      { type: "member.joined", member: member("p3", "cl\u202eeo", 3) },
      { type: "ended", why: "refused: \u001b]0;x\u0007" },
    );
    const shown = [...lines(), ...state.people.map(({ name }) => name)].join("\n");
    expect(shown).not.toMatch(/[\u001b\u009b\u202e\u0007]/);
    expect(state.entries[0]).toMatchObject({ name: "e\\u{9b}vil", lines: ["a\\u{1b}[2Jb", "c\\u{202e}d"] });
  });

  it("tells look-alikes among the members apart, and only them", () => {
    does({ type: "member.joined", member: member("peer-3f2a", "BOB", 3) });
    expect(state.people.map(({ name }) => name)).toEqual(["ada", "bob~p2", "BOB~3f2a"]);
    does({ type: "member.left", peer: "p2", reason: "leave" });
    expect(state.people.map(({ name }) => name)).toEqual(["ada", "BOB"]);
    expect(lines().at(-1)).toBe("--: bob~p2 left");
  });

  it("is kept up to a limit, the newest of it", () => {
    for (let i = 1; i <= 5_010; i++) does({ type: "message", message: said(i, `m${i}`) });
    expect(state.entries).toHaveLength(5_000);
    expect(state.entries.at(-1)!.lines).toEqual(["m5010"]);
  });

  it("gets older messages in front, without those it has", () => {
    does({ type: "message", message: said(5, "five") });
    does({ type: "older", messages: [said(3, "three"), said(4, "four"), said(5, "five")] });
    expect(lines()).toEqual(["bob: three", "bob: four", "bob: five"]);
    expect(state.entries.map(({ id }) => id)).toEqual(
      [...state.entries.map(({ id }) => id)].sort((a, b) => a - b),
    );
  });
});

describe("an own line", () => {
  const send: ChatAction = { type: "send", key: "k1", text: "mine", name: "ada" };

  it("is sending, then sent, or failed with a word about it", () => {
    does({ type: "insert", text: "mine" }, send);
    expect(state.input.before).toBe("");
    expect(unsent(state)).toBe(1);
    does({ type: "sent", key: "k1", offset: 4 });
    expect(state.entries.at(-1)).toMatchObject({ delivery: "sent", offset: 4, mine: true });
    expect(unsent(state)).toBe(0);
    does({ ...send, key: "k2" }, { type: "failed", key: "k2", message: "not joined" });
    expect(state.entries.at(-1)).toMatchObject({ delivery: "failed" });
    expect(state.hint).toBe("not joined");
  });

  it("is shown once when it comes back as history before its acknowledgement", () => {
    does(send, joined("p1b", [], true), { type: "message", message: said(4, "mine", "p1", "ada") });
    does({ type: "sent", key: "k1", offset: 4 });
    expect(lines().filter((line) => line.endsWith("mine"))).toEqual(["ada: mine"]);
    expect(state.entries.find(({ offset }) => offset === 4)).toMatchObject({ mine: true });
  });

  it("is shown once when it comes back after its acknowledgement", () => {
    does(send, { type: "sent", key: "k1", offset: 4 }, joined("p1b", [], true));
    does({ type: "message", message: said(4, "mine", "p1", "ada") });
    expect(lines().filter((line) => line.endsWith("mine"))).toHaveLength(1);
  });

  it("does not hide another message of the same offset from a store that began anew", () => {
    does(
      send,
      { type: "sent", key: "k1", offset: 1 },
      { type: "message", message: said(1, "new beginning") },
    );
    expect(lines()).toContain("bob: new beginning");
  });

  it("is refused while it can't be sent, with the reason", () => {
    expect(refusal(state, "é".repeat(2048))).toBeNull();
    expect(refusal(state, "é".repeat(2049))).toContain("4098 bytes");
    does({ type: "link", link: { state: "reconnecting", retryAt: NOW } });
    expect(refusal(state, "kept")).toBeNull();
    does({ type: "ended", why: "the room was closed" });
    expect(refusal(state, "late")).toContain("no seat");
  });
});

describe("rows", () => {
  const texts = (columns = 80, height = 5) => visibleRows(state, columns, height).map(({ text }) => text);

  it("wrap under the gutter, with time and name on the first one only", () => {
    does({ type: "message", message: said(1, "the quick brown fox jumps") });
    const rows = visibleRows(state, 30, 5);
    expect(rows.map(({ time, name, text }) => [time !== "", name, text])).toEqual([
      [true, "bob", "the quick brown"],
      [false, "", "fox jumps"],
    ]);
  });

  it("scroll by pages, hold still while messages come, and follow again at the end", () => {
    for (let i = 1; i <= 20; i++) does({ type: "message", message: said(i, `m${i}`) });
    expect(texts()).toEqual(["m16", "m17", "m18", "m19", "m20"]);
    does({ type: "scroll", anchor: scrolled(state, -4, 80, 5) });
    expect(texts()).toEqual(["m12", "m13", "m14", "m15", "m16"]);
    does({ type: "message", message: said(21, "m21") });
    expect(texts()).toEqual(["m12", "m13", "m14", "m15", "m16"]);
    expect(unreadBelow(state)).toBe(5);
    does({ type: "scroll", anchor: scrolled(state, -100, 80, 5) });
    expect(texts()).toEqual(["m1", "m2", "m3", "m4", "m5"]);
    does({ type: "scroll", anchor: scrolled(state, 100, 80, 5) });
    expect(state.anchor).toBeNull();
    expect(texts().at(-1)).toBe("m21");
  });

  it("reach every part of a message that is longer than the window", () => {
    const long = Array.from({ length: 40 }, (_, i) => `row${i}`).join("\n");
    does({ type: "message", message: said(1, long) }, { type: "message", message: said(2, "end") });
    const seen = new Set<string>(texts());
    for (let i = 0; i < 20; i++) {
      does({ type: "scroll", anchor: scrolled(state, -4, 80, 5) });
      for (const text of texts()) seen.add(text);
    }
    expect(seen.size).toBe(41);
  });
});

it("the connection is told by a glyph and words", () => {
  expect(linkText({ state: "open" }, NOW)).toBe("● connected");
  expect(linkText({ state: "reconnecting", retryAt: NOW + 2_100 }, NOW)).toBe("○ reconnecting 3s");
  expect(linkText({ state: "closed", reason: "token refused" }, NOW)).toBe("✗ disconnected: token refused");
});
