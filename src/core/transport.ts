// The way out to one connected peer: what the core knows of a socket, and no more.
import type { CloseName } from "../protocol/closes.ts";
import type { Frame } from "../protocol/codec.ts";

export interface Transport {
  /** Bytes that the peer has not taken yet. */
  readonly waiting: number;
  /**
   * Queues the frame and returns at once; never throws. Over its limit it closes itself as `slow_consumer`. What may wait can be gathered with what follows; the
   * order stays.
   */
  send(frame: Frame, mayWait?: boolean): void;
  close(name: CloseName): void;
  /** Stop and go on reading from the peer: how a session with too much under way slows its peer down. */
  pause(): void;
  resume(): void;
}
