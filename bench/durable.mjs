// How many publications a second are acknowledged after they are on disk: real sockets, a fixed number under way.
// node bench/durable.mjs [seconds, 8] [connections, 64] [under way on each, 4] [rooms, 100]
// Beside it: the same records into the same file system by the store's library alone, in the same minute.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open } from "lmdb";
import { inGroups, openSocket, startServer, TOKEN } from "./server.mjs";

const [SECONDS = 8, CONNECTIONS = 64, EACH = 4, ROOMS = 100] = process.argv.slice(2).map(Number);
const WARM_UP_MS = 2_000;
const TEXT = "x".repeat(200);

const folder = mkdtempSync(join(tmpdir(), "rtrooms-durable-"));
try {
  const before = await bare();
  const served = await throughServer();
  const after = await bare();
  const rate = (n) => `${Math.round(n)}/s`;
  console.log(
    `${CONNECTIONS} connections × ${EACH} under way, ${ROOMS} rooms, texts of ${TEXT.length} bytes, ${SECONDS} s`,
  );
  console.log(`acknowledged after the disk: ${rate(served.acks / served.seconds)}, ${served.errors} refused`);
  console.log(
    `from publish to answer: median ${served.median.toFixed(1)} ms, p99 ${served.p99.toFixed(1)} ms`,
  );
  console.log(`event loop p99 of the server: ${served.loop}`);
  console.log(
    `server CPU: ${((served.cpu / served.acks) * 1e6).toFixed(1)} µs a publication, ${(served.cpu / served.seconds).toFixed(2)} cores`,
  );
  console.log(`lmdb alone, ${CONNECTIONS * EACH} a commit: ${rate(before)} before, ${rate(after)} after`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

async function throughServer() {
  const config = join(folder, "rtrooms.json");
  writeFileSync(config, JSON.stringify({ defaults: { history: { messages: 1_000 } } }));
  const limits = process.env.RTROOMS_BENCH_FLAGS?.split(" ") ?? [];
  const server = await startServer("--data-dir", join(folder, "data"), "--config", config, ...limits);
  let acks = 0;
  let errors = 0;
  let measuring = false;
  const times = [];
  const sockets = await inGroups(CONNECTIONS, 32, (number) => connect(number));
  await pause(WARM_UP_MS);
  const before = await loopDelays(server);
  const [cpu, begun] = [server.cpu(), performance.now()];
  measuring = true;
  await pause(SECONDS * 1_000);
  measuring = false;
  const seconds = (performance.now() - begun) / 1_000;
  const used = server.cpu() - cpu;
  const loop = p99Of(await loopDelays(server), before);
  for (const ws of sockets) ws.terminate();
  await server.stop();
  times.sort((a, b) => a - b);
  const at = (part) => times[Math.floor(times.length * part)] ?? Number.NaN;
  return { acks, errors, seconds, cpu: used, loop, median: at(0.5), p99: at(0.99) };

  async function connect(number) {
    const rooms = [];
    for (let room = number % ROOMS; room < ROOMS; room += CONNECTIONS) rooms.push(`r${room}`);
    const sent = new Map();
    let ids = 0;
    let joined = 0;
    const publish = () => {
      const id = ++ids;
      const room = rooms[id % rooms.length];
      sent.set(id, performance.now());
      ws.send(
        `{"type":"publish","id":${id},"room":"${room}","event":"chat","echo":false,"data":{"text":"${TEXT}"}}`,
      );
    };
    const ws = await openSocket(server.ws, (text) => {
      if (text.startsWith('{"type":"ok","id":"j')) {
        joined += 1;
        if (joined === rooms.length) for (let i = 0; i < EACH; i++) publish();
        return;
      }
      const id = /^\{"type":"(?:ok|error)","id":(\d+)/.exec(text)?.[1];
      if (id === undefined) return;
      const begun = sent.get(Number(id));
      sent.delete(Number(id));
      if (text.startsWith('{"type":"error"')) {
        errors += 1;
        setTimeout(publish, 50);
        return;
      }
      if (measuring) {
        acks += 1;
        times.push(performance.now() - begun);
      }
      publish();
    });
    for (const room of rooms) ws.send(`{"type":"join","id":"j${room}","room":"${room}"}`);
    return ws;
  }
}

/** Counts by bucket of the server's own histogram. */
async function loopDelays({ url }) {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  const line = /^rtrooms_event_loop_delay_seconds_bucket\{le="([^"]+)"\} (\d+)$/gm;
  return [...(await response.text()).matchAll(line)].map(([, bound, count]) => [bound, Number(count)]);
}

/** The bound below which 99 of 100 lie. */
function p99Of(now, before) {
  const counts = now.map(([bound, count], i) => [bound, count - before[i][1]]);
  const all = counts.at(-1)[1];
  return `≤ ${counts.find(([, count]) => count >= all * 0.99)[0]} s`;
}

/** Records a second in commits of as many as are under way. */
async function bare() {
  const path = join(folder, `bare-${performance.now()}.lmdb`);
  const options = { noSubdir: true, encoding: "binary", keyEncoding: "ordered-binary" };
  const file = open({ path, ...options, overlappingSync: false, eventTurnBatching: false });
  const record = Buffer.alloc(400, "x");
  const end = performance.now() + 2_000;
  const begun = performance.now();
  let count = 0;
  while (performance.now() < end) {
    await file.batch(() => {
      for (let i = 0; i < CONNECTIONS * EACH; i++, count++)
        file.put([`default/r${count % ROOMS}`, count], record);
    });
  }
  const rate = (count / (performance.now() - begun)) * 1_000;
  await file.close();
  return rate;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
