// A host's acts on their way to the engine, from peers and from HTTP; what an admin does to others is told to the audit.
import { namespaceOf, type RoomKey, roomOf } from "./engine.ts";
import type { Hub } from "./hub.ts";
import { mustReachIn } from "./reach.ts";
import { type Grant, may, reaches } from "./rights.ts";
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

/** What is part of keeping order, which a token may be good for without its peer being host. */
export const keepsOrder = (act: HostAct): boolean =>
  ["kick", "ban", "unban", "close", "announce"].includes(act.type) ||
  (act.type === "update" &&
    Object.entries(act.changes).every(([name, value]) => name === "locked" || value === undefined));

/** `session` is null for the HTTP side, where the route has asked for the right. */
export async function asHost(
  hub: Hub,
  key: RoomKey,
  act: HostAct,
  session: Session | null,
): Promise<RoomResult> {
  if (session) mustReachIn(session, key);
  const by = session && !mayInstead(session.grant, act, key) ? session.fence : "admin";
  const { result } = await hub.engine.command(key, { ...withSubject(hub, act), by });
  const about = audited(act);
  if (by === "admin" && about && result.changed) {
    const place = { namespace: namespaceOf(key), room: roomOf(key) };
    hub.options.audit({ ...about, ...place, by: session?.peer ?? "http" });
  }
  return result;
}

const mayInstead = (grant: Grant, act: HostAct, key: RoomKey): boolean =>
  grant.admin || (keepsOrder(act) && may(grant, "moderate") && reaches(grant, roomOf(key)));

/** Whoever is connected here is known also without a seat. */
function withSubject({ sessions }: Hub, act: HostAct): HostAct {
  if (act.type !== "ban" && act.type !== "unban") return act;
  return { ...act, subject: sessions.get(act.peer)?.grant.subject };
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
