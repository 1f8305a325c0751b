// What `rtrooms rooms` does: asks the server, and prints what it says as columns or JSON.
import { isReadable } from "../client/readable.ts";
import { RtError } from "../protocol/errors.ts";
import { shownNames } from "../protocol/look-alike.ts";
import type { ExchangeView } from "../protocol/negotiations.ts";
import type { Reply } from "../protocol/requests.ts";
import type { Member, RoomOptions, RoomView } from "../protocol/shapes.ts";
import { age, codeText, dataPreview } from "../tui/state/format.ts";
import { inLine } from "../tui/state/people.ts";
import { columns, lineColumns, pairs } from "./columns.ts";
import type { RoomsOptions } from "./commands/rooms.ts";
import { confirm } from "./confirm.ts";
import { CliError } from "./exit.ts";
import type { Api } from "./http.ts";
import { note, printJson, printLine } from "./output.ts";
import { exchangeLines } from "./rooms-exchanges.ts";
import { fetchRooms } from "./rooms-list.ts";

export const path = (room: string): string => `/rooms/${encodeURIComponent(room)}`;
const printLines = (lines: readonly string[]): void => {
  for (const line of lines) printLine(line);
};

export async function listRooms(api: Api, { json, url }: RoomsOptions): Promise<void> {
  const { rooms, total } = await fetchRooms(api, url);
  if (json) return void printJson({ rooms, total });
  if (rooms.length === 0) return void note("No rooms yet. Make one with: npx rtrooms chat lobby");
  const spare = ["VISIBILITY", "AGE", "STATUS"];
  const fit = { within: lineColumns(process.stdout), spare };
  printLines(columns(["NAME", "STATUS", "MEMBERS", "VISIBILITY", "AGE"], rooms.map(row), fit));
}

const row = ({ room, status, members, capacity, visibility, createdAt }: RoomView): string[] => [
  room,
  status,
  `${members}/${capacity}`,
  visibility,
  age(Date.now() - createdAt),
];

export async function getRoom(api: Api, name: string, { json }: RoomsOptions): Promise<void> {
  const asked = await api.get<Reply<"room"> & { exchanges?: ExchangeView[] }>(path(name), isReadable.room);
  const { room, members, exchanges } = asked;
  if (json) return void printJson({ room, members, exchanges });
  printLines(
    pairs([
      ["room", room.room],
      ["status", room.status],
      ["members", `${room.members}/${room.capacity}`],
      ["visibility", room.visibility],
      ["starts", startWords(room)],
      ["locked", room.locked ? "yes: it takes nobody in" : "no"],
      ["password", room.hasPassword ? "yes" : "no"],
      ...(room.code === undefined ? [] : [["code", codeText(room.code)] as [string, string]]),
      ...(room.maxSpectators === 0
        ? []
        : [["spectators", `${room.spectators}/${room.maxSpectators}`] as [string, string]]),
      ["history", room.history],
      ["age", age(Date.now() - room.createdAt)],
      ["data", dataPreview(room.data)],
    ]),
  );
  if (members.length > 0) printLines(["", ...memberColumns(room, members)]);
  if (exchanges && exchanges.length > 0) printLines(["", ...exchangeLines(exchanges, members)]);
}

const roleOf = ({ host }: RoomView, { peer, ready, role }: Member): string =>
  [peer === host ? "host" : "", role === "spectator" ? "spectator" : "", ready ? "ready" : ""]
    .filter(Boolean)
    .join(", ");

function startWords({ start, min }: RoomView): string {
  const words: Record<string, string> = {
    full: "when it is full",
    ready: `when ${min} or more are there and all are ready`,
    host: "when its host says so",
  };
  return Object.hasOwn(words, start) ? words[start]! : start;
}

function memberColumns(room: RoomView, members: readonly Member[]): string[] {
  const names = shownNames(members);
  return columns(
    ["SEAT", "NAME", "PEER", "HERE", "ROLE"],
    members.map((member) => [
      String(member.seat),
      inLine(names.get(member.peer)!),
      member.peer,
      age(Date.now() - member.joinedAt),
      roleOf(room, member),
    ]),
    { within: lineColumns(process.stdout), spare: ["HERE", "SEAT", "PEER"] },
  );
}

export async function createRoom(
  api: Api,
  name: string,
  wanted: RoomOptions,
  { json }: RoomsOptions,
): Promise<void> {
  const { room } = await api.post<Reply<"create">>(path(name), isReadable.view, wanted);
  if (json) printJson({ room });
  else {
    const code = room.code === undefined ? "" : `, code ${codeText(room.code)}`;
    printLine(`room ${room.room} created, ${room.capacity} seats, ${room.visibility}${code}`);
  }
}

export async function closeRoom(api: Api, name: string, { json, yes }: RoomsOptions): Promise<void> {
  if (!yes) {
    await confirm(async () => {
      const { room } = await api.get<Reply<"room">>(path(name), isReadable.room);
      return `Close the room ${room.room} with its ${room.members} members?`;
    });
  }
  await api.delete(path(name));
  if (json) printJson({ room: name, closed: true });
  else printLine(`room ${name} closed`);
}

export async function kickMember(
  api: Api,
  name: string,
  who: string,
  { json, yes }: RoomsOptions,
): Promise<void> {
  const { peer, shown } = await memberCalled(api, name, who);
  if (!yes) await confirm(() => `Remove ${shown} (${peer}) from the room ${name}?`);
  await api.delete(`${path(name)}/members/${encodeURIComponent(peer)}`);
  if (json) printJson({ room: name, peer, kicked: true });
  else printLine(`${shown} removed from ${name}`);
}

/** By id or by name, with the name as it is shown. */
export async function memberCalled(
  api: Api,
  name: string,
  who: string,
): Promise<{ peer: string; shown: string }> {
  const { members } = await api.get<Reply<"room">>(path(name), isReadable.room);
  const { peer } = findMember(members, who, name);
  return { peer, shown: inLine(shownNames(members).get(peer)!) };
}

function findMember(members: readonly Member[], who: string, room: string): Member {
  const found = members.filter(({ peer }) => peer === who);
  if (found.length === 0) found.push(...members.filter(({ name }) => name === who));
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    throw new RtError("no_such_peer", `Nobody in the room ${room} has the id or the name "${who}".`);
  }
  throw new CliError({
    exit: "error",
    code: "ambiguous",
    message: `${found.length} members are called "${who}".`,
    next: `Say which one by id: ${found.map(({ peer }) => peer).join(", ")}`,
  });
}
