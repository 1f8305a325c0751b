// What hosts, moderators and admins do to a room and to those in it, as the audit is told of it.
import type { PeerId } from "../protocol/ids.ts";
import type { Grant } from "./rights.ts";
import type { HostAct } from "./rules/hosting.ts";

export const MODERATION = [
  "kick",
  "ban",
  "unban",
  "transfer",
  "close",
  "announce",
  "lock",
  "unlock",
  "password",
  "watch",
] as const;

export interface AuditEntry {
  act: (typeof MODERATION)[number];
  /** By what right. */
  reason: "by_host" | "by_moderator" | "by_observer" | "by_admin";
  namespace: string;
  /** `*`: all of them. */
  room: string;
  /** Whom it was about. */
  peer?: PeerId;
  /** The actor's own peer id, or `http`. */
  by: string;
  /** For whom the actor's token speaks. */
  subject?: string;
  /** Where an HTTP call came from. */
  address?: string;
}

type Done = Pick<AuditEntry, "act" | "peer">;

/** Nothing where the act changes neither who is in the room nor who gets in. */
export function moderationIn(act: HostAct): Done[] {
  switch (act.type) {
    case "kick":
    case "ban":
    case "unban":
      return [{ act: act.type, peer: act.peer }];
    case "transfer":
      return [{ act: act.type, peer: act.to }];
    case "close":
    case "announce":
      return [{ act: act.type }];
    case "update": {
      const { locked, password } = act.changes;
      const done: Done[] = locked === undefined ? [] : [{ act: locked ? "lock" : "unlock" }];
      return password === undefined ? done : [...done, { act: "password" }];
    }
    default:
      return [];
  }
}

/** `asHost`: it was done by the right of the room's host. */
export function rightOf({ admin }: Grant, asHost: boolean): AuditEntry["reason"] {
  if (asHost) return "by_host";
  return admin ? "by_admin" : "by_moderator";
}
