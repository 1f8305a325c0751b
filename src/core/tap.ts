// What is shown to those who watch the signals; nothing is made where nobody looks.
import { encodeEvent, type MessageBody } from "../protocol/codec.ts";
import type { SignalRecord } from "../protocol/events.ts";
import { namespaceOf, type RoomKey, signalsTap } from "./engine.ts";
import type { Hub } from "./hub.ts";

type Seen = Omit<SignalRecord, "type" | "namespace" | "seq">;

/** Lossy and after the relaying: a watcher never holds up a signal. */
export function tapSignal({ engine, counters }: Hub, room: RoomKey, seen: () => Seen): void {
  for (const tap of [signalsTap(), signalsTap(namespaceOf(room)), signalsTap(room)]) {
    if (!engine.watched(tap)) {
      counters.tapped.delete(tap);
      continue;
    }
    const seq = (counters.tapped.get(tap) ?? 0) + 1;
    counters.tapped.set(tap, seq);
    const frame = encodeEvent({ type: "watch.signals", seq, namespace: namespaceOf(room), ...seen() });
    const body = frame.text as MessageBody;
    engine.publish(tap, { from: null, body, keep: false, chat: false, echo: false }).catch(() => {});
  }
}
