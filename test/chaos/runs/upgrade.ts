// R20: the new server opens what an older version wrote and goes on with it; a client of version 1 speaks to the new server.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { audit } from "../../support/audit.ts";
import { openSocket, type RawSocket } from "../../support/socket.ts";
import type { ChaosRun, Report } from "../run.ts";
import { converse, shapeOf } from "../support/conversation.ts";
import { startServer } from "../support/server.ts";

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/store-0.1/${name}`, import.meta.url));
const read = <T>(name: string): T => JSON.parse(fixture(name).toString()) as T;

interface Position {
  epoch: string;
  offset: number;
  tag: string;
}
type Ack = Position & { room: string; text: string };

export const run: ChaosRun = {
  row: "R20",
  title: "an older version's history and client",
  async run(_, report) {
    const folder = mkdtempSync(join(tmpdir(), "rtrooms-upgrade-"));
    try {
      const data = join(folder, "data");
      mkdirSync(data);
      writeFileSync(join(data, "history.lmdb"), gunzipSync(fixture("history.lmdb.gz")));
      const { acks, topic } = read<{ acks: Ack[]; topic: Position }>("acknowledged.json");
      const server = await startServer(folder, data);
      try {
        const socket = await openSocket(server.ws);
        await goOn(socket, acks, report);
        await recover(socket, acks, report);
        await hearTopic(socket, topic, report);
        socket.ws.close();
        await speakAsBefore(server.ws, report);
      } finally {
        await server.kill("SIGTERM");
      }
      const { lost, gaps, twice } = await audit(data, acks);
      report.try("old messages", acks.length);
      report.lose("old messages lost", lost);
      report.lose("gaps", gaps);
      report.lose("duplicates", twice);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** The next message continues the old ones. */
async function goOn(socket: RawSocket, acks: Ack[], report: Report): Promise<void> {
  for (const room of new Set(acks.map((ack) => ack.room))) {
    const last = acks.findLast((ack) => ack.room === room)!;
    await socket.ask({ type: "join", room });
    const { messages } = (await socket.ask({ type: "history", room, since: 0, limit: 100 })).data;
    const texts = messages.map((message: { data: { text: string } }) => message.data.text);
    const expected = acks.filter((ack) => ack.room === room).map(({ text }) => text);
    if (JSON.stringify(texts) !== JSON.stringify(expected))
      report.fail(`the history of ${room} reads otherwise`);
    const said = await socket.ask({
      type: "publish",
      room,
      event: "chat",
      data: { text: `${room} goes on` },
    });
    const { epoch, offset } = said.data.position as Position;
    if (epoch !== last.epoch || offset !== last.offset + 1) {
      report.fail(`${room} went on at ${epoch} ${offset}, after ${last.epoch} ${last.offset}`);
    }
    report.try("old rooms continued");
  }
}

/** Who was away during the update has missed nothing. */
async function recover(socket: RawSocket, acks: Ack[], report: Report): Promise<void> {
  const { room, epoch, offset, tag } = acks[9]!;
  await socket.ask({ type: "leave", room });
  const { data } = await socket.ask({ type: "join", room, position: { epoch, offset, tag } });
  const missed = acks.filter((ack) => ack.room === room && ack.offset > offset).length + 1;
  if (data.recovered !== true || data.messages.length !== missed) {
    report.fail(`recovered: ${data.recovered}, ${data.messages.length} of ${missed} messages`);
  }
  report.try("old positions recovered");
}

async function hearTopic(socket: RawSocket, topic: Position, report: Report): Promise<void> {
  const { data } = await socket.ask({ type: "subscribe", topic: "hall" });
  const same = data.value?.data.degrees === 23 && data.position.tag === topic.tag;
  if (!same) report.fail(`the topic's value is ${JSON.stringify(data)}`);
  report.try("old topics");
}

/** New fields may be there, and every old one must be. */
async function speakAsBefore(ws: string, report: Report): Promise<void> {
  const heard = await converse(ws);
  let missing = 0;
  for (const [what, shape] of Object.entries(read<Record<string, string[]>>("conversation.json"))) {
    const there = new Set(shapeOf(heard[what]));
    for (const field of shape) {
      report.try("fields of an old conversation");
      if (there.has(field)) continue;
      missing++;
      report.fail(`in ${what} there is no ${field}`);
    }
  }
  report.lose("fields missing", missing);
}
