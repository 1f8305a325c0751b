// What is wrong in a negotiation, as lines of the log: what is sure as a warning, what is usual as information.
import type { Turn } from "../core/ice.ts";
import type { FoundIn } from "../core/negotiations.ts";
import type { IceServer } from "../protocol/shapes.ts";
import type { Strength } from "../signals/codes.ts";
import { judgeIceServers } from "../signals/ice-servers.ts";
import { triggers } from "../signals/triggers.ts";
import type { Log } from "./log.ts";

const levels = { sure: "warn", likely: "info", hint: "debug" } as const satisfies Record<Strength, keyof Log>;

/** Never what a signal carried: addresses and credentials stay between the peers. */
export const createFindingLog =
  (log: Log) =>
  ({ finding, room, peers }: FoundIn): void => {
    const { code, strength, what, advice, peer } = finding;
    log[levels[strength]]({ code, strength, room, peers, peer, advice }, `${code}: ${what}`);
  };

interface Handed {
  iceServers: readonly IceServer[];
  turn?: Pick<Turn, "urls"> | undefined;
}

/** Before anybody is told of them: a browser throws at the whole list. */
export function logIceServers(log: Log, { iceServers, turn }: Handed): void {
  // Of user and password there is a pair for each peer.
  const own = turn ? [{ urls: [...turn.urls], username: "each", credential: "each" }] : [];
  for (const { trigger, what } of judgeIceServers([...iceServers, ...own])) {
    const { code, advice } = triggers[trigger];
    log.warn({ code, strength: "sure", advice }, `${code}: ${what}`);
  }
}
