// How fast the peers of one address may go together, over all their connections.
import { Bucket, type Rate } from "../protocol/bucket.ts";
import type { Millis } from "./clock.ts";

export interface AddressRates {
  connects: Rate;
  joins: Rate;
  /** Publications that go to disk. */
  stored: Rate;
  /** Wrong passwords and codes, and rooms that are not there. */
  guesses: Rate;
  /** Tokens that were refused. */
  tokens: Rate;
}

export type AddressLimit = keyof AddressRates;

export class AddressPace {
  /** Connections that are open. */
  connections = 0;
  readonly #buckets: Record<AddressLimit, Bucket> = {
    connects: new Bucket(),
    joins: new Bucket(),
    stored: new Bucket(),
    guesses: new Bucket(),
    tokens: new Bucket(),
  };
  readonly #rates: AddressRates;
  readonly #now: () => Millis;

  /** `now` is of a clock that never steps. */
  constructor(rates: AddressRates, now: () => Millis) {
    this.#rates = rates;
    this.#now = now;
  }

  /** Takes a permit; else how long it is until there is one. */
  take(limit: AddressLimit): Millis {
    return this.#buckets[limit].take(this.#now(), this.#rates[limit]);
  }

  /** The same without taking it: for what counts only if it goes wrong. */
  wait(limit: AddressLimit): Millis {
    return this.#buckets[limit].wait(this.#now(), this.#rates[limit]);
  }

  /** Nothing would be different if this address had never been here. */
  get forgettable(): boolean {
    const now = this.#now();
    return this.connections === 0 && Object.values(this.#buckets).every((bucket) => bucket.isFull(now));
  }
}
