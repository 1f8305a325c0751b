// Clients as applications have them, whose server dies under them and comes back.
import { type Client, connect } from "../../../src/client/node.ts";
import { answer, inGroups, machineMs } from "../workers.ts";

export interface Wait {
  attempt: number;
  retryInMs: number;
  code: number;
  /** When the attempt follows, on the machine's clock. */
  dueAt: number;
}

export interface Ack {
  room: string;
  offset: number;
  text: string;
}

interface Crowd {
  url: string;
  count: number;
  rooms: number;
  /** Tells its texts from those of other workers. */
  name: string;
  talkers: number;
  everyMs: number;
}

const clients: Client[] = [];
const seatedAt: number[] = [];
const waits: Wait[] = [];
const acks: Ack[] = [];
const ends: string[] = [];
const talking: Promise<void>[] = [];
let quiet = false;

async function member({ url, rooms }: Crowd, index: number): Promise<void> {
  const client = await connect({ url, timeoutMs: 20_000 });
  clients[index] = client;
  client.on("state", (state) => {
    if (state.state === "closed") ends.push(`client: ${state.reason}`);
    if (state.state !== "reconnecting") return;
    seatedAt[index] = Number.NaN;
    const { attempt, retryInMs, code } = state;
    waits.push({ attempt, retryInMs, code, dueAt: machineMs() + retryInMs });
  });
  const room = await client.join(`s${index % rooms}`);
  for (const event of ["resumed", "joined"] as const) {
    room.on(event, () => {
      seatedAt[index] = machineMs();
    });
  }
  room.on("closed", ({ reason }) => ends.push(`room: ${reason}`));
  seatedAt[index] = machineMs();
}

/** What is refused while there is no server was promised to nobody. */
async function talk(index: number, { rooms, name, everyMs }: Crowd): Promise<void> {
  const room = `s${index % rooms}`;
  for (let n = 1; !quiet; n++) {
    const text = `${name} ${index} ${n}`;
    const { offset } = await clients[index]!.request("publish", {
      room: room as never,
      event: "chat",
      data: { text },
    }).catch(() => ({ offset: undefined }));
    if (offset !== undefined) acks.push({ room, offset, text });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

answer({
  async open(crowd: Crowd) {
    await inGroups(crowd.count, 50, (index) => member(crowd, index));
    for (let index = 0; index < crowd.talkers; index++) talking.push(talk(index, crowd));
  },
  seated: () => seatedAt.filter((at) => !Number.isNaN(at)).length,
  async result() {
    quiet = true;
    await Promise.all(talking);
    return { seatedAt, waits, acks, ends };
  },
});
