// What `rtrooms/client` exports to Node: the same client with the socket of `ws`.
import { type Client, type ConnectOptions, connect as connectWith } from "./connect.ts";
import { NodeWebSocket } from "./node-socket.ts";

export const connect = (options: ConnectOptions): Promise<Client> =>
  connectWith({ WebSocket: NodeWebSocket, ...options });

export { errors, RtError } from "../protocol/errors.ts";
export type { EventOf, EventType, ServerEvent } from "../protocol/events.ts";
export type { PeerId, RoomId, TopicId } from "../protocol/ids.ts";
export type { Params, Reply, RequestType, Welcome } from "../protocol/requests.ts";
export { safeText } from "../protocol/safe-text.ts";
export type { Member, Message, Pair, RoomOptions, RoomView, TopicValue } from "../protocol/shapes.ts";
export type { Client, ClientEvents, ClientState, ConnectOptions, JoinOptions } from "./connect.ts";
export { ConnectError } from "./errors.ts";
export type { Link, LinkStatus } from "./link.ts";
export type { Lobby, LobbyEnd, LobbyEvents, LobbyFilter } from "./lobby.ts";
export type { Mesh, MeshEvents, MeshOptions } from "./mesh.ts";
export type { Back, Room, RoomEnd, RoomEvents } from "./room.ts";
export type { Resubscribed, Topic, TopicEnd, TopicEvents } from "./topic.ts";
