// The join screen laid out: whole at every size, with what matters at the smallest one.
import { describe, expect, it } from "vitest";
import { reduceJoin } from "../../../src/tui/state/join.ts";
import { joinCursor, joinFrame } from "../../../src/tui/state/join-lines.ts";
import { initialJoin, type JoinAction, type JoinState } from "../../../src/tui/state/join-state.ts";
import { lineWidth, plainText } from "../../../src/tui/state/lines.ts";
import { happens, member, NOW, reached, seated, three, view } from "../../support/join.ts";

const KEYS = [{ keys: "q", help: "leave" }];
const drawn = (state: JoinState, columns: number, rows: number): string[] =>
  joinFrame(state, { columns, rows, footer: "? help · q leave", keys: KEYS }).map(plainText);
const text = (state: JoinState, columns: number, rows: number): string =>
  drawn(state, columns, rows).join("\n");

const SIZES: [number, number][] = [
  [40, 10],
  [60, 14],
  [80, 24],
  [100, 18],
  [120, 40],
  [200, 60],
];
const crowd = Array.from({ length: 40 }, (_, at) =>
  member(`x${at}`, `someone with a long name ${at} 猫`, at + 4),
);
const invitation = {
  command: "npx rtrooms join --code K3MP9T --url http://10.0.0.2:7420",
  link: "http://10.0.0.2:7420/#code=K3MP9T",
  here: false,
};
const STATES: [string, JoinState][] = [
  ["nobody seated yet", initialJoin("duel", NOW)],
  ["three", reached(seated({ data: { mode: "ctf" } }))],
  ["a crowd", reached(seated({ capacity: 64, code: "K3MP9T" }, "p2", [...three(), ...crowd]))],
  ["a member in whole", reached(seated(), { type: "open" })],
  ["an invitation", reached(seated({ code: "K3MP9T" }), { type: "overlay", overlay: "invite", invitation })],
  ["help", reached(seated(), { type: "overlay", overlay: "help" })],
  [
    "a question",
    reached(seated(), {
      type: "ask",
      asking: { question: "Q".repeat(90), command: { does: "start" }, by: "key" },
    }),
  ],
  ["a command", reached(seated(), { type: "line", kind: "command", text: "kick " })],
  ["an end", reached(seated(), { type: "ended", why: "you were removed from the room", reason: "kick" })],
];

describe.each(SIZES)("at %i×%i", (columns, rows) => {
  it.each(STATES)("%s fills the screen and no more", (_, state) => {
    const lines = joinFrame(state, { columns, rows, footer: "? help · q leave", keys: KEYS });
    expect(lines).toHaveLength(rows);
    expect(new Set(lines.map(lineWidth))).toEqual(new Set([columns]));
  });
});

describe("the layout", () => {
  const busy = reached(
    seated({ data: { mode: "ctf" } }),
    happens("link", { from: "p1", to: "p3", state: "connecting" }),
    happens("message", { from: "p1", name: "ada", event: "chat", data: { text: "hello" }, time: 1 }),
  );

  it("shows all panels at once where there is room", () => {
    const shown = text(busy, 120, 40);
    for (const part of ["seats", "room", "links", "events", "mode", "ada ↔ cleo", "ada: hello"])
      expect(shown).toContain(part);
  });

  it("stacks seats and one other panel on 80 columns, which Tab changes", () => {
    expect(text(busy, 80, 24)).toContain("ada: hello");
    expect(text(busy, 80, 24)).not.toContain("ada ↔ cleo");
    const links = reduceJoin(busy, { type: "focus", by: -1 }, NOW);
    expect(text(links, 80, 24)).toContain("ada ↔ cleo");
  });

  it("has seats, what happened last and the way out at 40×10", () => {
    const shown = drawn(busy, 40, 10);
    expect(shown[0]).toMatch(/^ join duel · host ada +● connected $/);
    expect(shown[1]).toMatch(/^ ● waiting 3\/4 +3 of 4 to start $/);
    expect(shown.slice(3, 7).map((line) => line.trimEnd())).toEqual([
      "   1 ★ ada  ○ waiting  score 3 · team r…",
      "›  2   bob  ○ waiting  you",
      "   3   cleo ○ waiting",
      "     · (empty)",
    ]);
    expect(shown.slice(8).map((line) => line.trimEnd())).toEqual([" ada: hello", " ? help · q leave"]);
  });

  it("folds free seats where not each has a row, and keeps the selected one in sight", () => {
    const state = reached(seated({ capacity: 64 }));
    expect(text(state, 80, 24)).toContain("+ 61 empty");
    const last = reached(seated({ capacity: 64 }, "p2", [...three(), ...crowd]), { type: "step", by: 99 });
    expect(text(last, 80, 24)).toMatch(/› 43 {3}someone/);
  });

  it("tells spectators apart, and how long a seat is still held", () => {
    const eve = member("p4", "eve", 4, { role: "spectator" });
    const lost = member("p3", "cleo", 3, { state: "held" });
    const state = reached(
      seated({}, "p2", [...three(), eve]),
      happens("member.held", { member: lost, until: 1 }),
      [{ type: "tick" }, 7_000],
    );
    expect(text(state, 80, 24)).toMatch(/cleo … 23 s/);
    expect(text(state, 80, 24)).toMatch(/watching *│\n│ +4 +eve +● watches/);
  });
});

describe("an invitation", () => {
  const shown = (columns: number, rows: number): string =>
    text(
      reached(seated({ code: "K3MP9T" }), { type: "overlay", overlay: "invite", invitation }),
      columns,
      rows,
    );

  it("has its QR code beside the words, under them, or not where neither fits", () => {
    expect(shown(80, 24)).toMatch(/K3M-P9T/);
    expect(shown(80, 24)).toMatch(/in a terminal.* █ ███ █/);
    expect(shown(46, 40)).toMatch(/\n│ +█ ███ █/);
    expect(shown(60, 18)).not.toContain("███");
    expect(shown(60, 18)).toContain("A larger terminal");
  });

  it("has a code of ASCII alone whose signs leave no gaps, where that is asked", () => {
    const state = {
      ...reached(seated({ code: "K3MP9T" }), { type: "overlay", overlay: "invite", invitation }),
    };
    const pieces = joinFrame({ ...state, ascii: true }, { columns: 140, rows: 60, footer: "", keys: KEYS })
      .flat()
      .filter(({ paper }) => paper);
    const rows = pieces.map(({ text }) => text).join("");
    expect(rows).toMatch(/^[ #]+$/);
    expect(rows).toContain("##");
    for (const { text, paper } of pieces) expect(paper).toBe(text.includes("#") ? "black" : "white");
  });
});

describe("the progress", () => {
  const line = (state: JoinState, columns = 120): string =>
    drawn(state, columns, 24)[1]!.trim().replace(/ +/g, " ");
  const ready = (peer: string, name: string, seat: number) =>
    happens("member.updated", { member: member(peer, name, seat, { ready: true }) });

  it("says where the room is, and what it waits for", () => {
    expect(line(reached(seated()))).toBe(
      "● waiting 3/4 ─ ○ active ─ ○ finished starts when it is full: 3 of 4",
    );
    const all = reached(seated({ start: "ready", min: 4 }), ready("p1", "ada", 1));
    expect(line(all)).toContain("starts when all are ready: 1 of 3, at least 4");
    expect(line(all, 40)).toBe("● waiting 3/4 1 of 4 ready");
    expect(line(reached(seated({ start: "host", locked: true })))).toContain(
      "starts when the host says so · locked",
    );
    const started = happens("room.started", { view: view({ status: "active" }) });
    expect(line(reached(seated(), started, [{ type: "tick" }, 65_000]))).toBe(
      "✔ waiting 3/4 ─ ● active ─ ○ finished for 1m 5s",
    );
  });
});

describe("a match on the join screen", () => {
  const waiting = (waits: number, passed: number, ...more: JoinAction[]): string[] => {
    const actions: JoinAction[] = [
      seated({ queue: "2v2\u001b" as never, min: 2 }),
      ...more,
      { type: "tick" },
    ];
    const state = actions.reduce(
      (state, action) => reduceJoin(state, action, NOW + passed),
      initialJoin("duel", NOW, NOW + waits),
    );
    return drawn(state, 80, 24).map((line) => line.replace(/[█▏▎▍▌▋▊▉·]{4,}/g, "…").trim());
  };

  it.each([
    [30_000, 0, "30 s left"],
    [30_000, 29_001, "1 s left"],
    [30_000, 31_000, "0 s left"],
    [125_000, 0, "2:05 left"],
  ])("[Q7] shows the time left: %i after %i is %s", (waits, passed, shown) => {
    expect(waiting(waits, passed)[2]).toBe(`match 2v2\\u{1b} · 3 of 4 · at least 2 … ${shown}`);
  });

  it("shows no time once the room has started", () => {
    const started = happens("room.started", { view: view({ status: "active" }) });
    expect(waiting(30_000, 0, started).join("\n")).not.toContain("left");
  });
});

describe("the line that is typed", () => {
  it("has the cursor behind what stands there, and none while nothing is typed", () => {
    const size = { columns: 80, rows: 24 };
    expect(joinCursor(reached(seated()), size)).toBeNull();
    const typing = reached(seated(), { type: "typing", on: true }, { type: "insert", text: "héy" });
    expect(joinCursor(typing, size)).toEqual({ x: 10, y: 22 });
    const question = reached(seated(), {
      ...{
        type: "ask",
        asking: { question: "Remove bob?", command: { does: "kick", peer: "p2" }, by: "key" },
      },
    });
    expect(drawn(question, 80, 24)[22]!.trim()).toBe("Remove bob? y / n");
  });
});
