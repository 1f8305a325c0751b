// Who may talk to this server at all: names that it answers to, browser origins, calls of this machine itself.
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

export type Call = Pick<IncomingMessage, "socket" | "headers">;

const LOOPBACK_NAMES = new Set(["localhost", "::1"]);

/** By the whole address: `127.evil.example` is a name, which leads wherever its owner wants. */
export function isLoopbackHost(host: string): boolean {
  const name = unbracketed(host);
  return LOOPBACK_NAMES.has(name) || (isIP(name) === 4 && name.startsWith("127."));
}

export const isLoopbackAddress = (address: string): boolean =>
  isLoopbackHost(address.replace(/^::ffff:(?=127\.)/i, ""));

/** What proxies add, and who connects by itself doesn't. */
const FORWARDED = ["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host"];

/** From this machine, with no proxy between. */
export const isDirect = ({ socket, headers }: Call): boolean =>
  isLoopbackAddress(socket.remoteAddress ?? "") && FORWARDED.every((name) => headers[name] === undefined);

/** And under a name of this machine: a page's own name can be made to lead here. */
export const isLocal = (call: Call): boolean => isDirect(call) && isNameOfLoopback(call.headers.host);

const unbracketed = (host: string): string => host.replace(/^\[(.*)\]$/, "$1");

/** Without the port, in small letters. */
export const hostnameOf = (host: string): string => host.replace(/:\d*$/, "").toLowerCase();

const sameHost = (a: string, b: string): boolean => a === b || (isLoopbackHost(a) && isLoopbackHost(b));

/** Or any address: a page's name is what can be made to lead elsewhere. */
function isNameOfLoopback(host: string | undefined): boolean {
  const name = hostnameOf(host ?? "");
  return isLoopbackHost(name) || isIP(unbracketed(name)) !== 0;
}

/**
 * A page of another site can make its own name resolve to this machine; then Host is that name. A server that is bound to
 * loopback therefore answers to loopback's names and to addresses only.
 */
export const mayAskForHost = (host: string | undefined, boundTo: string): boolean =>
  !isLoopbackHost(boundTo) || isNameOfLoopback(host);

export interface OriginRule {
  /** Origins, `https://*.example.com` for all below a name, `*` for all. */
  allowed: readonly string[];
  /** The server speaks TLS: a page that came without it may be somebody else's on the way. */
  secure: boolean;
}

/** Browsers always send Origin with a WebSocket; programs don't. A page of the same host may, whatever its port. */
export function mayComeFrom(
  origin: string | undefined,
  host: string | undefined,
  { allowed, secure }: OriginRule,
): boolean {
  if (origin === undefined || allowed.some((pattern) => fits(pattern, origin))) return true;
  const page = URL.canParse(origin) ? new URL(origin) : null;
  // Files, extensions and sandboxed frames have no host that would say whose they are.
  if (!page || !["http:", "https:"].includes(page.protocol)) return false;
  if (secure && page.protocol === "http:" && !isLoopbackHost(page.hostname)) return false;
  return sameHost(page.hostname, hostnameOf(host ?? ""));
}

function fits(pattern: string, origin: string): boolean {
  if (pattern === "*") return true;
  const [wanted, found] = [pattern.toLowerCase().replace(/\/$/, ""), origin.toLowerCase()];
  const [scheme, parent] = wanted.split("://*.");
  if (parent === undefined) return wanted === found;
  if (!found.startsWith(`${scheme}://`) || !found.endsWith(`.${parent}`)) return false;
  // What stands for the star is a name and its dots, so that no other part of an origin can.
  const names = found.slice(`${scheme}://`.length, -(parent.length + 1)).split(".");
  return names.every((name) => /^[a-z0-9-]+$/.test(name));
}

export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
