// What a peer is told first: who it is, and what it can count on here.
import { limits, times } from "../protocol/limits.ts";
import type { Welcome } from "../protocol/requests.ts";
import type { Hub } from "./hub.ts";
import type { Session } from "./session.ts";

const FEATURES = ["history", "signals", "reports", "topics", "resume", "lobby", "matching"];

export function welcomeOf({ engine, ice, options }: Hub, session: Session): Welcome {
  const { textBytes, roomsPerPeer } = session.settings.limits;
  return {
    peer: session.peer,
    session: session.id,
    secret: session.secret,
    name: session.name,
    namespace: session.namespace,
    limits: {
      frameBytes: limits.frameBytes,
      textBytes,
      roomsPerPeer,
      pingMs: times.ping,
      ...session.pace.told,
    },
    iceServers: ice.of(session),
    features: FEATURES,
    server: { name: "rtrooms", version: options.version, node: engine.node },
    time: engine.wall(),
  };
}
