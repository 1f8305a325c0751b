// A link as an application has it: the connection to one member of a mesh.
import type { PeerId } from "../protocol/ids.ts";
import type { Pair } from "../protocol/shapes.ts";

/**
 * `waiting`: for the other's offer · `connecting` · `connected` · `failed`: no way was found; it may be tried again ·
 * `closed`: for good.
 */
export type LinkStatus = "waiting" | "connecting" | "connected" | "failed" | "closed";

export interface Link {
  readonly peer: PeerId;
  readonly state: LinkStatus;
  /** The data channel "rtrooms", once it is open. */
  readonly channel: RTCDataChannel | null;
  /** By which candidates it goes, once it is connected. */
  readonly pair: Pair | null;
  /** What a browser refused, when `state` is `failed` because of that. */
  readonly error: Error | null;
  /** For what a mesh doesn't do itself: more channels, statistics. A restart keeps it, a rejoin makes a new one. */
  readonly connection: RTCPeerConnection | null;
  /** New ways through the network for the same connection, after a change of network, say. */
  restart(): void;
}
