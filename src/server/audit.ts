// The audit log: moderation and suspicious acts, in lines of one shape, so many of one address and no more.
import type { Clock } from "../core/clock.ts";
import type { AuditEntry } from "../core/moderation.ts";
import type { Session } from "../core/session.ts";
import { count } from "../core/stats.ts";
import { safeText } from "../protocol/safe-text.ts";
import { type AuditReason, auditReasons } from "./audit-reasons.ts";
import type { Log } from "./log.ts";
import { createRation } from "./ration.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Something that a peer or a program should not do was refused, or its connection closed. */
export type Suspect = (reason: AuditReason, fields?: Fields) => void;

export interface Audit {
  /** Counted by its reason, and written. */
  suspect: Suspect;
  moderation(entry: AuditEntry, session: Session | null): void;
  /** Where a session's connection comes from. */
  comesFrom(session: Session, address: string): void;
  addressOf(session: Session): string | undefined;
}

/** A field holds no more than this of what a stranger sent. */
const FIELD_LENGTH = 256;

/** `to`: the server's own log, or one for this alone. */
export function createAudit(
  to: Pick<Log, "info" | "warn">,
  clock: Clock,
  counts: Map<string, number>,
): Audit {
  const addresses = new WeakMap<Session, string>();
  const report = (address: string, left: number): void =>
    to.warn(line("drop", "flood", { address, count: left }), "audit");
  // Strangers can't use up what is there for hosts.
  const suspicions = createRation(clock, report);
  const hosts = createRation(clock, report);
  return {
    suspect(reason, fields = {}) {
      count(counts, reason);
      if (suspicions(String(fields.address ?? "")))
        to.warn(line(auditReasons[reason].act, reason, fields), "audit");
    },
    moderation({ act, reason, ...entry }, session) {
      const address = entry.address ?? (session ? addresses.get(session) : undefined);
      // What an admin does is always written.
      if (reason !== "by_host" || hosts(address ?? entry.by))
        to.info(line(act, reason, { ...entry, address }), "audit");
    },
    comesFrom: (session, address) => void addresses.set(session, address),
    addressOf: (session) => addresses.get(session),
  };
}

const line = (act: string, reason: AuditReason, fields: Fields): object => ({
  audit: true,
  act,
  reason,
  ...Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === "string" ? safeText(value.slice(0, FIELD_LENGTH)) : value,
    ]),
  ),
});

/** Closes that say something about the peer, by their code. */
const suspiciousCloses: Readonly<Record<number, AuditReason>> = {
  1002: "bad_frame",
  1003: "bad_frame",
  1007: "bad_frame",
  1008: "bad_frame",
  1009: "oversized",
  4003: "slow_consumer",
  4500: "bad_protocol",
  4501: "token",
  4502: "hello_timeout",
};

export const suspicionOf = (closeCode: number): AuditReason | undefined => suspiciousCloses[closeCode];
