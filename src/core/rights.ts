// Rights: what a peer may do in its namespace and in which rooms, by its token or without one.
import { RtError } from "../protocol/errors.ts";
import type { Namespace } from "../protocol/ids.ts";
import type { Millis } from "./clock.ts";

/** What a peer without a token may be given. A member publishes in its room by its seat. */
export const RIGHTS = ["join", "create", "publish", "signal"] as const;

/** What a token may be good for: also for others' rooms, to keep order in them or to look at them. */
export const SCOPES = [...RIGHTS, "moderate", "observe"] as const;
export type Right = (typeof SCOPES)[number];

export interface Grant {
  /** May look at everything and change every room; has every right. */
  admin: boolean;
  scopes: readonly Right[];
  /** Names of rooms, topics and queues, with `*` for anything; none: all of them. */
  rooms?: readonly string[];
  /** Whom a signed token speaks for. */
  subject?: string;
  /** What others see, in place of the name in `hello`. */
  name?: string;
  /** The token is for these namespaces only. */
  namespaces?: readonly Namespace[];
  /** When the token ends. */
  expiresAt?: Millis;
}

/** Rejects `unauthorized` for a token that is not good in the namespace. */
export type Authenticate = (token: string, namespace: Namespace) => Promise<Grant>;

export const may = ({ admin, scopes }: Grant, right: Right): boolean => admin || scopes.includes(right);

const DOING: Record<Right, string> = {
  join: "Taking a seat",
  create: "Making a room",
  publish: "Pushing into a topic",
  signal: "Sending signals",
  moderate: "Keeping order in others' rooms",
  observe: "Watching",
};

/** Refuses, naming the right that is missing. */
export function must(grant: Grant, right: Right): void {
  if (!may(grant, right)) throw new RtError("forbidden", missing(right));
}

export const missing = (right: Right): string =>
  `${DOING[right]} needs the right to ${right}, which this peer doesn't have here.`;

/** Whether the token is good for a room, topic or queue of this name. */
export const reaches = ({ rooms }: Pick<Grant, "rooms">, name: string): boolean =>
  rooms === undefined || rooms.some((pattern) => matches(pattern, name));

/** The same answer as for a room that isn't there: what is out of reach must not be found by asking for it. */
export function mustReach(grant: Grant, name: string): void {
  if (!reaches(grant, name)) throw new RtError("not_found");
}

/** Sees rooms that are not public. */
export const seesAll = (grant: Grant): boolean => may(grant, "observe");

/** Part after part from the left: as long as pattern and name, whatever stands in them. */
export function matches(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === name;
  const last = rest.pop()!;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
