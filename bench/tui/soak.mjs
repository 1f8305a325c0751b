// Whether screens that run for long keep what they should forget: heap after forced collections, at ten events a second.
// node bench/tui/soak.mjs [--minutes N, 60] [--rate EVENTS_PER_SECOND, 10]
import { openSocket, startServer } from "../server.mjs";
import { openScreen } from "./terminal.mjs";

const given = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const MINUTES = given("--minutes", 60);
const EVENTS_PER_SECOND = given("--rate", 10);
/** What the chat keeps is filled up first, and the program gets warm: neither is a leak. */
const FILL = 5_500;
const FILL_MS = 5;
const WARM_UP_MS = Math.min(120_000, MINUTES * 15_000);
const SAMPLE_MS = Math.min(20_000, MINUTES * 2_000);
const MIB = 1024 * 1024;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const server = await startServer();
const talker = await openSocket(server.ws, () => {});
let sent = 0;
const say = () => {
  sent++;
  const data = { text: `message ${sent} of one who talks on and on, as people do` };
  talker.send(JSON.stringify({ type: "publish", id: sent + 1, room: "soak", event: "chat", data }));
};
talker.send(JSON.stringify({ type: "join", id: 1, room: "soak" }));

const options = { columns: 120, rows: 40, heapEveryMs: SAMPLE_MS };
const screens = {
  chat: openScreen(server.url, ["chat", "soak", "--name", "ada"], options),
  inline: openScreen(server.url, ["chat", "soak", "--inline", "--name", "bob"], options),
  stats: openScreen(server.url, ["stats", `--watch=${1_000 / EVENTS_PER_SECOND}ms`], options),
};
await screens.chat.shows("connected");
while (sent < FILL) {
  say();
  await pause(FILL_MS);
}
const talking = setInterval(say, 1_000 / EVENTS_PER_SECOND);
await pause(WARM_UP_MS);
const from = Date.now();
const before = Object.fromEntries(Object.entries(screens).map(([name, { bytes }]) => [name, bytes]));
console.log(`${new Date().toISOString()}: warm after ${sent} messages; ${MINUTES} minutes from now on`);
await pause(MINUTES * 60_000);
clearInterval(talking);

/** Least squares: growth in MiB an hour, and its standard error. */
function slope(samples) {
  const hours = samples.map(([time]) => (time - from) / 3_600_000);
  const sizes = samples.map(([, bytes]) => bytes / MIB);
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(hours), mean(sizes)];
  const spread = hours.reduce((sum, hour) => sum + (hour - x) ** 2, 0);
  const growth = hours.reduce((sum, hour, i) => sum + (hour - x) * (sizes[i] - y), 0) / spread;
  const rest = hours.reduce((sum, hour, i) => sum + (sizes[i] - y - growth * (hour - x)) ** 2, 0);
  return { growth, error: Math.sqrt(rest / (samples.length - 2) / spread) };
}

console.log("| screen | samples | heap at first | at last | MiB an hour | bytes a second | full clears |");
console.log("|---|---|---|---|---|---|---|");
for (const [name, screen] of Object.entries(screens)) {
  const samples = screen.heap.filter(([time]) => time >= from);
  const { growth, error } = slope(samples);
  const mib = ([, bytes]) => `${(bytes / MIB).toFixed(2)} MiB`;
  const rate = ((screen.bytes - before[name]) / (MINUTES * 60)).toFixed(0);
  console.log(
    `| ${name} | ${samples.length} | ${mib(samples[0])} | ${mib(samples.at(-1))} | ${growth.toFixed(2)} ± ${error.toFixed(2)} | ${rate} | ${screen.clears} |`,
  );
}
for (const screen of Object.values(screens)) await screen.close();
talker.terminate();
await server.stop();
