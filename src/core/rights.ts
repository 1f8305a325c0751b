// Rights: what a peer may do in its namespace, by its token or without one.
import { RtError } from "../protocol/errors.ts";

/** What a namespace may give to a token, or to everybody. A member publishes in its room by its seat. */
export const RIGHTS = ["join", "create", "publish", "signal"] as const;
export type Right = (typeof RIGHTS)[number];

export interface Grant {
  /** May look at everything and change every room; has every right. */
  admin: boolean;
  scopes: readonly Right[];
}

export const may = ({ admin, scopes }: Grant, right: Right): boolean => admin || scopes.includes(right);

const DOING: Record<Right, string> = {
  join: "Taking a seat",
  create: "Making a room",
  publish: "Pushing into a topic",
  signal: "Sending signals",
};

/** Refuses, naming the right that is missing. */
export function must(grant: Grant, right: Right): void {
  if (!may(grant, right)) throw new RtError("forbidden", missing(right));
}

export const missing = (right: Right): string =>
  `${DOING[right]} needs the right to ${right}, which this peer doesn't have here.`;
