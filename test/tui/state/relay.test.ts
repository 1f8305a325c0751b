// The state of relay: what is kept and forgotten, the list, the ladder's rows, and where the reader stands.
import { describe, expect, it } from "vitest";
import { plainText } from "../../../src/tui/state/lines.ts";
import {
  initialRelay,
  isPaused,
  listOf,
  type RelayAction,
  type RelayState,
  reduceRelay,
} from "../../../src/tui/state/relay.ts";
import { Kept } from "../../../src/tui/state/relay-kept.ts";
import { ladderWindow } from "../../../src/tui/state/relay-ladder.ts";
import {
  bodyLines,
  bottomLine,
  headerLine,
  heightsOf,
  statusLine,
} from "../../../src/tui/state/relay-lines.ts";
import { call, Script, START } from "../../support/relay.ts";

const NOW = START + 60_000;
const initial = (kept?: Kept) => initialRelay({ scope: "all rooms", page: "http://server/", kept, now: NOW });
const next = (state: RelayState, ...actions: RelayAction[]): RelayState =>
  actions.reduce((before, action) => {
    const measured = reduceRelay(before, { type: "heights", heights: heightsOf(before, 80, 24) }, NOW);
    return reduceRelay(measured, action, NOW);
  }, state);
const reached = (...actions: RelayAction[]) => next(initial(), ...actions);
const records = (script: Script): RelayAction => ({ type: "records", records: script.records });
const body = (state: RelayState, columns = 80, rows = 24) => bodyLines(state, columns, rows).map(plainText);
const kinds = ({ ladder }: RelayState) =>
  [...ladder!.fold.rows].map(({ items }) => `${items[0]!.kind}${items.length > 1 ? items.length : ""}`);
const open: RelayAction = { type: "open", whole: false };

describe("the list of exchanges", () => {
  it("tells how to see something while there is nothing", () => {
    const shown = body(initial()).join("\n");
    expect(shown).toContain("No signals yet");
    expect(shown).toContain("http://server/");
  });

  it("says who, how far it came, in what time, what was counted, and what was found", () => {
    const gone = call().signal("peer-ada", "peer-gone", "end", { verdict: "no_such_peer" });
    const shown = body(reached(records(gone)));
    expect(shown[2]).toMatch(/^ ada → bob +● connected +59s +70 ms +1\/1 +4 /);
    expect(shown[1]).toMatch(/^›ada → …r-gone +○ new .* ✗ SIG010/);
  });

  it("leaves open what nobody reports", () => {
    const silent = new Script().describe("peer-a", "peer-b", "offer").describe("peer-b", "peer-a", "answer");
    expect(body(reached(records(silent)))[1]).toContain("not reported");
  });

  it("is sorted by any column, filtered by the language, and still while paused", () => {
    const two = call().describe("peer-ada", "peer-zed", "offer");
    const state = reached(records(two));
    const who = (of: RelayState) => listOf(of).map(({ peers }) => peers[1]);
    expect(who(state)).toEqual(["peer-zed", "peer-bob"]);
    expect(who(next(state, { type: "sort", by: 1 }))).toEqual(["peer-bob", "peer-zed"]);
    expect(who(next(state, { type: "sort.reverse" }))).toEqual(["peer-bob", "peer-zed"]);
    const typing = next(
      state,
      { type: "line.open", kind: "filter" },
      { type: "line.insert", text: "peer~bob" },
    );
    expect(who(typing)).toEqual(["peer-bob"]);
    expect(who(next(typing, { type: "line.cancel" }))).toHaveLength(2);
    const paused = next(state, { type: "pause" }, records(new Script().describe("x", "y", "offer")));
    expect(who(paused)).toHaveLength(2);
    expect(isPaused(paused)).toBe(true);
    expect(who(next(paused, { type: "pause" }))).toHaveLength(3);
  });
});

describe("what is kept", () => {
  it("is bounded, and so are the exchanges that nothing is kept of", () => {
    const kept = new Kept({ items: 6, bytes: 1e9 }, { complete: false });
    const script = new Script();
    for (let at = 0; at < 20; at++) script.signal("peer-a", `peer-${at}`, "end");
    const state = next(initial(kept), records(script));
    expect(kept.items.length).toBe(6);
    expect(kept.exchanges.size).toBe(6);
    expect(kept.total).toBe(20);
    expect(listOf(state)).toHaveLength(6);
    expect(plainText(headerLine(state, 80))).toContain("20 signals · the latest 6 kept");
  });

  it("is bounded by its size too", () => {
    const kept = new Kept({ items: 1e6, bytes: 20_000 }, { complete: false });
    const script = new Script();
    for (let at = 0; at < 40; at++) script.describe("peer-a", "peer-b", "offer", { version: at });
    kept.take(script.records, NOW);
    expect(kept.items.length).toBeLessThan(20);
  });

  it("counts what was missed, but not over a new connection", () => {
    const gap = new Script().signal("a", "b", "end").signal("a", "b", "end").signal("a", "b", "end");
    const [first, , third] = gap.records;
    const missing: RelayAction = { type: "records", records: [first!, third!] };
    expect(reached(missing).kept.missed).toBe(1);
    const lost: RelayAction = { type: "link", link: { state: "reconnecting", retryAt: null } };
    const back: RelayAction[] = [
      { type: "records", records: [first!] },
      lost,
      { type: "records", records: [third!] },
    ];
    expect(reached(...back).kept.missed).toBe(0);
  });

  it("is inert", () => {
    const script = new Script()
      .member("p", "\u001b[2Jada", "joined")
      .signal("p", "\u202eq", "offer", { data: "\u001b" });
    const shown = next(reached(records(script)), open, { type: "full" });
    expect([...body(shown), ...body(next(shown, { type: "full" }))].join("")).not.toMatch(/[\u001b\u202e]/);
  });

  it("is judged, in a recording too, at the time when nothing came", () => {
    const script = new Script().describe("peer-a", "peer-b", "offer").signal("x", "y", "end", {}, 60_000);
    const state = reached(records(script));
    const kinds = [...state.kept.items].map(({ kind, exchange }) => `${kind} ${exchange!.peers[0]}`);
    expect(kinds.indexOf("finding peer-a")).toBeGreaterThan(0);
    expect(kinds.indexOf("finding peer-a")).toBeLessThan(kinds.indexOf("end x"));
  });

  it("is judged by the time of the records, also while nothing comes", () => {
    const script = new Script().describe("peer-a", "peer-b", "offer");
    const state = reached(records(script));
    const later = reduceRelay(state, { type: "tick" }, NOW + 60_000);
    expect(
      later.kept.exchanges
        .values()
        .next()
        .value!.findings.map(({ code }) => code),
    ).toContain("SIG013");
  });
});

describe("a ladder", () => {
  const ladder = (...actions: RelayAction[]) => reached(records(call()), open, ...actions);

  it("folds candidates by burst and side, however they alternate", () => {
    expect(kinds(ladder())).toEqual([
      "member",
      "member",
      "offer",
      "answer",
      "candidate2",
      "candidate2",
      "end",
      "report",
    ]);
    const slow = call().candidate("peer-ada", "peer-bob").candidate("peer-ada", "peer-bob", "host", 5_000);
    expect(kinds(reached(records(slow), open)).slice(-2)).toEqual(["candidate", "candidate"]);
  });

  it("grows with what comes, and is the same as one that is opened later", () => {
    const { records: all } = call()
      .candidate("peer-bob", "peer-ada")
      .describe("peer-ada", "peer-bob", "offer");
    let live = reached({ type: "records", records: all.slice(0, 3) }, open);
    for (const record of all.slice(3)) live = next(live, { type: "records", records: [record] });
    expect(kinds(live)).toEqual(kinds(reached({ type: "records", records: all }, open)));
  });

  it("forgets rows with what they are of", () => {
    const kept = new Kept({ items: 5, bytes: 1e9 }, { complete: false });
    const state = next(initial(kept), records(call()), open);
    const more = next(
      state,
      records(new Script().signal("peer-ada", "peer-bob", "custom").signal("x", "y", "end")),
    );
    expect(more.ladder!.fold.rows.at(0)!.items.at(-1)!.id).toBeGreaterThanOrEqual(kept.oldestId);
  });

  it("filters rows while a filter is typed, and says what is wrong with it", () => {
    const typing = ladder(
      { type: "line.open", kind: "filter" },
      { type: "line.insert", text: "type!=candidate" },
    );
    expect(kinds(typing)).toEqual(["member", "member", "offer", "answer", "end", "report"]);
    const wrong = next(typing, { type: "line.set", text: "typ=offer" });
    expect(plainText(bottomLine(wrong, "", 120))).toContain("typ is no field: type peer from");
  });

  it("follows, holds still while paused, and follows again at its end", () => {
    const state = ladder();
    expect(state.ladder!.at.selected).toBeNull();
    const more = new Script()
      .signal("peer-ada", "peer-bob", "custom")
      .signal("peer-ada", "peer-bob", "custom");
    const paused = next(state, { type: "pause" }, records(more));
    expect(ladderWindow(paused.ladder!, 20).rows).toHaveLength(8);
    expect(plainText(statusLine(paused, 80))).toContain("‖ paused · 2 newer · p");
    const up = next(paused, { type: "pause" }, { type: "move", by: -1 });
    expect(plainText(statusLine(up, 80))).toContain("9 of 10 · A follows");
    expect(plainText(statusLine(next(up, { type: "move", by: 9 }), 80))).toContain("10 of 10 · ▶ following");
  });

  it("keeps its selected row in sight wherever it is", () => {
    const script = call();
    for (let at = 0; at < 200; at++) script.signal("peer-ada", "peer-bob", "custom");
    let state = reached(records(script), open);
    for (const by of [-7, -50, 3, -500, 20, 500, -1]) {
      state = next(state, { type: "move", by });
      const { at, first, rows } = ladderWindow(state.ladder!, state.heights.ladder);
      expect(at - first).toBeGreaterThanOrEqual(0);
      expect(at - first).toBeLessThan(rows.length);
      expect(rows).toHaveLength(state.heights.ladder);
    }
  });

  it("marks two at most, and shows another subject for the whole room", () => {
    const third = call().describe("peer-ada", "peer-zed", "offer");
    const state = reached(records(third), { type: "move", by: 1 }, open);
    const marked = next(
      state,
      { type: "mark" },
      { type: "move", by: -1 },
      { type: "mark" },
      { type: "move", by: -1 },
      { type: "mark" },
    );
    expect(marked.ladder!.marks.map(({ kind }) => kind)).toEqual(["end", "candidate"]);
    const room = next(state, { type: "open", whole: true });
    expect(room.ladder!.fold.peers).toContain("peer-zed");
    expect(state.ladder!.fold.peers).not.toContain("peer-zed");
  });
});
