// What the console does to rooms: one request each, and a line about what came of it.
import type { Client } from "../client/connect.ts";
import { RtError } from "../protocol/errors.ts";
import { isPeerId } from "../protocol/ids.ts";
import { safeText } from "../protocol/safe-text.ts";
import { codeText } from "./state/format.ts";
import type { RoomAct } from "./state/rooms-commands.ts";

interface Surroundings {
  client: Client;
  copy(text: string): void;
}

/** Resolves with what to tell. */
export async function actOn(act: RoomAct, { client, copy }: Surroundings): Promise<string> {
  const { room } = act;
  switch (act.do) {
    case "kick":
    case "ban": {
      if (!isPeerId(act.peer)) throw new RtError("no_such_peer");
      await client.request(act.do, { room, peer: act.peer });
      return `${act.name} ${act.do === "kick" ? "removed" : "banned"} from ${room}`;
    }
    case "unban":
      await client.request("unban", { room, peer: act.peer });
      return `${act.peer} may join ${room} again`;
    case "lock":
      await client.request("room.update", { room, locked: act.locked });
      return `${room} ${act.locked ? "locked" : "unlocked"}`;
    case "close":
      await client.request("close", { room });
      return `${room} closed`;
    case "announce":
      await client.request("announce", { room, text: act.text });
      return `announced in ${room}`;
    case "invite": {
      const code = await inviteCode(client, room);
      copy(code);
      return `code of ${room}: ${codeText(code)}, copied`;
    }
    case "set":
      await client.request("room.update", { room, ...act.changes });
      return `${room}: ${Object.keys(act.changes).join(", ")} set`;
    case "create": {
      const { room: view } = await client.request("create", { room, ...act.options });
      return `${room} created, ${view.capacity} seats, ${safeText(view.visibility)}`;
    }
  }
}

async function inviteCode(client: Client, room: RoomAct["room"]): Promise<string> {
  const { room: there } = await client.request("room", { room });
  if (there.code !== undefined) return safeText(there.code);
  const { room: made } = await client.request("room.update", { room, code: true });
  if (made.code === undefined) throw new RtError("internal", "The server has made no code.");
  return safeText(made.code);
}

const NEEDS_ADMIN = "that needs the server's admin token: --token-file FILE or RTROOMS_TOKEN";
const OF_RIGHTS: readonly string[] = ["forbidden", "unauthorized", "not_joined"];

/** A refusal in words, with what would help. */
export function refusalOf(error: unknown): string {
  if (!(error instanceof RtError)) return (error as Error).message;
  if (OF_RIGHTS.includes(error.code)) return NEEDS_ADMIN;
  const details = (error.details ?? []).map(({ path, message }) => `${path}: ${message}`);
  // What is wrong says more than that something is.
  return safeText(details.length > 0 ? details.join(", ") : error.message);
}
