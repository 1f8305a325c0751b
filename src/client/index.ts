// What `rtrooms/client` exports to browsers, and what a server hands out as /client.js.
export { errors, RtError } from "../protocol/errors.ts";
export type { EventOf, EventType, ServerEvent } from "../protocol/events.ts";
export type { PeerId, RoomId, TopicId } from "../protocol/ids.ts";
export type { Params, Reply, RequestType, Welcome } from "../protocol/requests.ts";
export { safeText } from "../protocol/safe-text.ts";
export type { Member, Message, Pair, RoomOptions, RoomView, TopicValue } from "../protocol/shapes.ts";
export {
  type Client,
  type ClientEvents,
  type ClientState,
  type ConnectOptions,
  connect,
  type JoinOptions,
  type MatchOptions,
} from "./connect.ts";
export { ConnectError } from "./errors.ts";
export type { Link, LinkStatus } from "./link.ts";
export type { Lobby, LobbyEnd, LobbyEvents, LobbyFilter } from "./lobby.ts";
export type { Mesh, MeshEvents, MeshOptions } from "./mesh.ts";
export type { Back, Moved, Room, RoomEnd, RoomEvents } from "./room.ts";
export type { TokenSource } from "./token-refresh.ts";
export type { Resubscribed, Topic, TopicEnd, TopicEvents } from "./topic.ts";
