// What `rtrooms/client` exports to Node: the same client with the socket of `ws`.
import { WebSocket } from "ws";
import { type Client, type ConnectOptions, connect as connectWith } from "./connect.ts";

/** No server may fill this process's memory: no larger message, no compression that unfolds into one, no redirects. */
class NodeWebSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols, { maxPayload: 1024 * 1024, perMessageDeflate: false, followRedirects: false });
  }
}

export const connect = (options: ConnectOptions): Promise<Client> =>
  connectWith({ WebSocket: NodeWebSocket, ...options });

export { errors, RtError } from "../protocol/errors.ts";
export type { EventOf, EventType, ServerEvent } from "../protocol/events.ts";
export type { PeerId, RoomId } from "../protocol/ids.ts";
export type { Params, Reply, RequestType, Welcome } from "../protocol/requests.ts";
export { safeText } from "../protocol/safe-text.ts";
export type { Member, Message, Pair, RoomOptions, RoomView } from "../protocol/shapes.ts";
export type { Client, ClientEvents, ClientState, ConnectOptions, JoinOptions } from "./connect.ts";
export { ConnectError } from "./errors.ts";
export type { Link, LinkStatus } from "./link.ts";
export type { Mesh, MeshEvents, MeshOptions } from "./mesh.ts";
export type { Rejoined, Room, RoomEnd, RoomEvents } from "./room.ts";
