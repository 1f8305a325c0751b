// From a key to the screen while 200 messages a second arrive in the same chat, through a real pseudo-terminal.
// node bench/tui/latency.mjs [keys, 200]
import { openSocket, startServer } from "../server.mjs";
import { openScreen } from "./terminal.mjs";

const KEYS = Number(process.argv[2] ?? 200);
const MESSAGES_PER_SECOND = 200;
const BETWEEN_MS = 60;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

const server = await startServer();
const talker = await openSocket(server.ws, () => {});
talker.send(JSON.stringify({ type: "join", id: 1, room: "busy" }));
let sent = 0;
const talking = setInterval(() => {
  for (let more = 0; more < MESSAGES_PER_SECOND / 50; more++) {
    sent++;
    // Of digits, so that no letter on the screen is a message's.
    const data = { text: `${sent} `.repeat(6) };
    talker.send(JSON.stringify({ type: "publish", id: sent + 1, room: "busy", event: "chat", data }));
  }
}, 20);

const SHOWN = /\u001b\[(?:\?\d+|[\d;]*)[A-Za-z]/g;
for (const [columns, rows] of [
  [80, 24],
  [200, 60],
]) {
  const screen = openScreen(server.url, ["chat", "busy", "--name", "9"], { columns, rows });
  await screen.shows("connected");
  await new Promise((done) => setTimeout(done, 1_000));
  const times = [];
  for (let key = 0; key < KEYS; key++) {
    const letter = LETTERS[key % LETTERS.length];
    const start = performance.now();
    const shown = screen.shows((text) => text.replaceAll(SHOWN, "").includes(letter));
    screen.type(letter);
    await shown;
    times.push(performance.now() - start);
    // Back to an empty line, so that it never gets too long to be seen changing.
    if (key % LETTERS.length === LETTERS.length - 1) screen.type("\u0015");
    await new Promise((done) => setTimeout(done, BETWEEN_MS));
  }
  times.sort((a, b) => a - b);
  const part = (share) =>
    `${times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1)} ms`;
  console.log(
    `${columns}×${rows}: ${KEYS} keys with ${MESSAGES_PER_SECOND} messages/s: median ${part(0.5)}, p99 ${part(0.99)}, worst ${part(1)}`,
  );
  await screen.close();
}
clearInterval(talking);
talker.terminate();
await server.stop();
