// Addresses that stand for others: of the same family and kind, in ranges that belong to nobody, the same each time.
import { isMdns, isPrivate } from "../candidate.ts";

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
/** They are everybody's, or nobody's. */
const NOBODYS = /^(?:127\.[\d.]+|0\.0\.0\.0|255\.255\.255\.255|::1?)$/;

/** What an address begins with says which kind of network it is in. */
const PRIVATE_IPV4 = [
  { starts: /^10\./, stands: [10, 0] },
  { starts: /^192\.168\./, stands: [192, 168] },
  { starts: /^172\./, stands: [172, 16] },
  { starts: /^169\.254\./, stands: [169, 254] },
  { starts: /^100\./, stands: [100, 64] },
] as const;
/** For documentation (RFC 5737), and where these are used up for benchmarks (RFC 2544). */
const DOCUMENTATION = [
  [203, 0, 113],
  [198, 51, 100],
  [192, 0, 2],
] as const;

export class Addresses {
  readonly #given = new Map<string, string>();
  readonly #made = new Map<string, number>();

  of(address: string): string {
    const key = address.toLowerCase();
    if (NOBODYS.test(key)) return address;
    let given = this.#given.get(key);
    if (given === undefined) {
      given = this.#make(key);
      this.#given.set(key, given);
    }
    return given;
  }

  #make(address: string): string {
    if (IPV4.test(address)) return this.#ipv4(address);
    if (address.includes(":")) return this.#ipv6(address);
    if (isMdns({ address }))
      return `00000000-0000-4000-8000-${hex(this.#next("mdns")).padStart(12, "0")}.local`;
    return `host-${this.#next("name")}.example`;
  }

  #ipv4(address: string): string {
    const kind = isPrivate({ address }) && PRIVATE_IPV4.find(({ starts }) => starts.test(address));
    if (kind) {
      const number = this.#next(kind.stands.join("."));
      return [...kind.stands, (number >> 8) & 255, number & 255].join(".");
    }
    const number = this.#next("public") - 1;
    const range = DOCUMENTATION[Math.floor(number / 254)];
    if (range) return [...range, (number % 254) + 1].join(".");
    return [198, 18 + ((number >> 16) & 1), (number >> 8) & 255, number & 255].join(".");
  }

  #ipv6(address: string): string {
    const start = !isPrivate({ address }) ? "2001:db8" : address.startsWith("f") ? ownStart(address) : "fd00";
    return `${start}::${hex(this.#next(start))}`;
  }

  #next(kind: string): number {
    const number = (this.#made.get(kind) ?? 0) + 1;
    this.#made.set(kind, number);
    return number;
  }
}

const ownStart = (address: string): string => (address.startsWith("fe") ? "fe80" : "fd00");
const hex = (number: number): string => number.toString(16);
