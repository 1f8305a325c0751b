// Open sockets by address, whatever is or isn't said on them: who opens many and says nothing is stopped here.
import type { Socket } from "node:net";
import type { ServerLimits } from "../core/settings.ts";
import type { Suspect } from "./audit.ts";
import { keyOf, plain, type TrustedProxies } from "./client-address.ts";
import { isLoopbackAddress } from "./guard.ts";

/** Besides its connections a browser has a few sockets for files. */
const PER_CONNECTION = 2;

/** Answers whether a socket that has just been opened may stay. Proxies that are trusted bring many, and this machine may. */
export function createSocketLimit(limits: ServerLimits, trusted: TrustedProxies, suspect: Suspect) {
  const open = new Map<string, number>();
  const most = limits.connectionsPerAddress * PER_CONNECTION;
  return (socket: Socket): boolean => {
    const address = plain(socket.remoteAddress ?? "");
    if (limits.enforce === "off" || isLoopbackAddress(address) || trusted.has(address)) return true;
    const key = keyOf(address);
    const count = open.get(key) ?? 0;
    if (count >= most) {
      suspect("address_sockets", { address: key });
      return false;
    }
    open.set(key, count + 1);
    socket.once("close", () => {
      const left = open.get(key)! - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    });
    return true;
  };
}
