// Signs, words and colours that the screens of relay share: of strengths, states, kinds and people.
import type { Strength } from "../../signals/codes.ts";
import type { ExchangeState } from "../../signals/exchange.ts";
import { shortPeer } from "./format.ts";
import type { NameOf } from "./relay-subject.ts";
import type { Role } from "./theme.ts";

interface Look {
  sign: string;
  role: Role;
}

export const strengthLook: Record<Strength, Look> = {
  sure: { sign: "✗", role: "bad" },
  likely: { sign: "▲", role: "warn" },
  hint: { sign: "○", role: "info" },
};

export const stateLook: Record<ExchangeState, Look> = {
  new: { sign: "○", role: "faint" },
  offered: { sign: "○", role: "info" },
  answered: { sign: "◌", role: "info" },
  trickling: { sign: "◌", role: "info" },
  ended: { sign: "◌", role: "info" },
  connected: { sign: "●", role: "good" },
  failed: { sign: "✗", role: "bad" },
  closed: { sign: "□", role: "faint" },
};

export const kindRole: Record<string, Role | undefined> = {
  offer: "accent",
  answer: "good",
  candidate: "info",
  end: "info",
  report: "good",
  expired: "bad",
};

/** By its name, else by the end of its id. */
export const personOf = (peer: string, nameOf: NameOf, columns = 13): string =>
  nameOf(peer) || shortPeer(peer, Math.min(columns, 7));

/** People of one name are told apart by the ends of their ids. */
export function peopleOf(peers: readonly string[], nameOf: NameOf): string[] {
  const names = peers.map((peer) => personOf(peer, nameOf));
  return names.map((name, at) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}·${peers[at]!.slice(-4)}`,
  );
}
