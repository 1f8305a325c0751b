// A candidate and a finding told in words, for who looks at one closely.
import { type Candidate, familyOf, isMdns, isPrivate } from "../../signals/candidate.ts";
import { codes } from "../../signals/codes.ts";
import type { Finding } from "../../signals/ledger.ts";

const types: Record<Candidate["type"], string> = {
  host: "an address of its own",
  srflx: "how a STUN server sees it from outside",
  prflx: "an address that was learned during the checks",
  relay: "a place on a TURN server that passes everything on",
};

/** What it means for whoever wants to reach it. */
export function meaningOf(candidate: Candidate): string {
  const { type, transport, tcpType, port } = candidate;
  const words = [types[type]];
  if (isMdns(candidate)) words.push("hidden behind a name that only its own network resolves");
  else if (type === "host" && isPrivate(candidate)) words.push("reached only inside its own network");
  if (familyOf(candidate) === "IPv6") words.push("IPv6");
  if (transport === "tcp")
    words.push(
      tcpType === "active" || port === 9 ? "TCP, it connects itself" : "TCP, for networks without UDP",
    );
  return words.join("; ");
}

export const placeText = ({ transport, address, port }: Candidate): string =>
  `${transport} ${address.includes(":") ? `[${address}]` : address}:${port}`;

export const strengthWords = {
  sure: "sure: what is on the wire breaks a rule",
  likely: "likely: the usual cause of a failure; right pages do it now and then",
  hint: "hint: worth knowing when it doesn't work",
} as const;

export function standingOf({ because, withdrawn, contradicted }: Finding): string {
  if (withdrawn) return "Withdrawn: what came later shows that it was nothing.";
  if (contradicted) return "Contradicted: the link came up all the same.";
  return because ? `It follows from ${because}: look at that first.` : "";
}

export const titleOfFinding = ({ code }: Finding): string => codes[code].title;
export const whyOf = ({ code }: Finding): string => codes[code].why;
