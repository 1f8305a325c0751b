// The parts that many routes share: where a room is, and what is answered about it.
import Type from "typebox";
import { type RoomKey, roomKey, type TopicKey, topicKey } from "../../core/engine.ts";
import type { Hub } from "../../core/hub.ts";
import type { Settings } from "../../core/settings.ts";
import {
  DEFAULT_NAMESPACE,
  ID_PATTERN,
  type Namespace,
  type RoomId,
  type TopicId,
} from "../../protocol/ids.ts";
import { requests } from "../../protocol/requests.ts";
import { PeerIdSchema, RoomIdSchema } from "../../protocol/shapes.ts";
import type { Reply } from "./route.ts";

export const inRoom = { room: RoomIdSchema };
export const ofPeer = { ...inRoom, peer: PeerIdSchema };

export const inNamespace = {
  ns: Type.Optional(
    Type.Unsafe<Namespace>(
      Type.String({
        pattern: ID_PATTERN,
        description: `The namespace; without it \`${DEFAULT_NAMESPACE}\`.`,
      }),
    ),
  ),
};

interface InNamespace {
  query: { ns?: Namespace };
}

export const namespaceOf = ({ query }: InNamespace): Namespace => query.ns ?? DEFAULT_NAMESPACE;

/** What is in force where the call is about. */
export const settingsOf = (hub: Hub, asked: InNamespace): Settings =>
  hub.options.settings(namespaceOf(asked));

export const roomKeyOf = (asked: InNamespace & { params: { room: RoomId } }): RoomKey =>
  roomKey(namespaceOf(asked), asked.params.room);

export const topicKeyOf = (asked: InNamespace & { params: { topic: TopicId } }): TopicKey =>
  topicKey(namespaceOf(asked), asked.params.topic);

export const done = (description: string) => ({ status: 204, description }) satisfies Reply;

export const theRoom = (status: 200 | 201) =>
  ({ status, description: "The room.", schema: requests.create.reply }) satisfies Reply;
