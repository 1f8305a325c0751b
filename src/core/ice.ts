// ICE servers as each peer is told of them: those that are the same for all, and TURN with a credential of its own.
import { encodeEvent } from "../protocol/codec.ts";
import type { IceServer } from "../protocol/shapes.ts";
import type { Clock, Millis } from "./clock.ts";
import { may } from "./rights.ts";
import type { Session } from "./session.ts";

/** TURN servers that share a secret with this one, as far as the core knows of it. */
export interface Turn {
  urls: readonly string[];
  /** How long a credential is good. */
  ttlMs: Millis;
  /** The password of a username, which the TURN server works out in the same way. */
  sign(username: string): string;
}

export interface IceOptions {
  iceServers: readonly IceServer[];
  turn?: Turn | undefined;
  clock: Clock;
}

/** A new credential goes out when the one before has so much of its time behind it. */
const RENEWED_AT = 0.8;
/** Of one user, or of one peer that has not signed on. */
const MOST = 5;
const WINDOW_MS = 60_000;

export class IceServers {
  readonly #options: IceOptions;
  readonly #renewals = new Map<Session, () => void>();
  /** Until when the last credential of each is good. */
  readonly #good = new Map<Session, Millis>();
  /** There is TURN among what all are told of. */
  readonly #forAll: boolean;
  /** When the minute of each began, in that order, and how many credentials it has had since. */
  readonly #given = new Map<string, { since: Millis; count: number }>();

  constructor(options: IceOptions) {
    this.#options = options;
    this.#forAll = options.iceServers.some(({ urls }) => [urls].flat().some((url) => /^turns?:/i.test(url)));
  }

  /** What the peer is told now. As long as it is connected it gets the next credential before this one expires. */
  of(session: Session): IceServer[] {
    const { iceServers, turn } = this.#options;
    if (!turn || !may(session.grant, "signal")) return [...iceServers];
    const waitMs = this.#take(session.grant.subject ?? session.peer);
    this.#renew(session, waitMs || turn.ttlMs * RENEWED_AT);
    return waitMs > 0 ? [...iceServers] : [...iceServers, this.#credential(session, turn)];
  }

  /** Whether it was told of a TURN server that takes it now. */
  hasTurn(session: Session): boolean {
    return this.#forAll || (this.#good.get(session) ?? 0) > this.#options.clock.now();
  }

  /** Whether the last credential it was told of is good no longer, and it has no other TURN server. */
  turnIsOver(session: Session): boolean {
    const until = this.#good.get(session);
    return !this.#forAll && until !== undefined && until <= this.#options.clock.now();
  }

  forget(session: Session): void {
    this.#cancel(session);
    this.#good.delete(session);
  }

  #cancel(session: Session): void {
    this.#renewals.get(session)?.();
    this.#renewals.delete(session);
  }

  #credential(session: Session, { urls, ttlMs, sign }: Turn): IceServer {
    const { peer } = session;
    this.#good.set(session, this.#options.clock.now() + ttlMs);
    const expiry = Math.floor((this.#options.clock.wall() + ttlMs) / 1_000);
    const username = `${expiry}:${peer}`;
    return { urls: [...urls], username, credential: sign(username) };
  }

  #renew(session: Session, afterMs: Millis): void {
    this.#cancel(session);
    const cancel = this.#options.clock.after(afterMs, () => {
      session.send(encodeEvent({ type: "ice", iceServers: this.of(session) }));
    });
    this.#renewals.set(session, cancel);
  }

  /** Counts one more; how long to wait where that is too many. */
  #take(user: string): Millis {
    const now = this.#options.clock.now();
    for (const [each, { since }] of this.#given) {
      if (now - since < WINDOW_MS) break;
      this.#given.delete(each);
    }
    const given = this.#given.get(user) ?? { since: now, count: 0 };
    if (given.count >= MOST) return Math.max(1, given.since + WINDOW_MS - now);
    given.count += 1;
    this.#given.set(user, given);
    return 0;
  }
}
