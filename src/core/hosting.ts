// A host's acts on their way to the engine, from peers and from HTTP; what an admin does to others is told to the audit.
import { namespaceOf, type RoomKey, roomOf } from "./engine.ts";
import type { Hub } from "./hub.ts";
import type { HostAct } from "./rules/hosting.ts";
import type { RoomResult } from "./rules/room-state.ts";
import type { Session } from "./session.ts";

/** What an admin did to a room or to somebody in it. */
export interface AuditEntry {
  act: "kick" | "ban" | "close" | "transfer";
  namespace: string;
  room: string;
  /** Whom it was about. */
  peer?: string;
  /** The admin's own peer id, or `http`. */
  by: string;
}

/** `session` is null for the HTTP side, which only an admin gets to change rooms by. */
export async function asHost(
  hub: Hub,
  key: RoomKey,
  act: HostAct,
  session: Session | null,
): Promise<RoomResult> {
  const by = session && !session.grant.admin ? session.fence : "admin";
  const { result } = await hub.engine.command(key, { ...act, by });
  const about = audited(act);
  if (by === "admin" && about && result.changed) {
    const place = { namespace: namespaceOf(key), room: roomOf(key) };
    hub.options.audit({ ...about, ...place, by: session?.peer ?? "http" });
  }
  return result;
}

function audited(act: HostAct): Pick<AuditEntry, "act" | "peer"> | null {
  switch (act.type) {
    case "kick":
    case "ban":
      return { act: act.type, peer: act.peer };
    case "transfer":
      return { act: act.type, peer: act.to };
    case "close":
      return { act: act.type };
    default:
      return null;
  }
}
