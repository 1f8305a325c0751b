// What `relay` makes of each record, whoever shows it: it is written down, followed, and may be what was waited for.
import type { SignalRecord } from "../protocol/events.ts";
import { type FailOn, isReason } from "../signals/capture/fail-on.ts";
import { Replay } from "../signals/capture/replay.ts";
import type { TraceRecord } from "../signals/trace.ts";
import type { Found } from "../signals/tracker.ts";
import { failureOf } from "./relay-options.ts";
import type { Stream } from "./stream.ts";

export type Until = "connected" | "failed" | "finding";

export interface FollowOptions {
  until?: Until;
  failOn?: FailOn;
  /** Ids or names. */
  peer?: string[];
}

const LOOK_MS = 1_000;
/** A little longer than anything is weighed that has passed. */
const WEIGHING_MS = 7_000;

export class Follow {
  readonly replay = new Replay(false);
  readonly #options: FollowOptions;
  readonly #stream: Stream;
  readonly #onFound: (found: Found) => void;
  readonly #told = new WeakMap<object, string>();
  readonly #timer: NodeJS.Timeout;
  /** How far this machine's clock is behind that of the records. */
  #ahead: number | null = null;
  /** The report that was waited for, if it came. */
  #awaited: SignalRecord | null = null;

  constructor(options: FollowOptions, stream: Stream, onFound: (found: Found) => void) {
    this.#options = options;
    this.#stream = stream;
    this.#onFound = onFound;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** `show` stands between what a record leads to and the end that this may bring. */
  take(record: TraceRecord, show: () => void): void {
    this.#ahead = record.time - Date.now();
    const found = this.replay.take(record);
    this.#make(found, record, show);
    this.#endWhenWeighed(record.time);
  }

  #make(found: readonly Found[], record: TraceRecord, show: () => void): void {
    if (record.type === "watch.signals" && !this.concerns(record)) {
      this.#tell(found);
      return;
    }
    show();
    this.#tell(found);
    if (record.type !== "watch.signals" || record.kind !== "report") return;
    const { until } = this.#options;
    if ((until === "connected" || until === "failed") && record.state === until) this.#awaited ??= record;
  }

  /** Whether the report that was waited for has come. */
  get reached(): boolean {
    return this.#awaited !== null;
  }

  /** Whether it has to do with who was asked for. */
  concerns({ from, to }: Pick<SignalRecord, "from" | "to">): boolean {
    const { peer } = this.#options;
    return !peer || [from, to].some((id) => peer.includes(id) || peer.includes(this.replay.nameOf(id)));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    if (this.#ahead === null) return;
    const now = Date.now() + this.#ahead;
    this.#tell(this.replay.until(now));
    this.#endWhenWeighed(now);
  }

  /** A link may be up before the last offer was found wrong: who fails on findings wants to know. */
  #endWhenWeighed(now: number): void {
    if (this.#awaited === null) return;
    const { time, from, to } = this.#awaited;
    const over = this.#options.failOn === undefined || now - time > WEIGHING_MS;
    if (over || !this.replay.isWeighing([from, to])) this.#stream.end();
  }

  #tell(all: readonly Found[]): void {
    for (const found of all) {
      const { finding, exchange } = found;
      const [a, b] = exchange.sides;
      if (
        this.#stream.over ||
        finding.because ||
        !this.concerns({ from: a.peer, to: b.peer } as SignalRecord)
      )
        continue;
      const said = finding.withdrawn ? "withdrawn" : finding.strength;
      if (this.#told.get(finding) === said) continue;
      this.#told.set(finding, said);
      this.#onFound(found);
      const { until, failOn } = this.#options;
      if (failOn && isReason(failOn, finding)) this.#stream.fail(failureOf([found]));
      else if (until === "finding" && !finding.withdrawn && finding.strength !== "hint") this.#stream.end();
    }
  }
}
