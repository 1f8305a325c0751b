// Clients that never stay long: in and out of rooms and topics, talking, signaling, losing their connection.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { type Client, connect } from "../../../src/client/node.ts";
import { NodeWebSocket } from "../../../src/client/node-socket.ts";
import { answer } from "../workers.ts";

interface Churn {
  url: string;
  connections: number;
  everyMs: number;
  rooms: number;
  topics: number;
}

const CREATE = { emptyTtl: 200, capacity: 1_000 };
const chance = (share: number): boolean => Math.random() < share;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Patient: what is looked for is what stays behind, not how fast it goes. */
const WITHIN_MS = 30_000;

const lateness = monitorEventLoopDelay();
lateness.enable();
let going = false;
let connects = 0;
let done = 0;
/** Why rounds failed, and how many for that. */
const failed: Record<string, number> = {};
let slots: Promise<void>[] = [];

/** One connection after the other. */
async function slot(churn: Churn): Promise<void> {
  while (going) {
    let [client, socket]: [Client?, NodeWebSocket?] = [];
    const WebSocket = class extends NodeWebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        connects++;
        socket = this;
      }
    };
    try {
      client = await connect({ url: churn.url, WebSocket, timeoutMs: WITHIN_MS });
      while (going && !chance(0.05)) {
        if (chance(0.05)) socket!.terminate();
        await act(client, churn);
        await sleep(churn.everyMs * (0.5 + Math.random()));
      }
    } catch (error) {
      const { message } = error as Error;
      failed[message] = (failed[message] ?? 0) + 1;
    }
    await client?.close();
  }
}

/** What is refused because the connection was just lost, or has all the rooms that it may, is no failure. */
async function act(client: Client, { rooms, topics }: Churn): Promise<void> {
  const pick = (count: number): number => Math.floor(Math.random() * count);
  if (client.state !== "open") return;
  try {
    const room = await client.join(`c${pick(rooms)}`, { create: CREATE });
    if (chance(0.5)) await room.say(`round ${done}`);
    const other = [...room.members.keys()].find((peer) => peer !== room.self.peer);
    if (other && chance(0.3)) await room.signal(other, "custom", { n: done });
    if (chance(0.3)) {
      const topic = await client.subscribe(`t${pick(topics)}`);
      if (chance(0.7)) await topic.unsubscribe();
    }
    if (chance(0.2)) await client.request("rooms", { limit: 10 });
    if (chance(0.5)) await room.leave();
    done++;
  } catch (error) {
    if (!["unavailable", "too_many_rooms"].includes((error as { code?: string }).code ?? "")) throw error;
  }
}

answer({
  /** All rooms and topics once, so that what is kept of them for good is there. */
  async touch({ url, rooms, topics }: Churn) {
    const client = await connect({ url });
    for (let index = 0; index < rooms; index++) {
      const room = await client.join(`c${index}`, { create: CREATE });
      await room.say("first");
      await room.leave();
    }
    for (let index = 0; index < topics; index++) await (await client.subscribe(`t${index}`)).unsubscribe();
    await client.close();
  },
  start(churn: Churn) {
    going = true;
    slots = Array.from({ length: churn.connections }, () => slot(churn));
  },
  async stop() {
    going = false;
    await Promise.all(slots);
    return { connects, done, failed, lateMs: lateness.max / 1e6 };
  },
});
