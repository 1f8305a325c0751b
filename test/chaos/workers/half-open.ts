// Both ends of half-open connections: who watches near the server, and who will be cut off far from it.
import { WebSocket } from "ws";
import { type Client, connect } from "../../../src/client/node.ts";
import { inside } from "../inside.ts";
import { answer, inGroups, machineMs } from "../workers.ts";

interface Where {
  url: string;
  rooms: number;
}

const roomOf = (index: number, rooms: number): string => `r${index % rooms}`;
const CREATE = { capacity: 1_000, history: "none" } as const;

let watcher: Client;
const times: { held: Record<string, number>; left: Record<string, number> } = { held: {}, left: {} };
const sockets: WebSocket[] = [];
const clients: Client[] = [];
const noticed: number[] = [];

/** A member that knows no more than how to answer pings. */
function member({ url, rooms }: Where, index: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(`${url}/ws`, ["rtrooms.v1"], { perMessageDeflate: false });
    ws.on("error", reject);
    ws.on("open", () =>
      ws.send(JSON.stringify({ type: "join", id: 1, room: roomOf(index, rooms), create: CREATE })),
    );
    ws.on("message", (data: Buffer) => {
      if (data.includes('"type":"ok"')) resolve();
      else if (data.includes('"type":"error"')) reject(new Error(data.toString()));
    });
    sockets.push(ws);
  });
}

answer({
  ...inside,
  // --- near the server ---
  async watch({ url, rooms }: Where) {
    watcher = await connect({ url });
    watcher.on("member.held", ({ member }) => (times.held[member.peer] ??= machineMs()));
    watcher.on("member.left", ({ peer }) => (times.left[peer] ??= machineMs()));
    for (let index = 0; index < rooms; index++) await watcher.join(roomOf(index, rooms), { create: CREATE });
  },
  told: () => ({ held: Object.values(times.held), left: Object.values(times.left) }),

  // --- far from it ---
  open: (where: Where & { count: number }) => inGroups(where.count, 50, (index) => member(where, index)),
  async openClients({ url, rooms, count }: Where & { count: number }) {
    const coming = await inGroups(count, 20, async (index) => {
      const client = await connect({ url });
      client.on("state", ({ state }) => state === "reconnecting" && noticed.push(machineMs()));
      await client.join(roomOf(index, rooms), { create: CREATE });
      return client;
    });
    clients.push(...coming);
  },
  noticed: () => noticed,
  back: () => clients.filter(({ state }) => state === "open").length,
});
