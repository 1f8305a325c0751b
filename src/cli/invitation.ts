// What a guest types or opens to come into a room: the command, and the page's address where there is one.
import { DEFAULT_NAMESPACE } from "../protocol/ids.ts";
import type { ServerOptions } from "./options.ts";

type Where = Pick<ServerOptions, "url" | "ns">;

export interface Invitation {
  command: string;
  /** The page at the server's address knows the default namespace only. */
  link?: string;
  /** The address is one that only this machine knows. */
  here: boolean;
}

/** By the invite code; without one by the room's name. */
export function invitationTo(room: string, code: string | undefined, { url, ns }: Where): Invitation {
  const server = addressOf(url);
  const elsewhere = ns !== undefined && ns !== DEFAULT_NAMESPACE;
  const which = code === undefined ? room : `--code ${code}`;
  const command = `npx rtrooms join ${which} --url ${server}${elsewhere ? ` --ns ${ns}` : ""}`;
  const here = /^(localhost|127\..*|\[::1\])$/.test(new URL(server).hostname);
  if (elsewhere) return { command, here };
  const place = code === undefined ? `#${encodeURIComponent(room)}` : `#code=${code}`;
  return { command, here, link: `${server}/${place}` };
}

/** As a browser opens it. */
function addressOf(url: string): string {
  const address = new URL(url);
  address.protocol = address.protocol.replace("ws", "http");
  return address.href.replace(/\/$/, "");
}
