// A host's acts on their way to the engine, from peers and from HTTP; those that concern others are told to the audit.
import { namespaceOf, type RoomKey, roomOf } from "./engine.ts";
import type { Hub } from "./hub.ts";
import { moderationIn, rightOf } from "./moderation.ts";
import { mustReachIn } from "./reach.ts";
import { type Grant, may, reaches } from "./rights.ts";
import type { HostAct } from "./rules/hosting.ts";
import type { RoomResult } from "./rules/room-state.ts";
import type { Session } from "./session.ts";

/** What is part of keeping order, which a token may be good for without its peer being host. */
export const keepsOrder = (act: HostAct): boolean =>
  ["kick", "ban", "unban", "close", "announce"].includes(act.type) ||
  (act.type === "update" &&
    Object.entries(act.changes).every(([name, value]) => name === "locked" || value === undefined));

/** Who calls over HTTP, where the route has asked for the right already. */
export interface Caller {
  grant: Grant;
  address: string;
}

export async function asHost(
  hub: Hub,
  key: RoomKey,
  act: HostAct,
  from: Session | Caller,
): Promise<RoomResult> {
  const session = "peer" in from ? from : null;
  if (session) mustReachIn(session, key);
  const by = session && !mayInstead(session.grant, act, key) ? session.fence : "admin";
  const { result } = await hub.engine.command(key, { ...withSubject(hub, act), by });
  if (!result.changed && act.type !== "announce") return result;
  const { subject } = from.grant;
  const address = "peer" in from ? undefined : from.address;
  const who = { by: session?.peer ?? "http", subject, address };
  const where = { namespace: namespaceOf(key), room: roomOf(key) };
  const reason = rightOf(from.grant, by !== "admin");
  for (const done of moderationIn(act)) hub.options.audit({ ...done, reason, ...where, ...who }, session);
  return result;
}

const mayInstead = (grant: Grant, act: HostAct, key: RoomKey): boolean =>
  grant.admin || (keepsOrder(act) && may(grant, "moderate") && reaches(grant, roomOf(key)));

/** Whoever is connected here is known also without a seat. */
function withSubject({ sessions }: Hub, act: HostAct): HostAct {
  if (act.type !== "ban" && act.type !== "unban") return act;
  return { ...act, subject: sessions.get(act.peer)?.grant.subject };
}
