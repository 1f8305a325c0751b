// Who may talk to this server at all: hosts, browser origins, loopback.
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);

/** A name may begin like an address: 127.0.0.1.example.org is anybody's. */
export const isLoopbackHost = (host: string): boolean =>
  LOOPBACK_NAMES.has(host) || (isIP(host) === 4 && host.startsWith("127."));

const isLoopbackAddress = (address: string): boolean =>
  address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127.");

/** Straight from this machine: what a proxy passes on is not. */
export const isLocal = ({ socket, headers }: IncomingMessage): boolean =>
  isLoopbackAddress(socket.remoteAddress ?? "") && !headers["x-forwarded-for"] && !headers.forwarded;

const hostnameOf = (host: string): string => host.replace(/:\d+$/, "").toLowerCase();

const sameHost = (a: string, b: string): boolean => a === b || (isLoopbackHost(a) && isLoopbackHost(b));

/**
 * A page of another site can make its own name resolve to this machine; then Host is that name. A server that is bound to
 * loopback therefore answers to loopback's names and to addresses only.
 */
export function mayAskForHost(host: string | undefined, boundTo: string): boolean {
  if (!isLoopbackHost(boundTo)) return true;
  const name = hostnameOf(host ?? "");
  return isLoopbackHost(name) || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}

/** Browsers always send Origin with a WebSocket; programs don't. A page of the same host may, whatever its port. */
export function mayComeFrom(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes("*") || allowed.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  return sameHost(new URL(origin).hostname, hostnameOf(host ?? ""));
}

export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
