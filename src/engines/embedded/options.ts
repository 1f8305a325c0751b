// What an embedded engine is made of, and whom it tells of trouble.
import type { Clock } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";
import type { SettingsOf } from "../../core/settings.ts";
import type { NodeId } from "../../protocol/ids.ts";
import type { HistoryStore } from "./store.ts";

export interface EmbeddedEngineOptions {
  node: NodeId;
  clock: Clock;
  random: Random;
  store: HistoryStore;
  /** Default: the same for all namespaces. */
  settings?: SettingsOf;
  /** Called with what went wrong inside: the disk refuses, a record is damaged. Callers get an RtError besides. */
  onFault?(error: unknown): void;
  /** Called when the store begins to refuse, with the reason, and with null when it takes everything again. */
  onHealth?(reason: string | null): void;
}

/** One failure may be met by every room. */
export function eachOnce(tell: (error: unknown) => void): (error: unknown) => void {
  let last: unknown;
  return (error) => {
    if (error !== last) tell(error);
    last = error;
  };
}
