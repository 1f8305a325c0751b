// The ladder drawn: as wide as asked in every size, names above lanes, arrows between them, and what they say.
import { describe, expect, it } from "vitest";
import { lineWidth, plainText } from "../../../src/tui/state/lines.ts";
import {
  initialRelay,
  type RelayAction,
  type RelayState,
  reduceRelay,
} from "../../../src/tui/state/relay.ts";
import { compareLines } from "../../../src/tui/state/relay-compare.ts";
import {
  bodyLines,
  bottomLine,
  headerLine,
  heightsOf,
  statusLine,
} from "../../../src/tui/state/relay-lines.ts";
import { span, took } from "../../../src/tui/state/relay-times.ts";
import { call, type Script, START } from "../../support/relay.ts";

const NOW = START + 60_000;
const sizes = [
  [40, 10],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

function shown(script: Script, [columns, rows]: readonly [number, number], ...actions: RelayAction[]) {
  const page = "http://server/";
  let state: RelayState = initialRelay({ scope: "all rooms", page, now: NOW });
  for (const action of [{ type: "records", records: script.records } as const, ...actions]) {
    state = reduceRelay(state, { type: "heights", heights: heightsOf(state, columns, rows) }, NOW);
    state = reduceRelay(state, action, NOW);
  }
  const lines = [
    headerLine(state, columns),
    ...bodyLines(state, columns, rows),
    statusLine(state, columns),
    bottomLine(state, "? help", columns),
  ];
  return { state, lines, text: lines.map(plainText) };
}

const open: RelayAction = { type: "open", whole: false };
const whole: RelayAction = { type: "open", whole: true };
const busy = () =>
  call()
    .signal("peer-ada", "peer-bob", "custom", { verdict: "queued" })
    .signal("peer-bob", "peer-gone", "offer", {
      verdict: "no_such_peer",
      data: { type: "offer", sdp: "v=0" },
    })
    .signal("peer-ada", "peer-bob", "expired", { of: "custom" })
    .member("peer-bob", "bob", "held")
    .member("peer-bob", "bob", "left");

describe.each(sizes)("at %i×%i", (...size) => {
  const [columns, rows] = size;
  it.each([
    ["the list", []],
    ["a ladder", [open]],
    ["a room", [whole]],
    ["a detail", [open, open]],
    ["a filter", [open, { type: "line.open", kind: "filter" }]],
  ] as [string, RelayAction[]][])("%s is exactly as large as the terminal", (_, actions) => {
    const { lines } = shown(busy(), size, ...actions);
    expect(lines).toHaveLength(rows);
    expect(lines.map(lineWidth)).toEqual(lines.map(() => columns));
  });

  it("an arrow goes from one name to the other, and says what it is", () => {
    const { text } = shown(call(), size, { type: "move", by: 1 }, open, { type: "move", by: -4 });
    const names = text[1]!;
    const offer = text.find((line) => /│═+ offer/.test(line))!;
    expect(offer).toBeDefined();
    const [from, to] = [offer.indexOf("│"), offer.indexOf("▶") + 1];
    expect(Math.abs(names.indexOf("ada") + 1 - from)).toBeLessThan(2);
    expect(Math.abs(names.indexOf("bob") + 1 - to)).toBeLessThan(2);
  });
});

describe("rows", () => {
  const wide = [200, 60] as const;
  const all = (script: Script, ...actions: RelayAction[]) => shown(script, wide, ...actions).text.join("\n");

  it("say what happened in words", () => {
    const text = all(busy(), whole);
    for (const words of [
      "● joined",
      "2 candidates host/srflx",
      "end",
      "connected · relay/udp",
      "custom 4 B queued",
    ])
      expect(text).toContain(words);
    for (const words of ["no_such_peer", "custom expired", "‖ lost, seat held", "○ left"])
      expect(text).toContain(words);
    expect(text).toMatch(/✗ SIG010 sure {2}Nobody there/);
    expect(text).toMatch(/✗ +│ +│═+/);
  });

  it("stop at the server what did not arrive", () => {
    const queued = call().signal("peer-ada", "peer-bob", "custom", { verdict: "queued" });
    const { text } = shown(queued, [80, 24], open);
    const server = text[1]!.lastIndexOf("S");
    expect(text.find((line) => line.includes("queued"))![server]).toBe("‖");
  });

  it("show times in three ways", () => {
    const time = (...modes: RelayAction[]) => shown(call(), wide, open, ...modes).text;
    expect(time()[4]).toMatch(/\+0\.000 /);
    expect(time({ type: "times" })[5]).toMatch(/\+0\.010 /);
    expect(time({ type: "times" }, { type: "times" })[4]).toMatch(/\d\d:\d\d:\d\d\.\d{3}/);
  });

  it("leave room for as many peers as fit, the selected row's among them", () => {
    const script = call();
    for (let peer = 0; peer < 30; peer++) script.signal(`peer-${peer}x`, "peer-ada", "custom");
    const { text } = shown(script, [80, 24], whole);
    expect(text[1]).toMatch(/ada.*\+\d\d/);
    expect(text[1]).toContain("29x");
  });
});

it("a pane tells of the selected row, to the right or below it", () => {
  const actions: RelayAction[] = [open, { type: "move", by: -5 }];
  expect(shown(call(), [120, 40], ...actions).text[1]).toMatch(/│ #3 offer ada → bob/);
  const below = shown(call(), [80, 24], ...actions).text.join("\n");
  expect(below).toMatch(/─{80}\n #3 offer ada → bob/);
  expect(below).toContain("audio · mid 0");
  expect(shown(call(), [40, 10], ...actions).text.join("\n")).not.toContain("#3");
  const raw = shown(call(), [120, 40], ...actions, { type: "raw" }).text.join("\n");
  expect(raw).toContain("a=group:BUNDLE 0 1 2");
});

it("two descriptions stand side by side, with what changed on top", () => {
  const script = call().describe("peer-ada", "peer-bob", "offer", {
    version: 3,
    ufrag: "NeWu",
    direction: "recvonly",
    codecs: ["H264"],
  });
  const { state } = shown(script, [120, 40], open);
  const offers = [...state.ladder!.fold.rows]
    .flatMap(({ items }) => items)
    .filter(({ kind }) => kind === "offer");
  const text = compareLines(offers[1]!, offers[0]!, 100, (peer) => state.kept.nameOf(peer)).map(plainText);
  expect(text[0]).toMatch(/#3 offer ada → bob +#11 offer ada → bob/);
  expect(text).toContain(" ▸ ICE restarted: ufrag AbCd → NeWu");
  expect(text).toContain(" ▸ video 1: sendrecv → recvonly; codec VP8 gone");
  expect(text.find((line) => line.startsWith(" direction") && line.includes("recvonly"))).toMatch(
    /sendrecv +→ recvonly/,
  );
});

it("spans are short and right", () => {
  expect([0, 214, 99_994, 754_000, 1_000_000, 11_520_000].map(span)).toEqual([
    "+0.000",
    "+0.214",
    "+99.994",
    "+754.00",
    "+16:40.0",
    "+3h12m",
  ]);
  expect([12, 1_420, 12_000, 180_000].map(took)).toEqual(["12 ms", "1.42 s", "12.0 s", "3 min"]);
});
