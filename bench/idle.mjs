// What an idle member costs in memory: resident bytes of the server before and after thousands took a seat.
// node bench/idle.mjs [members, 5000] [members of a room, 50]
import { readFileSync } from "node:fs";
import { inGroups, openSocket, startServer, withFiles } from "./server.mjs";

const MEMBERS = Number(process.argv[2] ?? 5_000);
const IN_A_ROOM = Number(process.argv[3] ?? 50);
const SETTLE_MS = 5_000;
const PAGE = 4_096;

withFiles(MEMBERS + 200);
const server = await startServer();
const settled = async () => {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return Number(readFileSync(`/proc/${server.pid}/statm`, "utf8").split(" ")[1]) * PAGE;
};

const before = await settled();
const sockets = await inGroups(MEMBERS, 100, async (index) => {
  let seated;
  const answered = new Promise((resolve) => {
    seated = resolve;
  });
  const ws = await openSocket(server.ws, (text) => text.startsWith('{"type":"ok"') && seated());
  const room = `idle${Math.floor(index / IN_A_ROOM)}`;
  ws.send(JSON.stringify({ type: "join", id: 1, room, create: { capacity: IN_A_ROOM + 1 } }));
  await answered;
  return ws;
});
const after = await settled();
for (const ws of sockets) ws.terminate();
await server.stop();

const MIB = 1024 * 1024;
console.log(
  `${MEMBERS} idle members in rooms of ${IN_A_ROOM}: ${(before / MIB).toFixed(0)} MiB before, ${(after / MIB).toFixed(0)} MiB with them`,
);
console.log(`${((after - before) / MEMBERS / 1024).toFixed(1)} KiB of resident memory a member`);
