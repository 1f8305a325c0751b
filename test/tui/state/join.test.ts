// The join screen's state: who is in the room, what happened in it, links, data, and what a key does with it.
import { describe, expect, it } from "vitest";
import { whatToCopy } from "../../../src/tui/state/join-copy.ts";
import { isLit } from "../../../src/tui/state/join-data.ts";
import { linksInOrder, stateOfLink, wayOf } from "../../../src/tui/state/join-links.ts";
import { entriesFor, newerOf, shownEntries } from "../../../src/tui/state/join-log.ts";
import { isHost, type JoinAction } from "../../../src/tui/state/join-state.ts";
import { hereWords } from "../../../src/tui/state/people.ts";
import { happens, member, reached, seated, texts, view } from "../../support/join.ts";

const gone = (peer: string): JoinAction => happens("member.left", { peer, seat: 0, reason: "leave" });
const chat = (text: string): JoinAction =>
  happens("message", { from: "p1", name: "ada", event: "chat", data: { text }, time: 1 });

describe("who is in the room", () => {
  it("is kept by seat, inert, and its host followed", () => {
    const odd = [member("p2", "bob", 2), member("p1", "a\u001bda", 1)];
    const state = reached(seated({}, "p2", odd));
    expect(state.people.map(({ name }) => name)).toEqual(["a\\u{1b}da", "bob"]);
    expect(isHost(state)).toBe(false);
    const passed = reached(seated({}, "p2", odd), gone("p1"), happens("host.changed", { host: "p2" }));
    expect(isHost(passed)).toBe(true);
    expect(texts(passed)).toEqual(["you took a seat", "a\\u{1b}da left", "you are host now"]);
  });

  it("is counted as members come and go, spectators apart", () => {
    const eve = member("p4", "eve", 4, { role: "spectator" });
    const state = reached(seated(), happens("member.joined", { member: eve }), gone("p3"));
    expect(texts(state).slice(1)).toEqual(["eve watches", "cleo left"]);
    expect(hereWords(state.people, 4)).toBe("2/4 + 1 watching");
    expect(state.view).toMatchObject({ members: 2, spectators: 1 });
  });

  it("shows how long a seat is held by this clock, and forgets it when its member is back", () => {
    const lost = member("p3", "cleo", 3, { state: "held" });
    const held = reached(seated(), [happens("member.held", { member: lost, until: 5 }), 1_000]);
    expect(held.more.get("p3")?.heldUntil).toBe(held.now + 30_000);
    expect(texts(held).at(-1)).toBe("cleo lost the connection");
    const back = reached(
      seated(),
      happens("member.held", { member: lost, until: 5 }),
      happens("member.returned", { member: member("p3", "cleo", 3) }),
    );
    expect(back.more.get("p3")?.heldUntil).toBeNull();
  });

  it("moves the selection within the seats, and on when the selected one leaves", () => {
    expect(reached(seated(), { type: "step", by: 5 }).selected).toBe("p3");
    expect(reached(seated(), { type: "step", by: 1 }, gone("p3")).selected).toBe("p2");
  });

  it("drops a question and a view about somebody who has left, and all that is typed with the seat", () => {
    const asking: JoinAction = {
      type: "ask",
      asking: { question: "Remove cleo?", command: { does: "kick", peer: "p3" }, by: "key" },
    };
    expect(reached(seated(), asking, gone("p1")).asking).not.toBeNull();
    expect(reached(seated(), asking, gone("p3")).asking).toBeNull();
    const looking = reached(seated(), { type: "step", by: 1 }, { type: "open" });
    expect(looking.overlay).toMatchObject({ kind: "member", peer: "p3" });
    const ended = reached(
      seated(),
      { type: "typing", on: true },
      { type: "ended", why: "you were banned from the room", reason: "ban" },
    );
    expect(ended).toMatchObject({ typing: false, ended: { next: "other rooms: npx rtrooms rooms" } });
    expect(ended.people.map(({ peer }) => peer)).not.toContain("p2");
  });
});

describe("the log", () => {
  it("keeps a thousand entries", () => {
    const many = Array.from({ length: 1_100 }, (): JoinAction => ({ type: "said", text: "x" }));
    expect(reached(seated(), ...many).log.entries).toHaveLength(1_000);
  });

  it("folds signals of one peer that follow each other, and no others", () => {
    const signal = (from: string, kind: string) => happens("signal", { from, kind, data: null });
    const state = reached(
      seated(),
      signal("p1", "offer"),
      [signal("p1", "candidate"), 1_000],
      [signal("p1", "candidate"), 1_500],
      signal("p3", "answer"),
      [signal("p3", "end"), 5_000],
    );
    expect(texts(state).slice(1)).toEqual([
      "ada → you: offer, 2 candidates",
      "cleo → you: answer",
      "cleo → you: end",
    ]);
  });

  it("says what a change of the room changed", () => {
    const next = view({ locked: true, capacity: 6, data: { mode: "ctf", map: "b" } });
    const state = reached(seated({ data: { map: "a", round: 1 } }), happens("room.updated", { view: next }));
    expect(texts(state).at(-1)).toBe("the room: locked, 6 seats, mode ctf, map b, round gone");
  });

  it("is filtered while it is typed, also by what is not in it", () => {
    const shown = (text: string): string[] => {
      const typed = [...text].map((sign): JoinAction => ({ type: "insert", text: sign }));
      const state = reached(seated(), chat("one"), chat("two"), { type: "line", kind: "filter" }, ...typed);
      return shownEntries(state.log).map((entry) => entry.text);
    };
    expect(shown("")).toHaveLength(3);
    const kept = reached(
      seated(),
      chat("one"),
      { type: "line", kind: "filter", text: "" },
      { type: "insert", text: "one" },
      { type: "line.done", as: "accepted" },
    );
    expect(kept).toMatchObject({ log: { filter: "one" }, line: { open: null } });
  });

  it("stands still while it is paused, and counts what came", () => {
    const paused = reached(seated(), { type: "pause" }, chat("one"), chat("two"));
    expect(shownEntries(paused.log)).toHaveLength(1);
    expect(newerOf(paused.log)).toBe(2);
    const on = reached(seated(), { type: "pause" }, chat("one"), { type: "pause" });
    expect(shownEntries(on.log)).toHaveLength(2);
  });

  it("is looked through by steps, with the newest followed again below it", () => {
    const steps = (...by: number[]) =>
      reached(
        seated(),
        ...["one", "two", "three"].map(chat),
        { type: "focus", by: 1 },
        ...by.map((each): JoinAction => ({ type: "step", by: each })),
      );
    expect(steps(-2).log.selected).toBe(3);
    expect(entriesFor(steps(-3).log, 2).map(({ text }) => text)).toContain("one");
    expect(steps(-2, 2).log.selected).toBeNull();
    expect(steps(Number.NEGATIVE_INFINITY).log.selected).toBe(1);
  });

  it("opens an entry with its data in whole and inert", () => {
    const data = { x: 1, note: "a\u202eb" };
    const state = reached(
      seated(),
      happens("message", { from: "p1", name: "ada", event: "move", data, time: 1 }),
      { type: "focus", by: 1 },
      { type: "step", by: -1 },
      { type: "open" },
    );
    expect(state.overlay).toMatchObject({ kind: "entry", title: "data" });
    const lines = state.overlay?.kind === "entry" ? state.overlay.lines : [];
    expect(lines.join("\n")).toContain('"x": 1');
    expect(lines.join("\n")).toContain("a\\u{202e}b");
    expect(whatToCopy(state)?.text).toBe(lines.join("\n"));
  });
});

describe("[S11] links", () => {
  const report = (from: string, to: string, state: string, pair?: object): JoinAction =>
    happens("link", { from, to, state, pair });
  const host = { local: "host", remote: "srflx", protocol: "udp" };

  it("are one for both ends, with the time from the first word to the connection", () => {
    const state = reached(
      seated(),
      report("p1", "p3", "connecting"),
      [report("p3", "p1", "connecting"), 100],
      [report("p3", "p1", "connected", { local: "srflx", remote: "host", protocol: "udp" }), 300],
      [report("p1", "p3", "connected", host), 50],
    );
    const [link] = linksInOrder(state.links);
    expect(state.links.size).toBe(1);
    expect(link).toMatchObject({ peers: ["p1", "p3"], tookMs: 400 });
    expect([stateOfLink(link!), wayOf(link!, "p1")]).toEqual(["connected", "host ↔ srflx udp"]);
  });

  it("turn the way around where only the other end has said it, and begin to count again", () => {
    const one = reached(seated(), report("p3", "p1", "connected", host));
    expect(wayOf(linksInOrder(one.links)[0]!, "p1")).toBe("srflx ↔ host udp");
    expect(linksInOrder(one.links)[0]!.tookMs).toBeNull();
    const again = reached(
      seated(),
      report("p1", "p3", "connecting"),
      [report("p1", "p3", "connected"), 10],
      [report("p1", "p3", "connecting"), 10_000],
      [report("p1", "p3", "connected"), 20],
    );
    expect(linksInOrder(again.links)[0]!.tookMs).toBe(20);
  });

  it("that failed come first; strangers have none, and nobody who left", () => {
    const state = reached(
      seated(),
      report("p1", "p3", "connected"),
      report("p2", "p3", "failed"),
      report("p1", "stranger", "connected"),
    );
    expect(linksInOrder(state.links).map(stateOfLink)).toEqual(["failed", "connected"]);
    expect(reached(seated(), report("p1", "p3", "connected"), gone("p3")).links.size).toBe(0);
  });
});

describe("data of the room", () => {
  it("lights up where it changed, for a while", () => {
    const state = reached(seated({ data: { mode: "ctf", round: 1 } }), [
      happens("room.updated", { view: view({ data: { mode: "ctf", round: 2 } }) }),
      10_000,
    ]);
    const lit = (now: number): string[] => state.data.filter((row) => isLit(row, now)).map(({ key }) => key);
    expect(lit(state.now)).toEqual(["round"]);
    expect(lit(state.now + 60_000)).toEqual([]);
  });
});

describe("a match", () => {
  it("[Q8] goes on in the room that it was moved to", () => {
    const state = reached(seated(), {
      ...{ type: "moved", view: view({ room: "second" as never, createdAt: 2 }), self: "me", messages: [] },
      members: [member("ada", "ada", 1), member("me", "me", 2)],
    });
    expect(state).toMatchObject({ room: "second", ended: null, selected: "me" });
    expect(texts(state).at(-1)).toBe("merged into another room with others: second");
  });
});
