// What this process has counted since it started: plain integers on the hot path, read on demand.
import type { ErrorCode } from "../protocol/errors.ts";
import type { RequestType } from "../protocol/requests.ts";
import type { LinkState, SignalKind, Verdict } from "../protocol/shapes.ts";
import type { FindingCode } from "../signals/codes.ts";
import { EXCLUDED } from "../signals/ledger.ts";
import type { TapKey } from "./engine.ts";
import { BYTES, Histogram, NEGOTIATION, SECONDS } from "./histogram.ts";

export class Counters {
  messagesIn = 0;
  messagesOut = 0;
  /** Of frames as they go to the socket: after them come only compression, which there is none of, and TLS. */
  bytesOut = 0;
  published = 0;
  readonly errors = new Map<ErrorCode, number>();
  /** What was refused at the door or for being too much, by its reason. */
  readonly refused = new Map<string, number>();
  readonly signals = new Map<Verdict, number>();
  /** The same, by kind and verdict. */
  readonly kinds = new Map<SignalKind, Map<Verdict, number>>();
  readonly links = new Map<LinkState, number>();
  /** What was found in negotiations that no other finding explains, and what of it a link that came up speaks against. */
  readonly findings = new Map<FindingCode, number>();
  readonly contradicted = new Map<FindingCode, number>([...EXCLUDED].map((code) => [code, 0]));
  /** Seconds from a first offer to the report that the link is up. */
  readonly negotiations = new Histogram(NEGOTIATION);
  /** Seconds from a request to its answer. */
  readonly requests = new Map<RequestType, Histogram>();
  /** Seconds from a publication to the moment at which it is kept. */
  readonly durable = new Histogram(SECONDS);
  /** Bytes of what peers send. */
  readonly sizes = new Histogram(BYTES);
  /** Numbers what each tap is shown, so that its watchers can tell what they missed. */
  readonly tapped = new Map<TapKey, number>();

  signalled(kind: SignalKind, verdict: Verdict): void {
    count(this.signals, verdict);
    const verdicts = this.kinds.get(kind) ?? new Map<Verdict, number>();
    this.kinds.set(kind, verdicts);
    count(verdicts, verdict);
  }

  took(type: RequestType, seconds: number): void {
    let times = this.requests.get(type);
    if (!times) {
      times = new Histogram(SECONDS);
      this.requests.set(type, times);
    }
    times.observe(seconds);
  }
}

export const count = <K>(counts: Map<K, number>, key: K): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};
