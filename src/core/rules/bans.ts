// Who is banned from a room: a peer, and with it whoever comes with a token for the same subject.
import type { PeerId } from "../../protocol/ids.ts";

/** Of a peer that came without sign-on there is no subject. */
export interface Banned {
  peer: PeerId;
  subject?: string;
}

export const isBanned = (bans: readonly Banned[], who: Banned): boolean => bans.some((ban) => isOf(ban, who));

export const without = (bans: readonly Banned[], who: Banned): readonly Banned[] =>
  bans.filter((ban) => !isOf(ban, who));

const isOf = (ban: Banned, { peer, subject }: Banned): boolean =>
  ban.peer === peer || (subject !== undefined && ban.subject === subject);
