// The deadline of every call to the engine: who waits for a stalled disk gets an answer all the same.
import type { Clock } from "../../core/clock.ts";
import { RtError } from "../../protocol/errors.ts";

const CALL_MS = 5_000;

/** What was asked for may still happen after it was answered with `unavailable`. */
export function inTime<T>(clock: Clock, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(CALL_MS, () =>
      reject(
        new RtError(
          "unavailable",
          "The server's storage does not answer in time; this may still take effect.",
          {
            retryAfterMs: 1000,
          },
        ),
      ),
    );
    promise.then(resolve, reject).finally(cancel);
  });
}
