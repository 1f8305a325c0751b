// What is shown to those who watch the signals; nothing is made where nobody looks.
import { encodeEvent, encodeRecord, type MessageBody } from "../protocol/codec.ts";
import type { MemberRecord, SignalRecord } from "../protocol/events.ts";
import { type MemberChange, namespaceOf, type RoomKey, roomOf, signalsTap, type TapKey } from "./engine.ts";
import type { Hub } from "./hub.ts";

type Seen = Omit<SignalRecord, "type" | "namespace" | "seq" | "data">;

/** After the relaying: a watcher never holds up a signal. */
export function tapSignal(hub: Hub, room: RoomKey, seen: () => Seen, data?: unknown): void {
  const { engine, counters } = hub;
  for (const tap of tapsOf(room)) {
    if (!engine.watched(tap)) {
      counters.tapped.delete(tap);
      continue;
    }
    const seq = (counters.tapped.get(tap) ?? 0) + 1;
    counters.tapped.set(tap, seq);
    const frame = encodeEvent({ type: "watch.signals", seq, namespace: namespaceOf(room), ...seen() });
    show(hub, tap, frame.text as MessageBody);
  }
  tapData(hub, room, () => ({ type: "watch.signals", namespace: namespaceOf(room), ...seen(), data }));
}

/** A signal waited for a lost member, and was never collected. */
export function tapExpired(
  hub: Hub,
  room: RoomKey,
  seen: Omit<Seen, "time" | "room" | "kind" | "verdict" | "state" | "pair">,
): void {
  tapData(hub, room, () => ({
    ...{ type: "watch.signals", ...placeIn(hub, room) },
    ...{ ...seen, kind: "expired" },
  }));
}

export function tapMember(hub: Hub, room: RoomKey, change: MemberChange): void {
  tapData(hub, room, () => memberRecord(hub, room, change));
}

export const memberRecord = (
  hub: Hub,
  room: RoomKey,
  { peer, name, what, reason }: Omit<MemberChange, "what"> & Pick<MemberRecord, "what">,
): Omit<MemberRecord, "seq"> => ({
  ...{ type: "watch.members", ...placeIn(hub, room), peer, name, what },
  ...(reason !== undefined && { reason }),
});

const placeIn = ({ engine }: Hub, room: RoomKey) => ({
  time: engine.wall(),
  namespace: namespaceOf(room),
  room: roomOf(room),
});

const tapsOf = (room: RoomKey, data = false): TapKey[] => [
  signalsTap(undefined, data),
  signalsTap(namespaceOf(room), data),
  signalsTap(room, data),
];

function tapData(
  hub: Hub,
  room: RoomKey,
  record: () => Omit<SignalRecord, "seq"> | Omit<MemberRecord, "seq">,
): void {
  const taps = tapsOf(room, true).filter((tap) => hub.engine.watched(tap));
  if (taps.length === 0) return;
  const body = encodeRecord(record());
  for (const tap of taps) show(hub, tap, body);
}

/** The engine may be about to tell of more: it is called when it has done so, in the same order. */
const show = ({ engine }: Hub, tap: TapKey, body: MessageBody): void =>
  queueMicrotask(() => {
    engine.publish(tap, { from: null, body, keep: false, chat: false, echo: false }).catch(() => {});
  });
