// Whose connection it is: the socket's address, or what a proxy that is trusted says of it; and what counts as one address.
import { BlockList, isIP } from "node:net";
import { type Call, isDirect } from "./guard.ts";

export interface ClientAddress {
  /** For limits: an IPv4 address, or the first half of an IPv6 one, of which one subscriber has all the rest. */
  key: string;
  /** From this machine, with no proxy between. */
  direct: boolean;
}

export type AddressOf = (call: Call) => ClientAddress;

export class BadProxyError extends Error {
  override readonly name = "BadProxyError";
}

export interface TrustedProxies {
  has(address: string): boolean;
}

/** Addresses and networks, `10.0.0.0/8` for instance. Throws a BadProxyError with what can't be read. */
export function trustedProxies(entries: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const entry of entries) {
    const [, address = "", bits] = /^([^/]+?)(?:\/(\d{1,3}))?$/.exec(entry.trim()) ?? [];
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    if (version === 0 || Number(bits ?? 0) > most) {
      throw new BadProxyError(`${entry} is no address and no network: 127.0.0.1 is one, and 10.0.0.0/8.`);
    }
    list.addSubnet(address, Number(bits ?? most), version === 4 ? "ipv4" : "ipv6");
  }
  return {
    has(address) {
      const version = isIP(address);
      return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
    },
  };
}

export function createAddressOf(trusted: TrustedProxies): AddressOf {
  return (call) => {
    const { socket, headers } = call;
    const own = plain(socket.remoteAddress ?? "");
    const forwarded = String(headers["x-forwarded-for"] ?? "");
    const address = trusted.has(own) ? (lastUntrusted(forwarded, trusted) ?? own) : own;
    return { key: keyOf(address), direct: isDirect(call) };
  };
}

/** Each proxy adds who came to it at the end: what stands before the first that is not trusted anybody may have written. */
function lastUntrusted(forwarded: string, trusted: TrustedProxies): string | null {
  const hops = forwarded.split(",").reverse();
  let nearest: string | null = null;
  for (const hop of hops) {
    const address = addressIn(hop.trim());
    if (address === null) return null;
    nearest = address;
    if (!trusted.has(address)) break;
  }
  return nearest;
}

/** Some proxies add the port. */
function addressIn(hop: string): string | null {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? hop.replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1");
  return isIP(bare) === 0 ? null : plain(bare);
}

/** An IPv4 address that came over IPv6 is the IPv4 address; an interface's name is no part of it. */
export const plain = (address: string): string =>
  address.replace(/%.*$/, "").replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");

/** IPv6 in full, so that one network has one spelling. */
export function keyOf(address: string): string {
  if (isIP(address) !== 6) return address;
  // An address as a host is written in one way only.
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(shortest);
  if (mapped) return dotted(Number.parseInt(mapped[1]!, 16), Number.parseInt(mapped[2]!, 16));
  const [before = "", after] = shortest.split("::");
  const [head, tail] = [before, after ?? ""].map((part) => (part === "" ? [] : part.split(":"))) as [
    string[],
    string[],
  ];
  const missing = after === undefined ? 0 : 8 - head.length - tail.length;
  const groups = [...head, ...new Array<string>(missing).fill("0"), ...tail];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

const dotted = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join(".");
