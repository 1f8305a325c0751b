// `npm run sim`: seeded universes in as many processes as there are cores; with --plant, each planted bug must be caught.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { planted, plants } from "./plants.mjs";

const root = new URL("../", import.meta.url).pathname;
const UNIVERSES = ["rooms", "crashes", "takeovers", "matches", "topics", "lobbies"];
const HELP = `npm run sim -- [options]

  --seeds N        so many seeds, each in every universe (default 2000)
  --from N         the first one (default 1)
  --seed N         this one only, twice, and its story
  --universe NAME  only of this kind: ${UNIVERSES.join(", ")}
  --plant NAME     with this bug planted, or "all", one after the other; --seeds is then the most that each gets
  --json           one JSON document

Exit 0: no violation, or every planted bug was caught. 1: otherwise. 2: these options can't be used.
`;

const { values } = parseOptions();
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const kinds = values.universe ? [values.universe] : UNIVERSES;
const from = number("from", 1);
const cores = availableParallelism();
const folder = await mkdtemp(join(tmpdir(), "rtrooms-sim-"));
try {
  process.exitCode = values.plant ? await runPlants() : await (values.seed ? replay() : runSeeds());
} finally {
  await rm(folder, { recursive: true, force: true });
}

function parseOptions() {
  const text = { type: "string" };
  const flag = { type: "boolean" };
  try {
    const options = {
      seeds: text,
      from: text,
      seed: text,
      universe: text,
      plant: text,
      json: flag,
      help: flag,
    };
    const parsed = parseArgs({ options });
    const { universe, plant } = parsed.values;
    if (universe && !UNIVERSES.includes(universe)) throw new Error(`There is no universe "${universe}".`);
    if (plant && plant !== "all" && !plants.some(({ name }) => name === plant)) {
      throw new Error(`There is no plant "${plant}": ${plants.map(({ name }) => `"${name}"`).join(", ")}.`);
    }
    return parsed;
  } catch (error) {
    usage(error.message);
  }
}

function usage(message) {
  process.stderr.write(`${message}\n\n${HELP}`);
  process.exit(2);
}

function number(name, preset) {
  const text = values[name];
  if (text === undefined) return preset;
  if (!/^\d+$/.test(text)) usage(`--${name} takes a whole number.`);
  return Number(text);
}

async function bundle(name, plant) {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [`${root}test/sim/main.ts`],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["lmdb"],
    logLevel: "silent",
    plugins: plant ? [planted(plant, root, readFile)] : [],
  }).catch(({ errors }) => {
    process.stderr.write(`${errors.map(({ text }) => text).join("\n")}\n`);
    process.exit(1);
  });
  return outfile;
}

/** Runs a share in a process of its own; answers when it has ended. */
function work(file, share, onLine) {
  const child = spawn(process.execPath, [file, JSON.stringify(share)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  createInterface(child.stdout).on("line", (line) => onLine(JSON.parse(line)));
  return new Promise((resolve) => child.on("close", resolve));
}

async function runSeeds() {
  const seeds = number("seeds", 2000);
  const begun = performance.now();
  const totals = new Map(
    kinds.map((kind) => [kind, { universes: 0, events: 0, virtualMs: 0, violations: 0 }]),
  );
  const violations = [];
  const file = await bundle("sim");
  const shares = Array.from({ length: cores }, (_, offset) => ({
    ...{ universes: kinds, from, to: from + seeds, stride: cores, offset, first: false },
  }));
  const take = ({ universe, events = 0, virtualMs = 0, ...line }) => {
    const total = totals.get(universe);
    total.universes += 1;
    total.events += events;
    total.virtualMs += virtualMs;
    if (!line.violation) return;
    total.violations += 1;
    violations.push({ universe, ...line });
  };
  await Promise.all(shares.map((share) => work(file, share, take)));
  const seconds = (performance.now() - begun) / 1000;
  const sum = (field) => [...totals.values()].reduce((all, total) => all + total[field], 0);
  const expected = seeds * kinds.length;
  const whole = sum("universes") === expected;
  if (values.json) {
    const result = { seeds, from, universes: sum("universes"), events: sum("events"), seconds, violations };
    process.stdout.write(`${JSON.stringify({ ...result, kinds: Object.fromEntries(totals) })}\n`);
  } else {
    for (const violation of violations.slice(0, 3)) tell(violation);
    for (const [kind, { universes, events, virtualMs, violations }] of totals) {
      const hours = (virtualMs / 3_600_000).toFixed(1);
      console.log(
        `${kind.padEnd(10)} ${universes} universes, ${events} events, ${hours} virtual hours, ${violations} violations`,
      );
    }
    console.log(
      `${sum("universes")} universes, ${sum("events")} events, ${sum("violations")} violations, ${seconds.toFixed(1)} s (seeds ${from} to ${from + seeds - 1})`,
    );
    if (!whole) console.log(`${expected - sum("universes")} universes did not run to their end`);
  }
  return sum("violations") === 0 && whole ? 0 : 1;
}

function tell({ universe, seed, detail, story }) {
  const last = story.slice(-25);
  if (story.length > last.length) console.log(`… ${story.length - last.length} steps before`);
  console.log(last.join("\n"));
  console.log(`\n${universe}, seed ${seed}: ${detail}`);
  console.log(`again: npm run sim -- --seed ${seed} --universe ${universe}\n`);
}

/** Twice: what a seed decides must be the same to the byte. */
async function replay() {
  const seed = number("seed", 0);
  const file = await bundle("sim");
  const share = {
    universes: kinds,
    from: seed,
    to: seed + 1,
    stride: 1,
    offset: 0,
    first: false,
    digests: true,
  };
  const runs = [[], []];
  for (const run of runs) await work(file, share, (line) => run.push(line));
  const [first, second] = runs;
  let failed = 0;
  for (const [i, line] of first.entries()) {
    if (line.violation) tell(line);
    const same = JSON.stringify(line) === JSON.stringify(second[i]);
    if (!line.violation)
      console.log(`${line.universe}, seed ${seed}: ${line.events} events, digest ${line.digest}`);
    if (!same) console.log(`${line.universe}, seed ${seed}: the second run was another one`);
    if (line.violation || !same) failed += 1;
  }
  return failed === 0 && first.length === kinds.length ? 0 : 1;
}

async function runPlants() {
  const most = number("seeds", 2000);
  const chosen = values.plant === "all" ? plants : plants.filter(({ name }) => name === values.plant);
  const results = new Array(chosen.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < chosen.length; i = next++) results[i] = await hunt(chosen[i], i, most);
  };
  await Promise.all(Array.from({ length: cores }, worker));
  if (values.json) process.stdout.write(`${JSON.stringify({ plants: results })}\n`);
  else {
    for (const { name, caught, seeds, invariant, universe } of results) {
      const how = caught ? `seed ${seeds} of ${universe}: ${invariant}` : `NOT CAUGHT in ${seeds} seeds`;
      console.log(`${name.padEnd(52)} ${how}`);
    }
    console.log(`${results.filter(({ caught }) => caught).length} of ${results.length} planted bugs caught`);
  }
  return results.every(({ caught }) => caught) ? 0 : 1;
}

async function hunt(plant, i, most) {
  const file = await bundle(`plant${i}`, plant);
  let found = null;
  const share = { universes: plant.universes, from, to: from + most, stride: 1, offset: 0, first: true };
  await work(file, share, (line) => {
    if (line.violation) found ??= line;
  });
  const { name } = plant;
  if (!found) return { name, caught: false, seeds: most };
  return {
    name,
    caught: true,
    seeds: found.seed - from + 1,
    universe: found.universe,
    invariant: found.violation,
  };
}
