// Members of rooms: some talk, all read and say how late it came, and some stop reading.
import { WebSocket } from "ws";
import { inside } from "../inside.ts";
import { answer, inGroups, machineMs } from "../workers.ts";

interface Talk {
  bytes: number;
  everyMs: number;
}

class Member {
  readonly ws: WebSocket;
  readonly seated: Promise<void>;
  slow = false;
  closed: number | null = null;
  #lates: number[] = [];

  constructor(url: string, room: string) {
    this.ws = new WebSocket(`${url}/ws`, ["rtrooms.v1"], { perMessageDeflate: false });
    this.ws.on("close", (code) => {
      this.closed = code;
    });
    this.seated = new Promise((resolve, reject) => {
      this.ws.on("error", reject);
      this.ws.on("open", () => this.#send({ type: "join", id: 1, room, create: { capacity: 1_000 } }));
      this.ws.on("message", (data: Buffer) => {
        if (data.includes('"type":"ok"')) resolve();
        else this.#hear(data.toString("latin1", 0, 400));
      });
    });
  }

  /** The stamp is at the front: the rest is only weight. */
  #hear(text: string): void {
    const sent = /"at":([\d.]+)/.exec(text)?.[1];
    if (sent !== undefined) this.#lates.push(machineMs() - Number(sent));
  }

  talk(room: string, { bytes, everyMs }: Talk): void {
    const weight = "x".repeat(bytes);
    setInterval(() => {
      this.#send({ type: "publish", room, event: "load", data: { at: machineMs(), weight } });
    }, everyMs);
  }

  #send(request: object): void {
    if (this.ws.readyState === WebSocket.OPEN) this.ws.send(JSON.stringify(request));
  }

  takeLates(): number[] {
    const lates = this.#lates;
    this.#lates = [];
    return lates;
  }
}

let members: Member[] = [];
const slow = (): Member[] => members.filter((member) => member.slow);
const healthy = (): Member[] => members.filter((member) => !member.slow);

answer({
  ...inside,
  async open({ url, count, rooms, room }: { url: string; count: number; rooms: number; room: string }) {
    members = await inGroups(count, 50, async (index) => {
      const member = new Member(url, `${room}${index % rooms}`);
      await member.seated;
      return member;
    });
  },
  /** One of each room, which goes on reading. */
  talk({ rooms, room, ...talk }: Talk & { rooms: number; room: string }) {
    for (let index = 0; index < rooms; index++) members[index]!.talk(`${room}${index}`, talk);
  },
  lates: () => healthy().flatMap((member) => member.takeLates()),
  stopReading({ count }: { count: number }) {
    for (const member of members.slice(-count)) {
      member.slow = true;
      member.ws.pause();
    }
  },
  /** What the connection says to who comes back to it: a close, or that it is no more. */
  readOn() {
    for (const { ws } of slow()) ws.resume();
  },
  closes: () => ({
    slow: slow().flatMap(({ closed }) => closed ?? []),
    healthy: healthy().flatMap(({ closed }) => closed ?? []),
  }),
});
