// What `rtrooms/protocol` exports: the tables and types of the wire, for people who write their own client or tests.
export { closes, mayReconnect } from "./closes.ts";
export { type ErrorCode, errors, RtError } from "./errors.ts";
export { type EventOf, type EventType, events, type ServerEvent } from "./events.ts";
export type { Namespace, NodeId, PeerId, RoomId, SessionId, TopicId } from "./ids.ts";
export { limits, times } from "./limits.ts";
export { type Params, type Reply, type RequestType, requests } from "./requests.ts";
export { safeText } from "./safe-text.ts";
