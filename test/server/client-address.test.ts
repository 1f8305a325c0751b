// Whose call it is: by its socket, by what trusted proxies say, and never by what anybody can write.
import { describe, expect, it } from "vitest";
import { BadProxyError, createAddressOf, keyOf, trustedProxies } from "../../src/server/client-address.ts";
import type { Call } from "../../src/server/guard.ts";

const from = (remoteAddress: string, headers: Record<string, string> = {}): Call =>
  ({ socket: { remoteAddress }, headers }) as unknown as Call;

const addressOf = createAddressOf(trustedProxies(["127.0.0.1", "10.0.0.0/8", "2001:db8:ff::/48"]));

describe("[T20] an address", () => {
  it.each([
    ["the socket's", "203.0.113.7", undefined, "203.0.113.7"],
    ["the socket's, whatever is said by who is not trusted", "203.0.113.7", "198.51.100.1", "203.0.113.7"],
    ["what a trusted proxy says", "127.0.0.1", "198.51.100.1", "198.51.100.1"],
    ["the nearest that is not trusted", "127.0.0.1", "1.1.1.1, 198.51.100.1, 10.1.2.3", "198.51.100.1"],
    ["not what stands before it", "127.0.0.1", "127.0.0.1, 198.51.100.1", "198.51.100.1"],
    ["the farthest where all are trusted", "127.0.0.1", "10.1.1.1, 10.2.2.2", "10.1.1.1"],
    ["the socket's where nothing is said", "10.0.0.5", undefined, "10.0.0.5"],
    ["the socket's where it can't be read", "127.0.0.1", "unknown", "127.0.0.1"],
    ["the socket's where a part can't be read", "127.0.0.1", "198.51.100.1, nonsense, 10.1.1.1", "127.0.0.1"],
    ["the socket's for an empty part", "127.0.0.1", "198.51.100.1,", "127.0.0.1"],
    ["the socket's for too large a number", "127.0.0.1", "198.51.100.256", "127.0.0.1"],
    ["without the port", "127.0.0.1", "198.51.100.1:4711", "198.51.100.1"],
    ["IPv6 by its first half", "127.0.0.1", "2001:db8::1:2", "2001:db8:0:0::/64"],
    ["IPv6 in brackets with a port", "127.0.0.1", "[2001:DB8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"],
    ["IPv4 that came over IPv6", "::ffff:203.0.113.7", undefined, "203.0.113.7"],
    ["a trusted proxy over IPv6", "::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"],
    ["a trusted network of IPv6", "2001:db8:ff::9", "198.51.100.1", "198.51.100.1"],
  ])("is %s", (_, remote, forwarded, key) => {
    const headers: Record<string, string> = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
    expect(addressOf(from(remote, headers)).key).toBe(key);
  });

  it("is not what `Forwarded` says, which anybody may have written", () => {
    expect(addressOf(from("127.0.0.1", { forwarded: "for=198.51.100.1" })).key).toBe("127.0.0.1");
  });
});

describe("a call is direct", () => {
  it.each([
    ["127.0.0.1", {}, true],
    ["::1", {}, true],
    ["::ffff:127.0.0.1", {}, true],
    ["203.0.113.7", {}, false],
    ["127.0.0.1", { "x-forwarded-for": "127.0.0.1" }, false],
    ["127.0.0.1", { forwarded: "for=127.0.0.1" }, false],
    ["127.0.0.1", { "x-real-ip": "127.0.0.1" }, false],
    ["127.0.0.1", { via: "1.1 proxy" }, false],
  ] as [string, Record<string, string>, boolean][])("from %s with %j: %s", (remote, headers, direct) => {
    expect(addressOf(from(remote, headers)).direct).toBe(direct);
  });
});

it.each([
  ["::1", "0:0:0:0::/64"],
  ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
  ["::ffff:c000:0201", "192.0.2.1"],
  ["fe80::1", "fe80:0:0:0::/64"],
  ["192.0.2.1", "192.0.2.1"],
])("[T20] %s counts as %s", (address, key) => {
  expect(keyOf(address)).toBe(key);
});

it.each(["proxy.example", "10.0.0.0/33", "2001:db8::/129", "", "/8", "10.0.0.0/8/8", "10.0.0.0/-1"])(
  "%j is no proxy that could be trusted",
  (entry) => {
    expect(() => trustedProxies([entry])).toThrow(BadProxyError);
  },
);
