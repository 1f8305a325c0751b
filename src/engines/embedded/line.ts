// A stream's line: all that it announces and answers, in call order; what isn't on disk yet holds up what follows it.
import type { Clock } from "../../core/clock.ts";
import type { Announced, At, Published, Stream } from "../../core/engine.ts";
import type { Random } from "../../core/random.ts";
import { messageFrame } from "../../protocol/codec.ts";
import { RtError } from "../../protocol/errors.ts";
import type { PeerId } from "../../protocol/ids.ts";
import { times } from "../../protocol/limits.ts";
import type { Position } from "../../protocol/shapes.ts";
import type { CommitFrame } from "./commit.ts";
import { Publishing, type Sent } from "./publishing.ts";
import { RecentKeys } from "./recent-keys.ts";
import type { HistoryStore } from "./store.ts";

/** What a line has to do with the rest of its engine. */
export interface LineOwner {
  readonly history: HistoryStore;
  readonly clock: Clock;
  readonly random: Random;
  announce(stream: Stream, at: At, announced: Announced, only: PeerId[] | null, skip: PeerId | null): void;
  /** The history has something that was never announced. */
  broken(stream: Stream): void;
  /** Nothing waits any more. */
  cleared(stream: Stream): void;
  /** These offsets are new in the history. */
  stored(stream: Stream, first: number, last: number): void;
  fault(error: unknown): void;
}

type Step = Publishing | (() => void);

/** Records of one append, so that a busy room leaves space for others in a group commit. */
const BATCH = 256;

export class Line {
  /** The version that was decided last; what is announced may be behind. Goes on where a room is made again. */
  decided = 0;
  readonly #owner: LineOwner;
  readonly #stream: Stream;
  readonly #keys = new RecentKeys();
  /** Where the stream stands for those who listen. */
  #at: At = { version: 0, position: null };
  /** `unsure` after a failure: only the store knows where the stream ends. */
  #end: "unknown" | "loading" | "known" | "unsure" = "unknown";
  /** The newest that is on disk: announced, or about to be. */
  #stored: Position | null = null;
  #steps: Step[] = [];
  #unsent: Publishing[] = [];
  #sending = false;
  #reported = "";

  constructor(owner: LineOwner, stream: Stream) {
    this.#owner = owner;
    this.#stream = stream;
  }

  get clear(): boolean {
    return this.#steps.length === 0 && !this.#sending && this.#end !== "loading";
  }

  /** Nothing was ever kept: there is nothing that a new line would not know. */
  get empty(): boolean {
    return this.#end === "known" && this.#at.position === null;
  }

  /** Announces a commit's frames; answers where the stream then stands. */
  commit(version: number, frames: CommitFrame[]): Promise<At> {
    return this.inOrder(() => {
      const unread = this.#end === "unknown";
      this.#at = { version, position: this.#at.position, ...(unread && { unread }) };
      for (const { announced, only } of frames) {
        this.#owner.announce(this.#stream, this.#at, announced, only, null);
      }
      return this.#at;
    });
  }

  /** Runs when all that was called for before has gone out. */
  inOrder<T>(run: () => T): Promise<T> {
    return new Promise((resolve) => this.#push(() => resolve(run())));
  }

  /** Where the stream stands after all that was called for before. */
  async end(): Promise<Position | null> {
    const known = await this.inOrder(() => (this.#end === "unknown" ? null : this.#at));
    if (!known) throw unreadable();
    return known.position;
  }

  publish(sent: Sent): Promise<Published> {
    const publishing = new Publishing(sent);
    this.#push(publishing);
    return publishing.published;
  }

  #push(step: Step): void {
    if (this.#end === "known") this.#prepare(step);
    this.#steps.push(step);
    if (this.#end === "unknown" || this.#end === "unsure") void this.#load();
    else this.#advance();
  }

  /** In call order, as soon as it is known where the stream ends. */
  #prepare(step: Step): void {
    if (typeof step === "function") return;
    const { key, keep } = step.sent;
    const now = this.#owner.clock.now();
    const first = key ? this.#keys.find(key, now) : null;
    if (first) {
      step.state = { is: "repeated", first };
      return;
    }
    if (key) this.#keys.use(key, now, step.published);
    if (!keep) return;
    if (this.#end !== "known") {
      step.state = { is: "failed", error: unreadable() };
      return;
    }
    step.state = { is: "saving", position: null };
    this.#unsent.push(step);
    if (!this.#sending) this.#send();
  }

  #advance(): void {
    if (this.#end === "loading") return;
    for (let step = this.#steps[0]; step; step = this.#steps[0]) {
      if (typeof step !== "function" && !step.ready) return;
      this.#steps.shift();
      if (typeof step === "function") step();
      else this.#announce(step);
    }
    if (this.clear) this.#owner.cleared(this.#stream);
  }

  #announce(step: Publishing): void {
    const { state, sent } = step;
    if (state.is === "saved" || state.is === "passing") {
      const saved = state.is === "saved" ? state.position : null;
      if (saved) this.#at = { version: this.#at.version, position: saved };
      const frame = messageFrame(sent.body, saved);
      const announced: Announced = { frame, kind: saved ? "kept" : "passing", leaves: [] };
      this.#owner.announce(this.#stream, this.#at, announced, sent.only, sent.skip);
    }
    step.settle();
  }

  // --- the store ---

  async #load(): Promise<void> {
    const { history, clock } = this.#owner;
    const again = this.#end === "unsure";
    this.#end = "loading";
    try {
      const { position, keyed } = await history.open(this.#stream, clock.wall() - times.idempotency);
      this.#end = "known";
      if (again && position?.offset !== this.#at.position?.offset) this.#owner.broken(this.#stream);
      this.#at = { version: this.#at.version, position };
      this.#stored = position;
      for (const { key, time, position } of keyed) {
        this.#keys.use(
          key,
          time - clock.wall() + clock.now(),
          Promise.resolve({ position, duplicate: false }),
        );
      }
    } catch (error) {
      this.#report(error);
      this.#end = again ? "unsure" : "unknown";
    }
    for (const step of this.#steps) this.#prepare(step);
    this.#advance();
  }

  /** One append at a time: one that fails must not be followed by a later one that doesn't. */
  #send(): void {
    const { history, clock, random } = this.#owner;
    const batch = this.#unsent.splice(0, BATCH);
    let { epoch, offset } = this.#stored ?? { epoch: random.tag(), offset: 0 };
    const time = clock.wall();
    const records = batch.map(({ sent: { key, body } }) => {
      const position = { epoch, offset: ++offset, tag: random.tag() };
      return { position, time, ...(key && { key }), body };
    });
    this.#sending = true;
    history.append(this.#stream, records).then(
      () => {
        batch.forEach((step, i) => {
          step.state = { is: "saved", position: records[i]!.position };
        });
        this.#reported = "";
        this.#stored = records.at(-1)!.position;
        this.#owner.stored(this.#stream, records[0]!.position.offset, this.#stored.offset);
        this.#sent();
      },
      (error: unknown) => {
        this.#report(error);
        for (const step of [...batch, ...this.#unsent.splice(0)]) {
          step.state = { is: "failed", error: unsaved() };
        }
        this.#end = "unsure";
        this.#sent();
      },
    );
  }

  /** Once, however many calls meet the same trouble. */
  #report(error: unknown): void {
    if (String(error) !== this.#reported) this.#owner.fault(error);
    this.#reported = String(error);
  }

  #sent(): void {
    this.#sending = false;
    // Before the announcements: what has come meanwhile gets into the next group commit.
    if (this.#unsent.length > 0) this.#send();
    this.#advance();
  }
}

const unreadable = (): RtError =>
  new RtError("unavailable", "This history can't be read right now; the server's log says why.", {
    retryAfterMs: 1000,
  });

const unsaved = (): RtError =>
  new RtError("unavailable", "The message could not be stored, so it was not sent.", { retryAfterMs: 1000 });
