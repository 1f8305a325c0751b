// From what a person types as an address to the URL of the socket.
import { isNamespace } from "../protocol/ids.ts";
import { ConnectError } from "./errors.ts";

const SCHEMES: Record<string, string> = { "ws:": "ws:", "wss:": "wss:", "http:": "ws:", "https:": "wss:" };

/** "host:7420", "http://host:7420" and "ws://host:7420/ws" are the same place; a namespace goes behind the path. */
export function socketUrl(address: string, namespace?: string): string {
  const fail = (why: string) =>
    new ConnectError(`${why} An address looks like ws://127.0.0.1:7420.`, { url: address });
  if (namespace !== undefined && !isNamespace(namespace)) {
    throw fail("A namespace is made of letters, digits and _ . : - (128 at most).");
  }
  const withScheme = address.includes("://") ? address : `ws://${address}`;
  if (!URL.canParse(withScheme)) throw fail("The address can't be read.");
  const url = new URL(withScheme);
  const scheme = SCHEMES[url.protocol];
  if (!scheme) throw fail(`The address begins with ${url.protocol}//, which is not ws, wss, http or https.`);
  if (url.username || url.password)
    throw fail("A name or password in the address is not used: give a token.");
  const path = url.pathname.replace(/\/+$/, "") || "/ws";
  if (namespace !== undefined && !path.endsWith("/ws")) {
    throw fail(`The address has the path ${path}, so a namespace can't be added to it.`);
  }
  return `${scheme}//${url.host}${path}${namespace === undefined ? "" : `/${namespace}`}${url.search}`;
}
