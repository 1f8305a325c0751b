// R17: a server under load is told to stop, and told twice; everyone gets its close, and what was answered is there afterwards.
import { once } from "node:events";
import { join } from "node:path";
import { WebSocket } from "ws";
import { Home, type Server } from "../../support/binary.ts";
import type { ChaosRun, Report } from "../run.ts";

const ADMIN_TOKEN = "of-this-run-alone";
const ROOMS = 16;
/** A room keeps a thousand messages: no more than `said` are said in one. */
const SIZES = {
  small: { drains: 3, talkers: 64, said: 300 },
  full: { drains: 50, talkers: 320, said: 900 },
} as const;

export const run: ChaosRun = {
  row: "R17",
  title: "SIGTERM under load",
  async run(size, report) {
    const { drains, talkers, said } = SIZES[size];
    const most = Math.floor((said * ROOMS) / talkers);
    let slowestMs = 0;
    const home = new Home();
    try {
      for (let round = 1; round <= drains; round++) {
        slowestMs = Math.max(slowestMs, await drainOnce(home, report, round, talkers, most));
      }
      report.atMost("the slowest drain took", slowestMs, 20_000, "ms");
      await endTwice(home, report, talkers, most);
    } finally {
      await home.clean();
    }
  },
};

interface Acked {
  room: string;
  offset: number;
  text: string;
}

/** Says one message after the other, each when the one before is answered, and notes what was answered. */
class Talker {
  readonly acked: Acked[] = [];
  readonly closed: Promise<number>;
  retryAfterMs: number | null = null;
  readonly #room: string;
  readonly #name: string;
  readonly #most: number;
  readonly #ws: WebSocket;
  #onAck = (): void => {};

  constructor(url: string, room: string, name: string, most: number) {
    this.#room = room;
    this.#name = name;
    this.#most = most;
    this.#ws = new WebSocket(`${url.replace("http", "ws")}/ws`);
    this.#ws.on("error", () => {});
    this.#ws.on("message", (text) => this.#receive(JSON.parse(String(text))));
    this.closed = new Promise((resolve) => this.#ws.on("close", resolve));
  }

  async start(onAck: () => void): Promise<void> {
    this.#onAck = onAck;
    await once(this.#ws, "open");
    this.#send({ type: "join", id: "join", room: this.#room, create: { capacity: 1_000 } });
  }

  #receive(message: { type: string; id?: string; data?: { offset?: number }; retryAfterMs?: number }): void {
    if (message.type === "going_away") this.retryAfterMs = message.retryAfterMs!;
    if (message.type !== "ok") return;
    if (message.data?.offset !== undefined) {
      this.acked.push({ room: this.#room, offset: message.data.offset, text: message.id! });
      this.#onAck();
    }
    const text = `${this.#name} ${this.acked.length}`;
    if (this.acked.length >= this.#most) return;
    this.#send({ type: "publish", id: text, room: this.#room, event: "chat", data: { text } });
  }

  #send(message: object): void {
    this.#ws.send(JSON.stringify(message));
  }
}

/** Resolves once they have said a part of what they may say, so that all are in the middle of it. */
async function talk(url: string, round: number, count: number, most: number): Promise<Talker[]> {
  const talkers = Array.from(
    { length: count },
    (_, i) => new Talker(url, `drain-${round}-${i % ROOMS}`, `${round}.${i}`, most),
  );
  let acked = 0;
  await new Promise<void>((resolve, reject) => {
    const enough = (): void => {
      if (++acked === Math.floor(most * count * 0.3)) resolve();
    };
    Promise.all(talkers.map((talker) => talker.start(enough))).catch(reject);
  });
  return talkers;
}

/** On the same folder each time. */
async function start(home: Home, ...args: string[]): Promise<Server> {
  const folder = ["--data-dir", join(home.folder, "rooms")];
  const running = home.start(["serve", "--port", "0", "--json", "--limits", "off", ...folder, ...args], {
    env: { RTROOMS_ADMIN_TOKEN: ADMIN_TOKEN },
  });
  const { port, url } = JSON.parse(await running.line((line) => line.includes('"listening"')));
  return { running, port, url, env: { RTROOMS_URL: url } };
}

const times = ["--drain", "500ms", "--drain-notice", "200ms"];

async function drainOnce(
  home: Home,
  report: Report,
  round: number,
  count: number,
  most: number,
): Promise<number> {
  const server = await start(home, ...times);
  const talkers = await talk(server.url, round, count, most);
  const told = performance.now();
  server.running.kill("SIGTERM");
  const { code, stderr } = await server.running.finished;
  const tookMs = Math.round(performance.now() - told);
  report.try("drains");
  report.lose("drains that did not end with 0", code === 0 ? 0 : 1);
  if (code !== 0) report.fail(`round ${round} ended with ${code}: ${stderr.slice(-2_000)}`);
  const closes = await Promise.all(talkers.map(({ closed }) => closed));
  report.try("connections", closes.length);
  report.lose("closed with another code than 1012", closes.filter((each) => each !== 1012).length);
  checkTimes(report, talkers);
  await audit(
    home,
    report,
    talkers.flatMap(({ acked }) => acked),
  );
  return tookMs;
}

/** Nobody comes back in the second of the restart, and those who do come in even parts of the time. */
function checkTimes(report: Report, talkers: readonly Talker[]): void {
  const times = talkers.map(({ retryAfterMs }) => retryAfterMs);
  report.lose("sent away without a time", times.filter((time) => time === null).length);
  const told = times.filter((time) => time !== null).sort((a, b) => a - b);
  report.lose("sent back within the second of a restart", told.filter((time) => time < 1_000).length);
  const span = told.at(-1)! - told[0]!;
  const halves = told.filter((time) => time < told[0]! + span / 2).length / told.length;
  if (span < 1_000 || halves < 0.3 || halves > 0.7) {
    report.fail(`the times are not spread: ${told[0]} to ${told.at(-1)} ms, ${halves} in the first half`);
  }
}

/** Everything that was answered, at its offset, after a start on the same folder. */
async function audit(home: Home, report: Report, acked: readonly Acked[]): Promise<void> {
  const server = await start(home);
  const kept = await read(server, [...new Set(acked.map(({ room }) => room))]);
  const missing = (all: readonly Acked[]): number =>
    all.filter(({ room, offset, text }) => kept.get(`${room} ${offset}`) !== text).length;
  report.try("messages acknowledged", acked.length);
  report.lose("acknowledged messages lost", missing(acked));
  report.control("made-up acknowledgements found missing", missing([{ ...acked[0]!, text: "never said" }]));
  server.running.kill("SIGTERM");
  await server.running.finished;
}

async function read(server: Server, rooms: readonly string[]): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  for (const room of rooms) {
    for (let since = 0; ; ) {
      const reply = await fetch(`${server.url}/rooms/${room}/messages?since=${since}&limit=100`, { headers });
      const { messages } = (await reply.json()) as { messages: { offset: number; data: { text: string } }[] };
      for (const { offset, data } of messages) kept.set(`${room} ${offset}`, data.text);
      if (messages.length === 0) break;
      since = messages.at(-1)!.offset;
    }
  }
  return kept;
}

/** The second signal waits for nobody, whatever time the drain was given. */
async function endTwice(home: Home, report: Report, count: number, most: number): Promise<void> {
  const slow = ["--drain", "30s", "--drain-notice", "30s"];
  const server = await start(home, ...slow);
  const talkers = await talk(server.url, 0, count, most);
  server.running.kill("SIGTERM");
  await server.running.told("draining");
  const told = performance.now();
  server.running.kill("SIGTERM");
  const { code } = await server.running.finished;
  report.atMost("a second signal took", Math.round(performance.now() - told), 1_000, "ms");
  report.try("second signals");
  report.lose("second signals that did not end with 143", code === 143 ? 0 : 1);
  const closes = await Promise.all(talkers.map(({ closed }) => closed));
  report.lose("closed with another code than 1001", closes.filter((each) => each !== 1001).length);
  await audit(
    home,
    report,
    talkers.flatMap(({ acked }) => acked),
  );
}
