// What a chat keeps in memory once much has been said in it: as a screen, inline and as lines, heap after forced collections.
// node bench/tui/lines.mjs [messages, 20000]
import { openSocket, startServer } from "../server.mjs";
import { openScreen } from "./terminal.mjs";

const MESSAGES = Number(process.argv[2] ?? 20_000);
const STEPS = 4;
const AT_ONCE = 50;
const PAUSE_MS = 100;
const SAMPLE_MS = 1_000;
const MIB = 1024 * 1024;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const server = await startServer();
const talker = await openSocket(server.ws, () => {});
talker.send(JSON.stringify({ type: "join", id: 1, room: "talk" }));
const options = { columns: 120, rows: 40, heapEveryMs: SAMPLE_MS };
const ways = { screen: [], inline: ["--inline"], lines: ["--no-tui"] };
const screens = Object.entries(ways).map(([name, flags]) => {
  const screen = openScreen(server.url, ["chat", "talk", ...flags, "--name", name], options);
  return { name, screen, ready: screen.shows(name === "lines" ? "Ctrl-D ends" : "connected") };
});
await Promise.all(screens.map(({ ready }) => ready));

let sent = 0;
console.log(`messages   ${screens.map(({ name }) => name.padEnd(9)).join("")}`);
for (let step = 0; step <= STEPS; step++) {
  const until = Math.round((MESSAGES * step) / STEPS);
  // A screen writes only the cells that changed: there the text is in pieces.
  const printed = screens.filter(({ name }) => name !== "screen" && sent < until);
  const shown = printed.map(({ screen }) => screen.shows(`number ${until} `));
  while (sent < until) {
    for (let at = 0; at < AT_ONCE && sent < until; at++) {
      sent++;
      const data = { text: `number ${sent} of one who talks on and on, as people do` };
      talker.send(JSON.stringify({ type: "publish", id: sent + 1, room: "talk", event: "chat", data }));
    }
    await pause(PAUSE_MS);
  }
  await Promise.all(shown);
  await pause(3 * SAMPLE_MS);
  const heaps = screens.map(({ screen }) => `${(screen.heap.at(-1)[1] / MIB).toFixed(1)} MiB`.padEnd(9));
  console.log(`${String(sent).padStart(8)}   ${heaps.join("")}`);
}

for (const { screen } of screens) await screen.close();
talker.terminate();
await server.stop();
