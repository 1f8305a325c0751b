// The addresses from which peers come, each with its pace: remembered no longer than it makes a difference.
import { AddressPace, type AddressRates } from "../core/address-pace.ts";
import type { Millis } from "../core/clock.ts";
import type { ServerLimits } from "../core/settings.ts";

/** Addresses at once; beyond it those longest unused go, unless somebody is connected from there. */
const MOST = 50_000;
/** Looked at with each new one. */
const LOOKS = 4;

export class Addresses {
  /** The longest unused first. */
  readonly #known = new Map<string, AddressPace>();
  readonly #rates: AddressRates;
  readonly #now: () => Millis;
  readonly #most: number;

  constructor(limits: ServerLimits, now: () => Millis, most = MOST) {
    this.#rates = ratesOf(limits);
    this.#now = now;
    this.#most = most;
  }

  get size(): number {
    return this.#known.size;
  }

  of(key: string): AddressPace {
    let pace = this.#known.get(key);
    if (pace) this.#known.delete(key);
    else {
      this.#forgetSome();
      pace = new AddressPace(this.#rates, this.#now);
    }
    this.#known.set(key, pace);
    return pace;
  }

  /** A little with each new one, so that no call has to look through all. Those in use go behind. */
  #forgetSome(): void {
    const full = this.#known.size >= this.#most;
    let looks = 0;
    for (const [key, pace] of this.#known) {
      if (++looks > LOOKS) return;
      this.#known.delete(key);
      const drop = pace.connections === 0 && (full || pace.forgettable);
      if (!drop) this.#known.set(key, pace);
      else if (full) return;
    }
  }
}

const ratesOf = (limits: ServerLimits): AddressRates => ({
  connects: { perSecond: limits.connectsPerSecond, burst: limits.connectBurst },
  joins: { perSecond: limits.joinsPerSecond, burst: limits.joinBurst },
  stored: { perSecond: limits.storedPerSecond, burst: limits.storedBurst },
  guesses: { perSecond: limits.guessesPerMinute / 60, burst: limits.guessesPerMinute },
  tokens: { perSecond: limits.tokensPerMinute / 60, burst: limits.tokensPerMinute },
});
