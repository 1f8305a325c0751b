// The members of a room as screens show them: inert names, look-alikes told apart, in seat order.
import type { LeaveReason } from "../../protocol/events.ts";
import { safeText } from "../../protocol/safe-text.ts";
import type { Member } from "../../protocol/shapes.ts";

export interface Person {
  peer: string;
  /** Inert; with the end of the peer id where another member has the same name. */
  name: string;
  plainName: string;
  seat: number;
  ready: boolean;
  /** The connection is lost, and the seat kept for a while. */
  held: boolean;
  watches: boolean;
}

export function people(members: Iterable<Member>): Person[] {
  const all = [...members].map(({ peer, name, seat, ready, state, role }) => {
    const plainName = safeText(name);
    const more = { held: state === "held", watches: role === "spectator" };
    return { peer: safeText(peer), name: plainName, plainName, seat, ready, ...more };
  });
  return distinct(all);
}

export const withPerson = (all: readonly Person[], member: Member): Person[] =>
  distinct([...all.filter(({ peer }) => peer !== member.peer), ...people([member])]);

export const withoutPeer = (all: readonly Person[], gone: string): Person[] =>
  distinct(all.filter(({ peer }) => peer !== gone));

/** What is said when a seat is held, or taken up again. */
export const heldWords = (name: string, held: boolean): string =>
  held ? `${name} lost the connection` : `${name} is back`;

/** The name of a peer as shown now; `fallback` for one who has left. */
export const nameOf = (all: readonly Person[], peer: string, fallback: string): string =>
  all.find((person) => person.peer === peer)?.name ?? fallback;

const folded = (name: string): string => name.normalize("NFKC").toLowerCase();

function distinct(all: readonly Person[]): Person[] {
  const counts = new Map<string, number>();
  for (const { plainName } of all) counts.set(folded(plainName), (counts.get(folded(plainName)) ?? 0) + 1);
  return all
    .map((person) => ({
      ...person,
      name:
        counts.get(folded(person.plainName))! > 1
          ? `${person.plainName}~${person.peer.slice(-4)}`
          : person.plainName,
    }))
    .sort((a, b) => a.seat - b.seat);
}

/** `2/4`, and who watches besides. */
export function hereWords(all: readonly Person[], capacity: number): string {
  const watching = all.filter(({ watches }) => watches).length;
  return `${all.length - watching}/${capacity}${watching > 0 ? ` + ${watching} watching` : ""}`;
}

export const leaveWords: Record<LeaveReason, string> = {
  leave: "left",
  lost: "did not come back",
  kick: "was removed",
  ban: "was banned",
  timeout: "found nobody in time",
};
