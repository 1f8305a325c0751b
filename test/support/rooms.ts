// Short ways to say who, where and what in tests of engines.
import { type Fence, type Publication, type RoomKey, roomKey, type Signal } from "../../src/core/engine.ts";
import type { RoomCommand } from "../../src/core/rules/room.ts";
import type { SealedOptions } from "../../src/core/rules/room-state.ts";
import { encodeMessage, Frame } from "../../src/protocol/codec.ts";
import { DEFAULT_NAMESPACE, type NodeId, type PeerId, type RoomId } from "../../src/protocol/ids.ts";

export const peer = (name: string): PeerId => name as PeerId;
export const room = (name: string): RoomId => name as RoomId;
export const key = (name: string): RoomKey => roomKey(DEFAULT_NAMESPACE, room(name));
export const fence = (name: string, gen = 1): Fence => ({ peer: peer(name), gen, node: "n1" as NodeId });

export const join = (
  name: string,
  who: string,
  create: SealedOptions | false = {},
): Extract<RoomCommand, { type: "join" }> => ({
  type: "join",
  room: room(name),
  fence: fence(who),
  name: who,
  data: {},
  create,
});

export const leave = (who: string): RoomCommand => ({ type: "leave", fence: fence(who), reason: "leave" });

export const message = (
  name: string,
  text: string,
  more: Partial<Publication> = {},
  event = "chat",
): Publication => ({
  from: null,
  body: encodeMessage({
    type: "message",
    room: room(name),
    from: peer("ada"),
    name: "ada",
    event,
    data: { text },
    time: 1,
  }),
  keep: null,
  chat: true,
  echo: true,
  ...more,
});

export const signalOf = (text: string): Signal => ({
  frame: Frame.of(text),
  bytes: text.length,
  settled: () => {},
  expired: () => Frame.of(`expired ${text}`),
});

export const look: RoomCommand = { type: "look" };
