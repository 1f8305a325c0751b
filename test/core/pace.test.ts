// What a connection and its address are held to, by a clock that is moved by hand.
import { beforeEach, describe, expect, it } from "vitest";
import { AddressPace, type AddressRates } from "../../src/core/address-pace.ts";
import { Pace, type PeerRates, type TooMuch } from "../../src/core/pace.ts";

const peerRates: PeerRates = {
  messages: { perSecond: 100, burst: 200 },
  signals: { perSecond: 50, burst: 20 },
};
const addressRates: AddressRates = {
  connects: { perSecond: 20, burst: 40 },
  joins: { perSecond: 10, burst: 5 },
  stored: { perSecond: 10, burst: 3 },
  guesses: { perSecond: 10 / 60, burst: 10 },
  tokens: { perSecond: 10 / 60, burst: 10 },
};

let now: number;
let told: TooMuch[];
beforeEach(() => {
  now = 1_000;
  told = [];
});

const clock = (): number => now;
const address = () => new AddressPace(addressRates, clock);
const paceOf = (of: AddressPace | null, rates: PeerRates | null = peerRates) =>
  new Pace({ rates, address: of, now: clock, onTooMuch: (what) => told.push(what) });
const times = (count: number, act: () => unknown) => Array.from({ length: count }, act);

describe("one connection", () => {
  it("[T21] sends its burst, then at its rate; what is too much is told when to come back", () => {
    const pace = paceOf(null);
    expect(times(200, () => pace.frame("ping"))).toEqual(new Array(200).fill(null));
    expect(pace.frame("ping")).toMatchObject({ code: "rate_limited", retryAfterMs: 10 });
    now += 10;
    expect(pace.frame("ping")).toBeNull();
    expect(pace.frame(null)).toMatchObject({ code: "rate_limited" });
    expect(told).toEqual(["peer_messages", "peer_messages"]);
  });

  it("[T26] sends signals by a bucket of their own, and other messages beside them", () => {
    const pace = paceOf(null);
    expect(times(20, () => pace.frame("signal"))).toEqual(new Array(20).fill(null));
    expect(pace.frame("signal")).toMatchObject({ code: "rate_limited", retryAfterMs: 20 });
    expect(pace.frame("publish")).toBeNull();
    expect(told).toEqual(["peer_signals"]);
  });

  it("[T21] has three strikes within ten seconds, and no more", () => {
    const pace = paceOf(null);
    expect([pace.strike(), pace.strike(), pace.strike()]).toEqual([false, false, true]);
    now += 10_000;
    expect([pace.strike(), pace.strike()]).toEqual([false, false]);
    now += 10_000;
    expect([pace.strike(), pace.strike(), pace.strike()]).toEqual([false, false, true]);
    expect(told.filter((what) => what === "strikes")).toHaveLength(2);
  });

  it("is held to nothing where there are no rates", () => {
    const pace = paceOf(null, null);
    expect(times(1_000, () => pace.frame("signal")).every((refusal) => refusal === null)).toBe(true);
    expect(times(10, () => pace.strike())).not.toContain(true);
    expect(pace.told).toEqual({});
  });
});

describe("one address", () => {
  it("[T21] shares joins, matches and new rooms among its connections", () => {
    const shared = address();
    const [one, other] = [paceOf(shared), paceOf(shared)];
    for (const type of ["join", "match", "create"] as const) expect(one.frame(type)).toBeNull();
    for (const type of ["join", "match"] as const) expect(other.frame(type)).toBeNull();
    expect(other.frame("join")).toMatchObject({ code: "rate_limited", retryAfterMs: 100 });
    expect(one.frame("create")).toMatchObject({ code: "rate_limited" });
    expect(one.frame("leave")).toBeNull();
    expect(paceOf(address()).frame("join")).toBeNull();
  });

  it("shares what goes to disk", () => {
    const shared = address();
    const [one, other] = [paceOf(shared), paceOf(shared)];
    one.stored();
    other.stored();
    one.stored();
    expect(() => other.stored()).toThrow("stored");
    expect(told).toEqual(["address_stored"]);
  });

  it("[T17] has ten wrong guesses in a minute over all its connections; only wrong ones count", () => {
    const shared = address();
    times(10, () => {
      const pace = paceOf(shared);
      pace.mayTry("guesses");
      pace.mayTry("guesses");
      pace.wrong("guesses");
    });
    expect(() => paceOf(shared).mayTry("guesses")).toThrow("wrong");
    now += 5_999;
    expect(() => paceOf(shared).mayTry("guesses")).toThrow();
    now += 1;
    paceOf(shared).mayTry("guesses");
    expect(() => paceOf(address()).mayTry("guesses")).not.toThrow();
  });

  it("does not hold an admin", () => {
    const shared = address();
    const pace = paceOf(shared);
    times(6, () => shared.take("joins"));
    expect(pace.frame("join")).not.toBeNull();
    pace.exempt();
    expect(pace.frame("join")).toBeNull();
    times(10, () => pace.stored());
  });

  it("is forgettable once nobody is connected and all is as it was", () => {
    const pace = address();
    expect(pace.forgettable).toBe(true);
    pace.connections = 1;
    expect(pace.forgettable).toBe(false);
    pace.connections = 0;
    pace.take("guesses");
    expect(pace.forgettable).toBe(false);
    now += 6_000;
    expect(pace.forgettable).toBe(true);
  });
});
