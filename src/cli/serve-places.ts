// Under which addresses a server is reached: on this machine, and in the networks that it listens to.
import type { NetworkInterfaceInfo } from "node:os";
import { isLoopbackHost } from "../server/guard.ts";

export interface Place {
  url: string;
  ws: string;
  /** The network interface behind it; null for one that was asked for by itself. */
  network: string | null;
}

export interface Places {
  /** What commands on this machine call. */
  here: Place;
  /** What others call; empty where only this machine gets in. */
  elsewhere: readonly Place[];
}

interface Listening {
  host: string;
  port: number;
  secure: boolean;
}

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

const LOOPBACK: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** Networks inside this machine, which nobody's phone is in. */
const INNER = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|lxc|podman|cni)/;

export function placesOf({ host, port, secure }: Listening, interfaces: Interfaces): Places {
  const s = secure ? "s" : "";
  const place = (address: string, network: string | null = null): Place => {
    const authority = `${address.includes(":") ? `[${address}]` : address}:${port}`;
    return { url: `http${s}://${authority}`, ws: `ws${s}://${authority}/ws`, network };
  };
  const loopback = LOOPBACK[host];
  if (loopback === undefined) {
    const here = place(host);
    return { here, elsewhere: isLoopbackHost(host) ? [] : [here] };
  }
  const addresses = Object.entries(interfaces).flatMap(([network, infos = []]) =>
    infos
      .filter((info) => isReached(info, host))
      .map(({ address, family }) => ({ address, family, network })),
  );
  // Those that are most likely wanted come first.
  const weight = ({ family, network }: (typeof addresses)[number]): number =>
    2 * Number(INNER.test(network)) + Number(family === "IPv6");
  const sorted = addresses.sort((a, b) => weight(a) - weight(b));
  return { here: place(loopback), elsewhere: sorted.map(({ address, network }) => place(address, network)) };
}

/** A link-local address means something only together with an interface of who calls it. */
const isReached = ({ internal, family, address }: NetworkInterfaceInfo, host: string): boolean =>
  !internal && (family === "IPv4" || (host === "::" && !/^fe[89ab]/i.test(address)));
