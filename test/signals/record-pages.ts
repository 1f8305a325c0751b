// Makes the captures of test/fixtures anew: pages that are written wrong, in real browsers, redacted as they are written down.
// npm run record-pages [-- PAGE…|FILE…] && npm run format
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { endLine, headLine, recordLine } from "../../src/signals/capture/lines.ts";
import { REDACTED, Redactor } from "../../src/signals/capture/redact.ts";
import type { TraceRecord } from "../../src/signals/trace.ts";
import type { Seen } from "../../src/signals/tracker.ts";
import { version } from "../../src/version.ts";
import { casts, type Engine, Stage } from "../support/stage.ts";
import { captureFile, foundInText } from "./capture/recorded.ts";
import { expectedOf, pages } from "./pages/findings.ts";

/** Of the right page, in each browser. */
const SEEDS: Readonly<Record<Engine, number>> = { chromium: 3, firefox: 3 };
const BEGUN = Date.UTC(2026, 0, 1, 12);
/** Nobody said anything more in it. */
const SILENCE_MS = 50_000;
const NAMES: Readonly<Record<string, string>> = { a: "ada", b: "bob", c: "cy" };

const folder = new URL("../fixtures/", import.meta.url).pathname;
const GOLDEN = `${folder}captures/findings.json`;
mkdirSync(`${folder}captures/firefox`, { recursive: true });
const wanted = process.argv.slice(2);
const golden: Record<string, string[]> = JSON.parse(readFileSync(GOLDEN, "utf8"));
const stage = await Stage.open();
try {
  for (const cast of casts) {
    const [engine, other] = cast;
    if (engine !== other) continue;
    const names = [...Object.keys(pages).filter((name) => expectedOf(pages[name]!, cast)), "right"];
    for (const name of names) {
      const file = captureFile(engine, name);
      if (wanted.length > 0 && !wanted.includes(name) && !wanted.includes(file)) continue;
      let trace: Seen[];
      if (name === "right") {
        const run = await stage.right(cast, SEEDS[engine]);
        if (run.connected.some((state) => state !== "connected"))
          throw new Error("The right page did not connect.");
        trace = [...run.trace, ...reports(run.trace.at(-1)!.time)];
      } else trace = (await stage.wrong(cast, name)).trace;
      const text = captureOf(trace);
      writeFileSync(`${folder}${file}`, text);
      golden[file] = foundInText(text);
      console.log(`${file}: ${golden[file].join(", ")}`);
    }
  }
} finally {
  await stage.close();
}
writeFileSync(GOLDEN, `${JSON.stringify(Object.fromEntries(Object.entries(golden).sort()), null, 2)}\n`);

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
