// A bucket of permits that fills by itself: how often something may be done in a row, and how often on average.

export interface Rate {
  perSecond: number;
  /** Permits in a full bucket. */
  burst: number;
}

/** One number: the moment, in milliseconds, at which it is full again. */
export class Bucket {
  #fullAt = 0;

  /** Takes a permit; else how many milliseconds it is until there is one, which is then more than 0. */
  take(now: number, rate: Rate): number {
    const wait = this.wait(now, rate);
    if (wait === 0) this.#fullAt = now + lackingAt(this.#fullAt, now, rate) + 1_000 / rate.perSecond;
    return wait;
  }

  /** How long it is until there is a permit, without taking it. */
  wait(now: number, rate: Rate): number {
    const wait = lackingAt(this.#fullAt, now, rate) - ((rate.burst - 1) * 1_000) / rate.perSecond;
    // A whole permit must be there; the sum of many fractions is a little off.
    return wait > 1e-6 ? Math.ceil(wait) : 0;
  }

  /** As good as a new one. */
  isFull(now: number): boolean {
    return this.#fullAt <= now;
  }
}

/** No more than a whole bucket, should somebody have set the clock back. */
const lackingAt = (fullAt: number, now: number, { perSecond, burst }: Rate): number =>
  Math.min(Math.max(0, fullAt - now), (burst * 1_000) / perSecond);
