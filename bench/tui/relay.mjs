// What relay costs: frames, CPU and keys while signals pass with many kept, and how soon a large capture shows something.
// node bench/tui/relay.mjs [signals a second, 200] [kept before, 50000] [capture]
import { readFileSync } from "node:fs";
import pty from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { connect } from "../../dist/client-node.js";
import { median, startServer, TOKEN } from "../server.mjs";

const RATE = Number(process.argv[2] ?? 200);
const KEPT = Number(process.argv[3] ?? 50_000);
const CAPTURE = process.argv[4];
const SIZE = { cols: 120, rows: 40 };
const KEYS = 100;
const LOOK_MS = 10_000;
const GIVE_UP_MS = 60_000;
/** The start of a frame that is written in one piece. */
const FRAME = "\u001b[?2026h";

const binary = new URL("../../bin/rtrooms.js", import.meta.url).pathname;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Shown {
  bytes = 0;
  frames = 0;
  looked = () => {};
  constructor(args, env) {
    const { CI: _, ...around } = process.env;
    this.emulator = new xterm.Terminal({ ...SIZE, allowProposedApi: true });
    this.pty = pty.spawn(process.execPath, [binary, ...args], {
      ...SIZE,
      env: { ...around, ...env, TERM: "xterm-256color" },
    });
    this.pty.onData((text) => {
      this.bytes += Buffer.byteLength(text);
      this.frames += text.split(FRAME).length - 1;
      this.emulator.write(text, () => this.looked());
    });
  }
  get text() {
    const { active } = this.emulator.buffer;
    return Array.from({ length: SIZE.rows }, (_, row) => active.getLine(row)?.translateToString(true)).join(
      "\n",
    );
  }
  shows(wanted) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`never ${wanted}:\n${this.text}`)), GIVE_UP_MS);
      this.looked = () => {
        if (!wanted.test(this.text)) return;
        clearTimeout(timer);
        this.looked = () => {};
        resolve();
      };
      this.looked();
    });
  }
  get cpu() {
    const fields = readFileSync(`/proc/${this.pty.pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }
  get megabytes() {
    return Math.round(
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pty.pid}/status`, "utf8"))[1]) / 1024,
    );
  }
  async looksLike() {
    const [cpu, bytes, frames, from] = [this.cpu, this.bytes, this.frames, performance.now()];
    await wait(LOOK_MS);
    const seconds = (performance.now() - from) / 1_000;
    const per = (count) => (count / seconds).toFixed(1);
    const percent = (((this.cpu - cpu) / seconds) * 100).toFixed(1);
    return `${per(this.frames - frames)} frames/s, ${per(this.bytes - bytes)} bytes/s, ${percent} % of a core, ${this.megabytes} MB`;
  }
}

if (CAPTURE) {
  const from = performance.now();
  const shown = new Shown(["relay", "open", CAPTURE], {});
  await shown.shows(/ → .*(connected|offered|answered)/);
  console.log(`${CAPTURE}: first screen with exchanges after ${Math.round(performance.now() - from)} ms`);
  const times = [];
  while (!/whole file/.test(shown.text) && times.length < 1_000) {
    const before = performance.now();
    shown.pty.write("?");
    await shown.shows(times.length % 2 ? /WHO/ : /this help/);
    times.push(performance.now() - before);
    await wait(50);
  }
  await shown.shows(/whole file/);
  console.log(`all of it after ${Math.round(performance.now() - from)} ms, ${shown.megabytes} MB`);
  console.log(`a key meanwhile: worst ${Math.max(0, ...times).toFixed(0)} ms of ${times.length}`);
  shown.pty.write("q");
}

const server = await startServer();
const [ada, bob] = await Promise.all(
  ["ada", "bob"].map((name) => connect({ url: server.url, token: TOKEN, name })),
);
const room = await ada.join("bench");
await bob.join("bench");
const shown = new Shown(["relay"], { RTROOMS_URL: server.url, RTROOMS_TOKEN: TOKEN });
await shown.shows(/No signals yet/);
let sent = 0;
const candidate = () => {
  const data = {
    candidate: `candidate:${sent} 1 udp 2122260223 192.168.1.4 ${1_024 + (sent++ % 60_000)} typ host`,
    sdpMid: "0",
  };
  return room.signal(bob.welcome.peer, sent % 7 ? "candidate" : "custom", data).catch(() => {});
};
while (sent < KEPT) {
  await Promise.all(Array.from({ length: 40 }, candidate));
  await wait(10);
}
console.log(`${KEPT} signals sent at ${SIZE.cols}×${SIZE.rows}`);
const signalling = setInterval(() => {
  for (let each = 0; each < RATE / 20; each++) candidate();
}, 50);
await wait(1_000);
console.log(`the list, ${RATE} signals/s: ${await shown.looksLike()}`);
shown.pty.write("\r");
await shown.shows(/following/);
console.log(`a ladder, ${RATE} signals/s: ${await shown.looksLike()}`);
shown.pty.write("A");
const times = [];
for (let key = 0; key < KEYS; key++) {
  const frames = shown.frames;
  const from = performance.now();
  shown.pty.write("w");
  while (shown.frames === frames) await wait(1);
  times.push(performance.now() - from);
  await wait(20);
}
console.log(`a key then: median ${median(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms`);
clearInterval(signalling);
shown.pty.write("q");
await Promise.all([ada.close(), bob.close()]);
await server.stop();
process.exit(0);
