// What it costs to follow negotiations, and beside it to relay them: microseconds a candidate and a kilobyte of description.
// node bench/signals.mjs [rounds, 15] [negotiations, 100]
import { bundled } from "./tui/bundle.mjs";

const ROUNDS = Number(process.argv[2]) || 15;
const NEGOTIATIONS = Number(process.argv[3]) || 100;
const WARM_UP = 3;

const { path, remove } = await bundled("../signals/measure.ts", { bounded: false });
const { trackRound, relayRound } = await import(path);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const tracked = [];
const relayed = [];
// In turn, so that what else the machine does falls on both.
for (let round = 0; round < ROUNDS + WARM_UP; round++) {
  const first = round * NEGOTIATIONS;
  const [track, relay] = [trackRound(NEGOTIATIONS, first), await relayRound(NEGOTIATIONS, first)];
  if (round < WARM_UP) continue;
  tracked.push(track);
  relayed.push(relay);
}
await remove();

const figure = (rounds, what) =>
  ["cpu", "wall"].map((clock) => median(rounds.map((round) => round[what][clock])).toFixed(1)).join(", ");
console.log("| | µs a candidate (processor, clock) | µs a kB of description (processor, clock) |");
console.log("|---|---|---|");
for (const [name, rounds] of [
  ["tracking", tracked],
  ["relaying", relayed],
])
  console.log(`| ${name} | ${figure(rounds, "candidate")} | ${figure(rounds, "kilobyte")} |`);
console.log(`\n${ROUNDS} rounds of ${NEGOTIATIONS} negotiations, medians`);
const found = new Set(tracked.flatMap(({ findings }) => findings));
if (found.size > 0) console.log(`found: ${[...found].join(", ")}`);
