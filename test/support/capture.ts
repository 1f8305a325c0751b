// Recordings as tests read them: whole, from test/fixtures, or from text.
import { readFileSync } from "node:fs";
import { CaptureReader } from "../../src/signals/capture/read.ts";
import { Replay } from "../../src/signals/capture/replay.ts";
import type { TraceRecord } from "../../src/signals/trace.ts";

export const fixture = (file: string): string =>
  readFileSync(new URL(`../fixtures/${file}`, import.meta.url), "utf8");

export function recorded(text: string): { records: TraceRecord[]; reader: CaptureReader } {
  const reader = new CaptureReader();
  return { records: [...reader.piece(text), ...reader.last()], reader };
}

export function replayed(records: readonly TraceRecord[], complete: boolean, until: number | null): Replay {
  const replay = new Replay(complete);
  for (const record of records) replay.take(record);
  if (until !== null) replay.until(until);
  return replay;
}

/** What was found, in whose page, with which of its signals. */
export const foundIn = (replay: Replay): string[] =>
  [...replay.exchanges]
    .flatMap(({ ledger }) => ledger.counted)
    .map((finding) => {
      const { strength, trigger, peer, what } = finding;
      const kinds = replay.signalsOf(finding).map(({ kind, from, time }) => `${kind} ${from} ${time}`);
      return [strength, trigger, peer, what, ...kinds].join(" | ");
    })
    .sort();

/** A room in which everybody is called as strangers might call themselves. */
export function named(names: readonly string[]): string {
  const time = 1_767_268_800_000;
  const place = { namespace: "default", room: "duel" };
  const head = {
    v: 1,
    type: "capture",
    time,
    redacted: ["ip"],
    server: "0.1.0",
    room: "duel",
    complete: true,
  };
  const members = names.map((name, at) => ({
    ...{ v: 1, type: "watch.members", seq: at + 1, time, ...place },
    ...{ peer: `p-${at}`, name, what: "joined" },
  }));
  const signals = names.map((name, at) => ({
    ...{ v: 1, type: "watch.signals", seq: names.length + at + 1, time: time + at, ...place },
    ...{ from: `p-${at}`, to: `p-${(at + 1) % names.length}`, kind: "offer", bytes: 9 },
    ...{ verdict: ["delivered", "queued", "no_such_peer"][at % 3] },
    data: { type: name, sdp: `v=0\r\n${name}` },
  }));
  return [head, ...members, ...signals].map((line) => `${JSON.stringify(line)}\n`).join("");
}

export const HOSTILE: readonly string[] = [
  ...[
    "end",
    "loop",
    "as",
    "-",
    "   ",
    "wrap: me",
    "nowrap:me",
    "style:#35;x",
    "a;b\nc",
    "participant p9 as z",
  ],
  ...["Note over p1: hi", "p1->>p2: no", '%%{init: {"theme":"dark"}}%%', "$$x^2$$", "#35;", "</script>"],
  ...[
    "<b>x</b>|`y`",
    "a|b",
    "a\\|b",
    "``",
    "`",
    "@octocat",
    "#12",
    "https://example.org/x",
    "www.example.org",
  ],
  ...["![x](http://example.org/x.png)", "[x](javascript:1)", "<!-- -->", "&lt;", "]]>", '"quoted"', "'"],
  ...[
    "\u0000\u0007\u001b[31m\u0085",
    "\ufffe\uffff",
    "\ud800x",
    "\u202eevil",
    "مرحبا",
    "👩‍👩‍👧",
    "*_~|",
    "x\r\n| y |",
  ],
];
