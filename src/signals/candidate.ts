// An ICE candidate read from its text: where it leads, over what, and of which generation it is.

export type CandidateType = "host" | "srflx" | "prflx" | "relay";

export interface Candidate {
  foundation: string;
  component: number;
  transport: "udp" | "tcp";
  priority: number;
  address: string;
  port: number;
  type: CandidateType;
  tcpType: "active" | "passive" | "so" | null;
  /** The generation, if the line names it. */
  ufrag: string | null;
}

const TYPES: readonly string[] = ["host", "srflx", "prflx", "relay"];
const STARTS = ["candidate:", "a=candidate:"];

const startOf = (text: string): number => STARTS.find((start) => text.startsWith(start))?.length ?? -1;

export const isCandidateText = (text: string): boolean => startOf(text) > 0;

/** Null for what is no candidate (RFC 8839, 5.1). */
export function parseCandidate(text: string): Candidate | null {
  const start = startOf(text);
  if (start < 0) return null;
  const words = text.slice(start).trim().split(" ");
  const [foundation, component, transport, priority, address, port, typ, type] = words;
  if (typ !== "typ" || !type || !TYPES.includes(type) || !address) return null;
  const over = transport!.toLowerCase();
  if (over !== "udp" && over !== "tcp") return null;
  const extra = (name: string): string | null => {
    const at = words.indexOf(name, 8);
    return at < 0 ? null : (words[at + 1] ?? null);
  };
  return {
    foundation: foundation!,
    component: Number(component),
    transport: over,
    priority: Number(priority),
    address,
    port: Number(port),
    type: type as CandidateType,
    tcpType: extra("tcptype") as Candidate["tcpType"],
    ufrag: extra("ufrag"),
  };
}

export type Family = "IPv4" | "IPv6" | "name";

/** A name stands for an address of either family. */
export const familyOf = ({ address }: Candidate): Family =>
  address.includes(":") ? "IPv6" : /^[\d.]+$/.test(address) ? "IPv4" : "name";

/** A name that only the network it was made in can resolve. */
export const isMdns = ({ address }: Pick<Candidate, "address">): boolean =>
  address.toLowerCase().endsWith(".local");

const PRIVATE =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/i;

/** Of no use outside the network that it belongs to. */
export const isPrivate = (candidate: Pick<Candidate, "address">): boolean =>
  isMdns(candidate) || PRIVATE.test(candidate.address);
