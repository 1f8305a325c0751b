// What `rtrooms rooms set`, `lock`, `announce` and `ban` do: one request each, and a line about what came of it.
import { isReadable } from "../client/readable.ts";
import { shownNames } from "../protocol/look-alike.ts";
import type { Reply } from "../protocol/requests.ts";
import { type RoomUpdate as Changes, RoomUpdate } from "../protocol/shapes.ts";
import { codeText } from "../tui/state/format.ts";
import { inLine } from "../tui/state/people.ts";
import type { RoomsOptions } from "./commands/rooms.ts";
import { confirm } from "./confirm.ts";
import { usageError } from "./exit.ts";
import { type Api, anything } from "./http.ts";
import { printJson, printLine } from "./output.ts";
import { findMember, path } from "./rooms.ts";

const TEXTS = ["password", "code"];
const KEYS = Object.keys(RoomUpdate.properties);

/** `capacity=4 data.map=7`: values as JSON where they are JSON, else as text. */
export function changesOf(pairs: readonly string[], given: Changes = {}): Changes {
  const changes: Record<string, unknown> = { ...given };
  const data: [string, unknown][] = [];
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    const [key, text] = [pair.slice(0, at), pair.slice(at + 1)];
    const value = typedValue(key, text);
    if (at > 0 && key.startsWith("data.") && key.length > 5) data.push([key.slice(5), value]);
    else if (at > 0 && KEYS.includes(key)) changes[key] = value;
    else {
      throw usageError(
        `"${pair}" is nothing that can be set.`,
        `Set one of ${KEYS.join(", ")}, or data.KEY: rooms set lobby capacity=4 data.map=7`,
      );
    }
  }
  if (data.length > 0)
    changes.data = { ...(changes.data as object | undefined), ...Object.fromEntries(data) };
  if (Object.keys(changes).length === 0) {
    throw usageError("There is nothing to set.", "Say what: rooms set lobby capacity=4 data.map=7");
  }
  return changes as Changes;
}

/** A password or code of digits is a text all the same. */
function typedValue(key: string, text: string): unknown {
  const value = jsonOrText(text);
  return TEXTS.includes(key) && typeof value === "number" ? text : value;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
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
  const { members } = await api.get<Reply<"room">>(path(name), isReadable.room);
  const { peer } = findMember(members, who, name);
  const shown = inLine(shownNames(members).get(peer)!);
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
