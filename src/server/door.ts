// A door of the server: one listener with its own rules of who may come in by it, and what an upgrade has to pass.
import type { IncomingMessage } from "node:http";
import type { Hub } from "../core/hub.ts";
import type { Grant } from "../core/rights.ts";
import { DEFAULT_NAMESPACE, isNamespace, type Namespace } from "../protocol/ids.ts";
import { noSuchNamespace } from "./call.ts";
import type { Caller, Gate } from "./gate.ts";
import { bearerOf, mayAskForHost, mayComeFrom, type OriginRule } from "./guard.ts";
import type { Readiness } from "./readiness.ts";
import { Refused } from "./refused.ts";

const BEARER = /(?:^|,)\s*bearer\.([^\s,]+)/;
/** What one call may bring; Node itself reads one more, and drops the rest. */
export const MOST_HEADERS = 1_000;
/** When to come back to a server that is full, busy or on its way out. */
const COME_BACK_MS = 5_000;

export interface Door {
  /** The address that it is bound to. */
  host: string;
  origins: OriginRule;
  /** Whether changes, figures and watching are to be had here. */
  admin: boolean;
}

export interface Admission {
  hub: Hub;
  gate: Gate;
  readiness: Readiness;
  /** The most connections of the whole server. */
  most: number;
}

export interface Admitted {
  namespace: Namespace;
  /** By the token that came with the call. */
  granted: Grant | undefined;
  caller: Caller;
}

/** Host, origin and headers of any call. */
export function checkCall({ headers, rawHeaders, method }: IncomingMessage, { host, origins }: Door): void {
  if (rawHeaders.length / 2 > MOST_HEADERS) {
    throw new Refused("headers", "bad_request", `A call may have ${MOST_HEADERS} headers.`);
  }
  if (!mayAskForHost(headers.host, host)) {
    throw new Refused("host", "forbidden", "This server answers to local names only.");
  }
  const reads = (method === "GET" && headers.upgrade === undefined) || method === "HEAD";
  if (reads || mayComeFrom(headers.origin, headers.host, origins)) return;
  throw new Refused(
    "origin",
    "forbidden",
    `Pages from ${headers.origin} are not allowed: start with --allow-origin ${headers.origin}.`,
  );
}

/** Rejects with a refusal; what it lets in is counted by who opens the connection. `open`: how many there are. */
export async function admit(
  request: IncomingMessage,
  door: Door,
  admission: Admission,
  open: () => number,
): Promise<Admitted> {
  const { hub, gate } = admission;
  const namespace = namespaceOf(request);
  checkCall(request, door);
  if (!hub.options.serves(namespace)) {
    throw new Refused("namespace", "not_found", noSuchNamespace(namespace).message);
  }
  mayOpen(admission, open());
  const caller = gate.callerOf(request);
  const token = tokenOf(request);
  if (token === undefined) {
    gate.mayConnect(caller);
    return { namespace, granted: undefined, caller };
  }
  const granted = await gate.grantOf(hub.options.authenticate, token, namespace, caller);
  // A look at the token takes its time: much may be otherwise by now.
  mayOpen(admission, open());
  const held = granted.admin ? { ...caller, pace: null } : caller;
  gate.mayConnect(held);
  return { namespace, granted, caller: held };
}

function mayOpen({ readiness, most }: Admission, open: number): void {
  const shut = readiness.shut();
  if (shut) throw new Refused("unready", "unavailable", shut.reason, COME_BACK_MS);
  if (open >= most) throw new Refused("connections", "unavailable", "Too many connections.", COME_BACK_MS);
}

function namespaceOf({ url = "/" }: IncomingMessage): Namespace {
  if (!URL.canParse(url, "http://local")) {
    throw new Refused("path", "bad_request", "The address of this call can't be read.");
  }
  const { pathname, searchParams } = new URL(url, "http://local");
  const path = /^\/ws(?:\/([^/]+))?\/?$/.exec(pathname);
  const namespace = path?.[1] ?? DEFAULT_NAMESPACE;
  if (!path || !isNamespace(namespace))
    throw new Refused("path", "not_found", "WebSockets are at /ws or /ws/<namespace>.");
  if (searchParams.has("token")) {
    throw new Refused(
      "token_in_url",
      "bad_request",
      "A token in a URL ends up in logs: send it in `hello`, as `Authorization: Bearer`, or as the subprotocol `bearer.<token>`.",
    );
  }
  return namespace;
}

const tokenOf = ({ headers }: IncomingMessage): string | undefined =>
  bearerOf(headers.authorization) ?? BEARER.exec(headers["sec-websocket-protocol"] ?? "")?.[1];
