// A topic as an application has it: its value, and every change of it.
import type { RtError } from "../protocol/errors.ts";
import type { TopicId } from "../protocol/ids.ts";
import type { TopicValue } from "../protocol/shapes.ts";

/** After a reconnect. */
export interface Resubscribed {
  /** How many values came while the connection was away; they follow at once, as `data` events. */
  missed: number;
  /** False if only the present value can be had of them. */
  complete: boolean;
}

/** `refused`: it could not be followed again, `error` says why; `disconnected`: the client is closed for good. */
export interface TopicEnd {
  reason: "unsubscribed" | "refused" | "disconnected";
  error?: RtError;
}

export interface TopicEvents {
  data: TopicValue;
  resubscribed: Resubscribed;
  closed: TopicEnd;
}

/** Each value reaches listeners once, in order, also over reconnects; `value` is changed before they hear of it. */
export interface Topic {
  readonly id: TopicId;
  /** The current one; null where nothing was ever pushed. */
  readonly value: TopicValue | null;
  on<K extends keyof TopicEvents>(event: K, listener: (payload: TopicEvents[K]) => void): () => void;
  /** For everyone who shares this subscription. */
  unsubscribe(): Promise<void>;
}
