// The addresses that are remembered: as many as make a difference, and never more than there is room for.
import { expect, it } from "vitest";
import { defaultServerLimits } from "../../src/core/settings.ts";
import { Addresses } from "../../src/server/addresses.ts";

const at = (i: number): string => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;

it("[T20] remembers an address while it matters, and forgets it by itself", () => {
  let now = 0;
  const addresses = new Addresses(defaultServerLimits, () => now);
  for (let i = 0; i < 1_000; i++) addresses.of(at(i)).take("connects");
  expect(addresses.size).toBe(1_000);
  expect(addresses.of(at(3))).toBe(addresses.of(at(3)));
  now += 60_000;
  for (let i = 1_000; i < 2_000; i++) addresses.of(at(i)).take("guesses");
  expect(addresses.size).toBeLessThanOrEqual(1_000 + 3);
  for (let i = 1_000; i < 2_000; i++) expect(addresses.of(at(i)).wait("guesses")).toBe(0);
});

it("[T20] has room for so many, and keeps those from which somebody is connected", () => {
  const addresses = new Addresses(defaultServerLimits, () => 0, 100);
  const connected = addresses.of("192.0.2.1");
  connected.connections = 1;
  for (let i = 0; i < 5_000; i++) addresses.of(at(i)).take("guesses");
  expect(addresses.size).toBeLessThanOrEqual(101);
  expect(addresses.of("192.0.2.1")).toBe(connected);
});

it("[T20] takes the least recently used first", () => {
  const addresses = new Addresses(defaultServerLimits, () => 0, 10);
  const busy = addresses.of("192.0.2.1");
  busy.take("guesses");
  for (let i = 0; i < 100; i++) {
    addresses.of(at(i)).take("guesses");
    expect(addresses.of("192.0.2.1")).toBe(busy);
  }
});
