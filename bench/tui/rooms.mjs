// What the console of rooms costs with thousands of them: its first screen, a key, and CPU at rest and while rooms change.
// node bench/tui/rooms.mjs [rooms, 5000] [changes a second, 100]
import { readFileSync } from "node:fs";
import pty from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { connect } from "../../dist/client-node.js";
import { median, startServer, TOKEN } from "../server.mjs";

const ROOMS = Number(process.argv[2] ?? 5_000);
const CHANGES = Number(process.argv[3] ?? 100);
const SIZE = { cols: 120, rows: 40 };
const KEYS = 200;
const REST_MS = 10_000;
/** What is not on the screen by then has failed. */
const GIVE_UP_MS = 20_000;

const binary = new URL("../../bin/rtrooms.js", import.meta.url).pathname;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const server = await startServer();
const client = await connect({ url: server.url, token: TOKEN });
const names = Array.from({ length: ROOMS }, (_, at) => `room-${String(at).padStart(6, "0")}`);
for (let at = 0; at < ROOMS; at += 100) {
  const some = names.slice(at, at + 100);
  await Promise.all(some.map((room) => client.request("create", { room, emptyTtl: 3_600_000 })));
}

const started = performance.now();
const { CI: _, ...around } = process.env;
const env = { ...around, RTROOMS_URL: server.url, RTROOMS_TOKEN: TOKEN, TERM: "xterm-256color" };
const screen = pty.spawn(process.execPath, [binary, "rooms"], { ...SIZE, env });
const emulator = new xterm.Terminal({ ...SIZE, allowProposedApi: true });
let looked = () => {};
let bytes = 0;
screen.onData((text) => {
  bytes += Buffer.byteLength(text);
  emulator.write(text, () => looked());
});
const lineAt = (row) => emulator.buffer.active.getLine(row)?.translateToString(true) ?? "";
const shows = (row, wanted) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`never ${wanted}: ${lineAt(row)}`)), GIVE_UP_MS);
    looked = () => {
      if (!wanted.test(lineAt(row))) return;
      clearTimeout(timer);
      looked = () => {};
      resolve();
    };
    looked();
  });
const cpu = () => {
  const fields = readFileSync(`/proc/${screen.pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

/** Of the console at rest over some seconds: percent of a core, and bytes a second. */
async function resting() {
  const [before, sent, from] = [cpu(), bytes, performance.now()];
  await wait(REST_MS);
  const seconds = (performance.now() - from) / 1_000;
  const percent = ((cpu() - before) / seconds) * 100;
  return `${percent.toFixed(1)} % of a core, ${Math.round((bytes - sent) / seconds)} bytes/s`;
}

/** From a key to the row it moves to. */
async function keys() {
  const times = [];
  screen.write("g");
  await shows(SIZE.rows - 2, / 1 of /);
  for (let key = 1; key <= KEYS; key++) {
    const from = performance.now();
    screen.write("j");
    await shows(SIZE.rows - 2, new RegExp(` ${key + 1} of `));
    times.push(performance.now() - from);
    await wait(20);
  }
  return spread(times);
}

/** From a letter of a filter to the count of what it lets through. */
async function letters() {
  const times = [];
  for (let round = 0; round < 10; round++) {
    screen.write("/");
    await shows(SIZE.rows - 1, /^ \//);
    const text = "000123";
    for (let typed = 1; typed <= text.length; typed++) {
      const from = performance.now();
      screen.write(text[typed - 1]);
      await shows(0, new RegExp(`/${text.slice(0, typed)}\\b`));
      times.push(performance.now() - from);
    }
    screen.write("\u001b");
    await shows(0, /^ rooms [\d ]+\d {2}/);
  }
  return spread(times);
}

function spread(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const p95 = sorted[Math.floor(sorted.length * 0.95)];
  return `median ${median(times).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, worst ${sorted.at(-1).toFixed(1)} ms`;
}

await shows(0, /^ rooms \d/);
console.log(`${ROOMS} rooms at ${SIZE.cols}×${SIZE.rows}`);
console.log(`start to first screen: ${Math.round(performance.now() - started)} ms`);
console.log(`a key, nothing else going on: ${await keys()}`);
console.log(`a letter of a filter: ${await letters()}`);
console.log(`at rest: ${await resting()}`);

let turn = 0;
let changed = 0;
const changing = setInterval(() => {
  for (let each = 0; each < CHANGES / 20; each++) {
    const room = names[(turn * 31) % ROOMS];
    const locked = Math.floor((turn++ * 31) / ROOMS) % 2 === 0;
    client.request("room.update", { room, locked }).then(() => changed++);
  }
}, 50);
const from = performance.now();
await wait(1_000);
console.log(`while ${CHANGES} rooms a second change: ${await resting()}`);
console.log(`a key then: ${await keys()}`);
console.log(`a letter of a filter then: ${await letters()}`);
console.log(`(${Math.round(changed / ((performance.now() - from) / 1_000))} changes a second were made)`);
clearInterval(changing);

screen.write("q");
await client.close();
await server.stop();
process.exit(0);
