// `npm run chaos`: every chaos run, one after the other, each in a process of its own, and the table of what came of them.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";

const root = new URL("../", import.meta.url).pathname;
const HELP = `npm run chaos -- [options]

  --small          the size that is part of npm test, within three minutes
  --only NAME,…    only these, by row (R7) or by file (kill)
  --no-suites      without those that are vitest suites, which npm test has run already
  --json           one JSON document

Exit 0: everything held. 1: something was lost, or past its bound. 2: these options can't be used, or a program is missing.
`;

/** Longer than any of them takes; what hangs is ended and has failed. */
const MOST_MS = { small: 3 * 60_000, full: 60 * 60_000 };

const options = readOptions();
const size = options.small ? "small" : "full";

if (spawnSync("node", ["scripts/build.mjs", "--if-stale"], { cwd: root, stdio: "inherit" }).status !== 0) {
  process.exit(1);
}
const chosen = await chooseRuns();
const missing = [...new Set(chosen.flatMap(({ needs }) => needs.filter((name) => !isThere(name))))];
if (missing.length > 0) {
  process.stderr.write(
    `!! ${missing.join(", ")} not to be had here: the runs that need it are skipped. Programs come with your package manager; root is for mounts and network namespaces.\n`,
  );
  if (process.env.CI) process.exit(2);
}

const begun = performance.now();
const results = [];
for (const each of chosen) results.push(await runOne(each));
const seconds = Math.round((performance.now() - begun) / 1000);
const failed = results.filter(({ passed }) => passed === false);
if (options.json) process.stdout.write(`${JSON.stringify({ size, seconds, results })}\n`);
else process.stdout.write(table());
process.exitCode = failed.length > 0 ? 1 : 0;

function readOptions() {
  const flag = { type: "boolean" };
  try {
    const { values } = parseArgs({
      options: { small: flag, only: { type: "string" }, "no-suites": flag, json: flag, help: flag },
    });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    return values;
  } catch (error) {
    usage(error.message);
  }
}

function usage(message) {
  process.stderr.write(`${message}\n\n${HELP}`);
  process.exit(2);
}

async function chooseRuns() {
  const all = JSON.parse(await outputOf("node", ["--import", "tsx", "test/chaos/list.ts"]));
  const wanted = options.only?.split(",");
  const nameOf = ({ file }) => file.replace(/\.ts$/, "");
  for (const name of wanted ?? []) {
    if (!all.some((each) => each.row === name || nameOf(each) === name)) {
      usage(`There is no run "${name}": ${all.map((each) => `${each.row} ${nameOf(each)}`).join(", ")}.`);
    }
  }
  return all
    .filter((each) => !wanted || wanted.includes(each.row) || wanted.includes(nameOf(each)))
    .filter((each) => !options["no-suites"] || each.runs);
}

/** To mount, and to make network namespaces, takes more than a program. */
function isThere(command) {
  if (command === "root") return process.platform === "linux" && process.getuid() === 0;
  return [...process.env.PATH.split(":"), "/usr/sbin", "/sbin"].some((folder) =>
    existsSync(`${folder}/${command}`),
  );
}

async function runOne({ file, row, title, needs, suites, runs }) {
  const result = { row, title, tried: [], lost: [], controls: [], figures: [], failures: [] };
  if (needs.some((name) => !isThere(name))) return { ...result, passed: null, seconds: 0 };
  process.stderr.write(`${row} ${title} …\n`);
  const started = performance.now();
  let passed = true;
  if (suites.length > 0 && !options["no-suites"]) {
    const { success, numPassedTests, numFailedTests } = await runSuites(suites);
    result.tried.push({ what: "tests", count: numPassedTests + numFailedTests });
    result.lost.push({ what: "failed", count: numFailedTests });
    passed &&= success;
  }
  if (runs) {
    const printed = await outputOf("node", ["--import", "tsx", "test/chaos/main.ts", file, size]);
    const said = lastJson(printed) ?? { failures: ["the run ended without a report"], passed: false };
    for (const part of ["tried", "lost", "controls", "figures", "failures"]) {
      result[part].push(...(said[part] ?? []));
    }
    passed &&= said.passed;
  }
  const took = Math.round((performance.now() - started) / 1000);
  for (const failure of result.failures) process.stderr.write(`${row} ${failure}\n`);
  process.stderr.write(`${row} ${passed ? "held" : "FAILED"} in ${took} s\n`);
  return { ...result, passed, seconds: took };
}

async function runSuites(suites) {
  const printed = await outputOf("npx", ["vitest", "run", "--reporter=json", ...suites]);
  return lastJson(printed) ?? { success: false, numPassedTests: 0, numFailedTests: 0 };
}

function lastJson(text) {
  const line = text
    .trim()
    .split("\n")
    .findLast((each) => each.startsWith("{"));
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function outputOf(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"], detached: true });
  // With all that it started.
  const limit = setTimeout(() => process.kill(-child.pid, "SIGKILL"), MOST_MS[size]);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  return new Promise((resolve) =>
    child.on("close", () => {
      clearTimeout(limit);
      resolve(text);
    }),
  );
}

/** Markdown, as it stands in docs/reliability.md. */
function table() {
  const count = (n) => (n ?? Number.NaN).toLocaleString("en-US").replaceAll(",", " ");
  const counts = (list) => list.map(({ what, count: n }) => `${count(n)} ${what}`).join(", ");
  const figure = ({ what, value, unit, bound, holds }) =>
    `${what} ${count(value)}${unit && ` ${unit}`}${bound ? ` (${bound})` : ""}${holds ? "" : " **no**"}`;
  const lines = results.map(({ row, title, tried, lost, controls, figures, passed, seconds }) => {
    const measured = [...figures.map(figure), ...controls.map((each) => `control: ${counts([each])}`)];
    const verdict = passed === null ? "skipped" : passed ? "held" : "**failed**";
    return `| ${[row, title, counts(tried), counts(lost), measured.join("; "), `${seconds} s`, verdict].join(" | ")} |`;
  });
  const passed = results.filter((each) => each.passed).length;
  return `${[
    "| | what was done | tried | lost | measured | took | |",
    "|---|---|---|---|---|---|---|",
    ...lines,
  ].join(
    "\n",
  )}\n\n${passed} of ${results.length} held, ${size} size, ${seconds} s, Node ${process.versions.node}\n`;
}
