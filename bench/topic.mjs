// How much it costs to tell thousands of one value: subscribers over real sockets, values pushed by curl.
// node bench/topic.mjs [subscribers, 5000] [values, 40]
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inGroups, median, openSocket, startServer, TOKEN, withFiles } from "./server.mjs";

const SUBSCRIBERS = Number(process.argv[2] ?? 5_000);
const VALUES = Number(process.argv[3] ?? 40);
/** A push that has not reached everyone by then has failed. */
const GIVE_UP_MS = 20_000;

withFiles(SUBSCRIBERS + 200);
const server = await startServer();
const curl = promisify(execFile);
const url = `${server.url}/topics/bench`;
const push = (value) =>
  curl("curl", [
    "-sS",
    "--fail-with-body",
    "-H",
    `Authorization: Bearer ${TOKEN}`,
    "-d",
    JSON.stringify(value),
    url,
  ]);

let heard = 0;
let answered = 0;
let wrong = 0;
let reached = () => {};
/** Everyone hears the values 1, 2, 3 … in this order, each once. */
const sockets = await inGroups(SUBSCRIBERS, 200, async () => {
  let last = 0;
  const ws = await openSocket(server.ws, (text) => {
    if (text.startsWith('{"type":"ok"')) answered += 1;
    if (!text.startsWith('{"type":"data"')) return;
    last += 1;
    if (!text.includes(`"data":${last},`)) wrong += 1;
    heard += 1;
    reached();
  });
  ws.send('{"type":"subscribe","id":1,"topic":"bench"}');
  return ws;
});
while (answered < SUBSCRIBERS) await new Promise((resolve) => setTimeout(resolve, 20));

const times = [];
const cpuBefore = server.cpu();
for (let value = 1; value <= VALUES; value++) {
  const all = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`value ${value} reached ${heard} in all`)), GIVE_UP_MS);
    reached = () => {
      if (heard < value * SUBSCRIBERS) return;
      clearTimeout(timer);
      resolve();
    };
  });
  const started = performance.now();
  await Promise.all([push(value), all]);
  times.push(performance.now() - started);
}
const cpu = server.cpu() - cpuBefore;
for (const ws of sockets) ws.terminate();
await server.stop();

console.log(
  `${SUBSCRIBERS} subscribers, ${VALUES} values by curl: ${heard} deliveries, ${wrong} wrong or out of order`,
);
console.log(
  `curl to the last subscriber: median ${median(times).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`,
);
console.log(
  `server CPU: ${cpu.toFixed(2)} s, ${((cpu / heard) * 1e6).toFixed(2)} µs a delivery (HTTP included)`,
);
process.exit(wrong === 0 && heard === VALUES * SUBSCRIBERS ? 0 : 1);
