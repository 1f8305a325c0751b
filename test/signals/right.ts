// `npm run right`: right pages of random shapes in real browsers; nothing that is found in what they send may be sure.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { casts, type RightRun, Stage } from "../support/stage.ts";
import { findingsOf, sureOf } from "../support/tracked.ts";

const HELP = `npm run right -- [options]

  --count N     so many negotiations that count, over all pairs of browsers (default 1000)
  --from N      the first seed (default 1)
  --pair A,B    only these: chromium or firefox, who offers first before who answers
  --lanes N     so many at a time (default 6)
  --minutes N   at most so long (default 60)
  --keep DIR    what each page sent and saw, one JSON file for each run that was refused or found wrong

A negotiation counts if no page saw an exception and both ended stable. Exit 0: nothing sure in any of them. 1: otherwise.
`;

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    count: text,
    from: text,
    pair: text,
    lanes: text,
    minutes: text,
    keep: text,
    help: { type: "boolean" },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const wanted = Number(values.count ?? 1000);
let end = Date.now() + Number(values.minutes ?? 60) * 60_000;
const pairs = casts.filter((cast) => values.pair === undefined || cast.join(",") === values.pair);
if (pairs.length === 0)
  throw new Error("There are no such browsers here: apt-get install chromium firefox-esr");
if (values.keep) mkdirSync(values.keep, { recursive: true });

const tally = new Map(pairs.map((cast) => [cast.join(","), { right: 0, glare: 0, refused: 0, missed: 0 }]));
const shapes = new Map<string, number>();
const first = Number(values.from ?? 1);
let seed = first;
let right = 0;
let wrong = 0;

/** A description that the other page refused: something should have been found. */
const refused = ({ errors }: RightRun): boolean =>
  errors.some((error) => /^(?:offer|answer): .*(?:setRemoteDescription|remote)/i.test(error));

function take(pair: string, run: RightRun): void {
  const found = findingsOf(run.trace);
  const sure = sureOf(found);
  const sums = tally.get(pair)!;
  const counts = run.errors.length === 0 && run.stable;
  if (counts) {
    right++;
    sums.right++;
    if (crossed(run)) sums.glare++;
    for (const name of [run.shape, ...run.did.map((act) => act.slice(2))])
      shapes.set(name, (shapes.get(name) ?? 0) + 1);
    if (sure.length > 0) wrong++;
  } else if (refused(run)) {
    sums.refused++;
    if (found.every(({ strength }) => strength === "hint")) sums.missed++;
  }
  if (counts && sure.length > 0) console.log(`\n! ${pair} seed ${run.seed}: ${sure.join("; ")}`);
  if (values.keep && (counts ? sure.length > 0 : refused(run)))
    writeFileSync(join(values.keep, `${pair}-${run.seed}.json`), JSON.stringify(run));
}

/** Both had offered before either heard of it. */
function crossed({ trace }: RightRun): boolean {
  const offering = new Set<string>();
  for (const { from, kind } of trace) {
    if (kind === "answer") offering.clear();
    else if (kind === "offer") offering.add(from);
    if (offering.size === 2) return true;
  }
  return false;
}

const stage = await Stage.open();
const began = Date.now();
const lane = async (): Promise<void> => {
  while (right < wanted && Date.now() < end) {
    const at = seed++;
    const cast = pairs[at % pairs.length]!;
    // Each seed in each pair of browsers.
    take(cast.join(","), await stage.right(cast, Math.ceil(at / pairs.length)));
    process.stderr.write(`\r${right} right, ${wrong} of them with something sure`);
  }
};
let broken: unknown = null;
try {
  await Promise.all(Array.from({ length: Number(values.lanes ?? 6) }, lane));
} catch (error) {
  // A browser died: what was counted until then is told all the same.
  broken = error;
  end = 0;
}
await stage.close();
const seconds = Math.round((Date.now() - began) / 1000);
console.log(
  `\n${right} negotiations counted in ${seconds} s, of seeds ${first} to ${seed - 1}, ${wrong} with something sure`,
);
for (const [pair, { right: counted, glare, refused: no, missed }] of tally)
  console.log(
    `${pair}: ${counted}, ${glare} with glare; refused by a page: ${no}, of which nothing was found in ${missed}`,
  );
console.log(
  [...shapes]
    .sort()
    .map(([name, times]) => `${name} ${times}`)
    .join(", "),
);
if (broken) console.log(`ended early, after seed ${seed - 1} was begun: ${broken}`);
process.exitCode = broken || wrong > 0 || right < wanted ? 1 : 0;
