// What addresses are held to: connections, how fast, and how often something may be wrong.
import type { AddressPace } from "../core/address-pace.ts";
import type { Millis } from "../core/clock.ts";
import { Pace, type PeerRates, type TooMuch, tooMuch } from "../core/pace.ts";
import type { Authenticate, Grant } from "../core/rights.ts";
import type { NamespaceLimits, ServerLimits } from "../core/settings.ts";
import { RtError } from "../protocol/errors.ts";
import type { Namespace } from "../protocol/ids.ts";
import { Addresses } from "./addresses.ts";
import type { Suspect } from "./audit.ts";
import { createAddressOf, type TrustedProxies } from "./client-address.ts";
import type { Call } from "./guard.ts";
import { Refused } from "./refused.ts";

/** When to come back to an address that has all its connections. */
const COME_BACK_MS = 5_000;

export interface GateOptions {
  limits: ServerLimits;
  trusted: TrustedProxies;
  suspect: Suspect;
  /** Of a clock that never steps. */
  now(): Millis;
}

/** Whose call it is. */
export interface Caller {
  key: string;
  /** Null: it is not held to anything, as this machine itself. */
  pace: AddressPace | null;
}

export interface Gate {
  callerOf(call: Call): Caller;
  /** Rejects with a refusal; also where tokens of this address were wrong too often: nobody gets to know whether this one is. */
  grantOf(authenticate: Authenticate, token: string, namespace: Namespace, caller: Caller): Promise<Grant>;
  /** Throws where the address has too many connections, or opens them too fast. */
  mayConnect(caller: Caller): void;
  /** Of a connection that was let in. */
  paceOf(caller: Caller, limits: NamespaceLimits): Pace;
}

export function createGate({ limits, trusted, suspect, now }: GateOptions): Gate {
  const addresses = new Addresses(limits, now);
  const addressOf = createAddressOf(trusted);
  const enforced = limits.enforce === "on";
  return {
    callerOf(call) {
      const { key, direct } = addressOf(call);
      return { key, pace: enforced && !direct ? addresses.of(key) : null };
    },
    async grantOf(authenticate, token, namespace, { pace }) {
      const wait = pace?.wait("tokens") ?? 0;
      if (wait > 0) throw refused("address_tokens", wait);
      try {
        return await authenticate(token, namespace);
      } catch (error) {
        if (!(error instanceof RtError) || error.code !== "unauthorized") throw error;
        pace?.take("tokens");
        throw new Refused("token", "unauthorized", error.message);
      }
    },
    mayConnect({ pace }) {
      if (!pace) return;
      const wait = pace.take("connects");
      if (wait > 0) throw refused("address_connects", wait);
      if (pace.connections < limits.connectionsPerAddress) return;
      throw new Refused(
        "address_connections",
        "rate_limited",
        `There are ${pace.connections} connections from this address already. A proxy that brings many peers is named with --trust-proxy.`,
        COME_BACK_MS,
      );
    },
    paceOf({ key, pace }, own) {
      const onTooMuch = (what: TooMuch) => suspect(what, { address: key });
      return new Pace({ rates: enforced ? ratesOf(own) : null, address: pace, now, onTooMuch });
    },
  };
}

const ratesOf = (limits: NamespaceLimits): PeerRates => ({
  messages: { perSecond: limits.messagesPerSecond, burst: limits.messageBurst },
  signals: { perSecond: limits.signalsPerSecond, burst: limits.signalBurst },
});

function refused(what: "address_tokens" | "address_connects", wait: Millis): Refused {
  const { message, retryAfterMs } = tooMuch(what, wait);
  return new Refused(what, "rate_limited", message, retryAfterMs);
}
