// The ids that travel on the wire: one narrow pattern, and a brand each, so that a room can't be passed for a peer.

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type PeerId = Id<"peer">;
export type RoomId = Id<"room">;
export type TopicId = Id<"topic">;
export type QueueId = Id<"queue">;
export type Namespace = Id<"namespace">;
export type NodeId = Id<"node">;
export type SessionId = Id<"session">;

/** Letters and digits, then also `_ . : -`; 128 at most. `__proto__`, empty strings and separators never match. */
export const ID_PATTERN = "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$";

const idPattern = new RegExp(ID_PATTERN);

export const isId = (text: string): boolean => idPattern.test(text);
export const isRoomId = (text: string): text is RoomId => isId(text);
export const isTopicId = (text: string): text is TopicId => isId(text);
export const isQueueId = (text: string): text is QueueId => isId(text);
export const isPeerId = (text: string): text is PeerId => isId(text);
export const isNamespace = (text: string): text is Namespace => isId(text);

export const DEFAULT_NAMESPACE = "default" as Namespace;
