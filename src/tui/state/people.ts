// The members of a room as screens show them: inert names, look-alikes told apart, in seat order.
import type { LeaveReason } from "../../protocol/events.ts";
import { type ShownName, shownName, shownNames } from "../../protocol/look-alike.ts";
import { isolated, safeText } from "../../protocol/safe-text.ts";
import type { Member } from "../../protocol/shapes.ts";

export interface Person {
  peer: string;
  /** Inert, and set apart in a line; with the end of the peer id where the name alone could be somebody else's. */
  name: string;
  plainName: string;
  /** As the server said it: only to be compared. */
  given: string;
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
    return { peer, name: plainName, plainName, given: name, seat, ready, ...more };
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

/** A name as a part of a line. */
export const inLine = ({ name, suffix }: ShownName): string => isolated(name) + suffix;

/** The name of a peer as shown now; `fallback` for one who is not here. */
export const nameOf = (all: readonly Person[], peer: string, fallback: string): string =>
  all.find((person) => person.peer === peer)?.name ?? fallback;

/** The name under which something was said, perhaps by one who has left since. */
export function authorOf(
  all: readonly Person[],
  { from, name }: { from: string | null; name: string },
): string {
  const person = all.find(({ peer }) => peer === from);
  if (person) return person.name;
  const members = all.map(({ peer, given }) => ({ peer, name: given }));
  return inLine(shownName({ peer: from, name }, members));
}

function distinct(all: readonly Person[]): Person[] {
  const names = shownNames(all.map(({ peer, given }) => ({ peer, name: given })));
  return all
    .map((person) => ({ ...person, name: inLine(names.get(person.peer)!) }))
    .sort((a, b) => a.seat - b.seat);
}

/** `2/4`, and who watches besides. */
export function hereWords(all: readonly Person[], capacity: number): string {
  const watching = all.filter(({ watches }) => watches).length;
  return `${all.length - watching}/${capacity}${watching > 0 ? ` + ${watching} watching` : ""}`;
}

const reasons: Record<LeaveReason, string> = {
  leave: "left",
  lost: "did not come back",
  kick: "was removed",
  ban: "was banned",
  timeout: "found nobody in time",
};

/** A newer server may know other reasons. */
export const leaveWords = (reason: LeaveReason): string =>
  Object.hasOwn(reasons, reason) ? reasons[reason] : "left";
