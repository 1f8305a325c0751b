// What `rtrooms rooms set`, `lock`, `announce` and `ban` do: one request each, and a line about what came of it.
import { isReadable } from "../client/readable.ts";
import type { Reply } from "../protocol/requests.ts";
import type { RoomUpdate as Changes } from "../protocol/shapes.ts";
import { codeText } from "../tui/state/format.ts";
import { settingsOf, updateKeys } from "../tui/state/room-settings.ts";
import type { RoomsOptions } from "./commands/rooms.ts";
import { confirm } from "./confirm.ts";
import { usageError } from "./exit.ts";
import { type Api, anything } from "./http.ts";
import { printJson, printLine } from "./output.ts";
import { memberCalled, path } from "./rooms.ts";

/** `capacity=4 data.map=7`, besides what options say. */
export function changesOf(pairs: readonly string[], given: Changes = {}): Changes {
  const typed = settingsOf(pairs, updateKeys);
  if ("wrong" in typed) {
    throw usageError(
      `"${typed.wrong}" is nothing that can be set.`,
      `Set one of ${updateKeys.join(", ")}, or data.KEY: rooms set lobby capacity=4 data.map=7`,
    );
  }
  const changes: Changes = { ...given, ...typed.settings };
  if (Object.keys(changes).length === 0) {
    throw usageError("There is nothing to set.", "Say what: rooms set lobby capacity=4 data.map=7");
  }
  return changes;
}

export async function setRoom(
  api: Api,
  name: string,
  changes: Changes,
  { json }: RoomsOptions,
): Promise<void> {
  const { room } = await api.patch<Reply<"room.update">>(path(name), isReadable.view, changes);
  if (json) return void printJson({ room });
  const locked = room.locked ? ", locked" : "";
  const code = room.code === undefined ? "" : `, code ${codeText(room.code)}`;
  printLine(`room ${room.room}: ${room.members}/${room.capacity}, ${room.visibility}${locked}${code}`);
}

export async function announceIn(
  api: Api,
  name: string,
  text: string,
  { json }: RoomsOptions,
): Promise<void> {
  await api.post(`${path(name)}/notices`, anything, { text });
  if (json) printJson({ room: name, announced: true });
  else printLine(`announced in ${name}`);
}

export async function banMember(
  api: Api,
  name: string,
  who: string,
  { json, yes }: RoomsOptions,
): Promise<void> {
  const { peer, shown } = await memberCalled(api, name, who);
  if (!yes) await confirm(() => `Ban ${shown} (${peer}) from the room ${name}?`);
  await api.put(bansOf(name, peer));
  if (json) printJson({ room: name, peer, banned: true });
  else printLine(`${shown} banned from ${name}`);
}

export async function unbanPeer(api: Api, name: string, peer: string, { json }: RoomsOptions): Promise<void> {
  await api.delete(bansOf(name, peer));
  if (json) printJson({ room: name, peer, banned: false });
  else printLine(`${peer} may join ${name} again`);
}

const bansOf = (name: string, peer: string): string => `${path(name)}/bans/${encodeURIComponent(peer)}`;
