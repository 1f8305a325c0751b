// `npm run screens`: makes every golden screen and the README's pictures anew; with --check, says which differ.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const HELP = `npm run screens -- [options]

  --only NAME   only this screen's: chat, join, …
  --check       change nothing, and say what differs

Exit 0: all made, or nothing differs. 1: something differs, or a scenario did not get to its end. 2: wrong options.
`;

const options = { only: { type: "string" }, check: { type: "boolean" }, help: { type: "boolean" } };
let values;
try {
  ({ values } = parseArgs({ options }));
} catch (error) {
  process.stderr.write(`${error.message}\n\n${HELP}`);
  process.exit(2);
}
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const cwd = new URL("..", import.meta.url);
const node = (...args) => spawnSync(process.execPath, args, { stdio: "inherit", cwd }).status ?? 1;
const built = node("scripts/build.mjs", "--if-stale");
process.exitCode =
  built === 0 ? node("--import", "tsx", "test/screens/main.ts", JSON.stringify(values)) : built;
