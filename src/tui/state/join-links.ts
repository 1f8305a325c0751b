// The links between the members of a room, as both ends of each report them.
import type { EventOf } from "../../protocol/events.ts";
import { safeText } from "../../protocol/safe-text.ts";
import type { LinkState } from "../../protocol/shapes.ts";

interface End {
  state: LinkState;
  /** As this end sees it: its own kind of candidate first. */
  way: string;
}

export interface PeerLink {
  /** The two peers in the order of their ids. */
  peers: readonly [string, string];
  ends: Readonly<Record<string, End>>;
  /** When an end began to connect; null where that was not seen. */
  since: number | null;
  tookMs: number | null;
}

export type PeerLinks = ReadonlyMap<string, PeerLink>;

/** Pairs of a room of 64, and no more than that from a server that says more. */
const MOST = 2_016;

export function reported(links: PeerLinks, event: EventOf<"link">, now: number): PeerLinks {
  const { from, to, state, pair } = event;
  const peers: [string, string] = from < to ? [from, to] : [to, from];
  const key = peers.join(" ");
  const before = links.get(key) ?? { peers, ends: {}, since: null, tookMs: null };
  if (!links.has(key) && links.size >= MOST) return links;
  const kinds = pair ? `${pair.local} ↔ ${pair.remote}${pair.protocol ? ` ${pair.protocol}` : ""}` : "";
  const ends = { ...before.ends, [from]: { state, way: safeText(kinds) } };
  return new Map(links).set(key, { ...before, ends, ...timing(before, state, now) });
}

function timing({ since, tookMs }: PeerLink, state: LinkState, now: number) {
  if (state === "connecting") return tookMs === null && since !== null ? {} : { since: now, tookMs: null };
  if (state === "connected") return { since, tookMs: tookMs ?? (since === null ? null : now - since) };
  return { since: null, tookMs: null };
}

export const withoutLinksOf = (links: PeerLinks, gone: string): PeerLinks =>
  new Map([...links].filter(([, { peers }]) => !peers.includes(gone)));

/** The worse end counts: what one has given up is not up. */
const WORST: readonly LinkState[] = ["failed", "closed", "connecting", "connected"];

export function stateOfLink({ ends }: PeerLink): LinkState {
  const states = Object.values(ends).map(({ state }) => state);
  return WORST.find((state) => states.includes(state)) ?? "connecting";
}

/** By which kinds of candidate, as `from` sees it or would. */
export function wayOf({ peers, ends }: PeerLink, from: string): string {
  const own = ends[from]?.way;
  const other = ends[peers.find((peer) => peer !== from)!]?.way;
  if (own || !other) return own ?? "";
  const [local, , remote, protocol] = other.split(" ");
  return [remote, "↔", local, protocol].filter(Boolean).join(" ");
}

/** What needs a look comes first. */
export const linksInOrder = (links: PeerLinks): PeerLink[] =>
  [...links.values()].sort((a, b) => WORST.indexOf(stateOfLink(a)) - WORST.indexOf(stateOfLink(b)));
