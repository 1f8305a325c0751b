// Makes the captures of test/fixtures anew: pages that are written wrong, in a real Chromium, redacted as they are written down.
// npm run record-pages [-- NAME…]
import { mkdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { endLine, headLine, recordLine } from "../../src/signals/capture/lines.ts";
import { REDACTED, Redactor } from "../../src/signals/capture/redact.ts";
import type { TraceRecord } from "../../src/signals/trace.ts";
import type { Seen } from "../../src/signals/tracker.ts";
import { version } from "../../src/version.ts";
import { launchBrowser } from "../support/browser.ts";

/** By the page's name, the file's. */
const FILES: Readonly<Record<string, string>> = {
  "both-polite": "glare.jsonl",
  "both-impolite": "captures/both-impolite.jsonl",
  "sections-moved": "captures/sections-moved.jsonl",
  "setup-edited": "captures/setup-edited.jsonl",
  "plus-to-space": "captures/plus-to-space.jsonl",
  "no-fingerprint": "captures/no-fingerprint.jsonl",
  "before-it-joined": "captures/before-it-joined.jsonl",
  "answer-twice": "captures/answer-twice.jsonl",
  "no-handler": "captures/no-handler.jsonl",
  "no-candidates": "captures/no-candidates.jsonl",
  "json-twice": "captures/json-twice.jsonl",
  "remote-sent-back": "captures/remote-sent-back.jsonl",
  "page-reloaded": "captures/page-reloaded.jsonl",
  "candidates-to-the-newest": "captures/candidates-to-the-newest.jsonl",
};
/** A page that is right, of this seed. */
const RIGHT = { file: "captures/right.jsonl", seed: 3 };
const BEGUN = Date.UTC(2026, 0, 1, 12);
/** Nobody said anything more in it. */
const SILENCE_MS = 50_000;
const NAMES: Readonly<Record<string, string>> = { a: "ada", b: "bob", c: "cy" };

const folder = new URL("../fixtures/", import.meta.url).pathname;
mkdirSync(`${folder}captures`, { recursive: true });
const wanted = process.argv.slice(2);
const entry = new URL("pages/harness.js", import.meta.url).pathname;
const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "iife", write: false });
const browser = await launchBrowser();
try {
  for (const [name, file] of Object.entries(FILES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const { trace } = await play(`negotiateWrongly(${JSON.stringify(name)}, null)`);
    writeFileSync(`${folder}${file}`, captureOf(trace));
  }
  if (wanted.length === 0 || wanted.includes("right")) {
    const { trace, connected } = await play(
      `negotiateRightly(${RIGHT.seed}, ["chromium", "chromium"], null)`,
    );
    if (connected?.some((state) => state !== "connected")) throw new Error("The right page did not connect.");
    writeFileSync(`${folder}${RIGHT.file}`, captureOf([...trace, ...reports(trace.at(-1)!.time)]));
  }
} finally {
  await browser.close();
}

async function play(call: string): Promise<{ trace: Seen[]; connected?: string[] }> {
  const page = await browser.newPage();
  await page.goto("about:blank");
  await page.evaluate(outputFiles[0]!.text);
  const played = await page.evaluate(call);
  await page.close();
  return played as Awaited<ReturnType<typeof play>>;
}

/** What pages tell a server, and the recorded wire doesn't know. */
function reports(time: number): Seen[] {
  return (["a", "b"] as const).map((from) => ({
    ...{ seq: 0, time, room: "r", from, to: from === "a" ? "b" : "a" },
    ...{ kind: "report" as const, state: "connected" },
  }));
}

function captureOf(trace: readonly Seen[]): string {
  const redactor = new Redactor();
  const peers = [...new Set(trace.flatMap(({ from, to }) => [from, to]))];
  const place = { namespace: "default", room: "duel" };
  const joins = peers
    .filter((peer) =>
      trace.some(({ from, to, verdict }) => from === peer || (to === peer && verdict === "delivered")),
    )
    .map((peer) => ({
      type: "watch.members",
      time: BEGUN,
      ...place,
      peer,
      name: NAMES[peer] ?? peer,
      what: "joined",
    }));
  const signals = trace.map(({ time, seq: _, room: _room, ...rest }) => ({
    ...{ type: "watch.signals", time: BEGUN + time, ...place },
    ...{ bytes: JSON.stringify(rest.data ?? null).length, ...rest },
  }));
  const records = [...joins, ...signals].map(
    (record, at) => ({ ...record, seq: at + 1 }) as unknown as TraceRecord,
  );
  return [
    headLine({ time: BEGUN, redacted: REDACTED, server: version, room: "duel", complete: true }),
    ...records.map((record) => recordLine(redactor.record(record))),
    endLine(records.at(-1)!.time + SILENCE_MS),
  ].join("");
}
