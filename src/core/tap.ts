// What is shown to those who watch the signals; nothing is made where nobody looks.
import { encodeEvent, type MessageBody } from "../protocol/codec.ts";
import type { SignalRecord } from "../protocol/events.ts";
import { type Engine, namespaceOf, type RoomKey, signalsTap } from "./engine.ts";

type Seen = Omit<SignalRecord, "type" | "namespace">;

/** Lossy and after the relaying: a watcher never holds up a signal. */
export function tapSignal(engine: Engine, room: RoomKey, seen: () => Seen): void {
  const taps = [signalsTap(), signalsTap(room)].filter((tap) => engine.watched(tap));
  if (taps.length === 0) return;
  const frame = encodeEvent({ type: "watch.signals", namespace: namespaceOf(room), ...seen() });
  const body = frame.text as MessageBody;
  for (const tap of taps) {
    engine.publish(tap, { from: null, body, keep: false, chat: false, echo: false }).catch(() => {});
  }
}
