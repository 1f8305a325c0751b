// What a cadence saves: 100 rooms of 10 peers, each peer moving at a fixed rate, with and without, A B A B in one run.
// node bench/cadence.mjs [moves a second per peer, 5] [seconds a round, 5] [cadence, 33ms]
import { inGroups, median, openSocket, startServer, withFiles } from "./server.mjs";

const RATE = Number(process.argv[2] ?? 5);
const SECONDS = Number(process.argv[3] ?? 5);
const CADENCE = process.argv[4] ?? "33ms";
const ROUNDS = 3;
const ROOMS = 100;
const SEATS = 10;
/** Moves are sent this often, by so many peers that the rate comes out. */
const STEP_MS = 10;

withFiles(ROOMS * SEATS + 200);

async function round(...options) {
  const server = await startServer(...options);
  let heard = 0;
  let joined = 0;
  const peers = await inGroups(ROOMS * SEATS, 100, async (i) => {
    const ws = await openSocket(server.ws, (text) => {
      if (text.startsWith('{"type":"ok"')) joined += 1;
      if (text.startsWith('{"type":"message"')) heard += 1;
    });
    const room = `r${i % ROOMS}`;
    ws.send(`{"type":"join","id":1,"room":"${room}"}`);
    return { ws, move: `{"type":"publish","room":"${room}","event":"move","data":{"x":${i},"y":1}}` };
  });
  while (joined < peers.length) await new Promise((resolve) => setTimeout(resolve, 20));

  const cpuBefore = server.cpu();
  const started = performance.now();
  let sent = 0;
  while (performance.now() - started < SECONDS * 1_000) {
    const due = ((performance.now() - started) / 1_000) * RATE * peers.length;
    for (; sent < due; sent++) {
      const { ws, move } = peers[sent % peers.length];
      ws.send(move);
    }
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  for (let waited = 0; heard < sent * (SEATS - 1) && waited < 200; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const cpu = server.cpu() - cpuBefore;
  for (const { ws } of peers) ws.terminate();
  await server.stop();
  if (heard !== sent * (SEATS - 1)) throw new Error(`${heard} deliveries of ${sent * (SEATS - 1)}`);
  return { us: (cpu / heard) * 1e6, perSecond: heard / SECONDS };
}

const without = [];
const withIt = [];
for (let i = 0; i < ROUNDS; i++) {
  without.push(await round());
  withIt.push(await round("--cadence", CADENCE));
}
const show = (name, rounds) => {
  const all = rounds.map(({ us }) => us.toFixed(2)).join(", ");
  const rate = Math.round(median(rounds.map(({ perSecond }) => perSecond)));
  console.log(
    `${name}: ${median(rounds.map(({ us }) => us)).toFixed(2)} µs of server CPU a delivery (${all}), ${rate} deliveries/s`,
  );
};
show("without a cadence", without);
show(`with ${CADENCE}`, withIt);
const ratios = without.map(({ us }, i) => withIt[i].us / us);
console.log(`with / without, median of pairs: ${median(ratios).toFixed(2)}`);
