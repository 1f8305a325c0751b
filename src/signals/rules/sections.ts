// Sections: whether an answer lines up with its offer, a later offer with what was agreed, and each carries something.
import { type DescriptionKind, isLive } from "../identity.ts";
import type { Description, Direction, Section } from "../sdp.ts";
import type { Problem } from "../triggers.ts";

const sure = (trigger: Problem["trigger"], what: string): Problem => ({ trigger, strength: "sure", what });

const nameOf = ({ kind, mid, index }: Section): string =>
  `m=${kind} (${mid === null ? `number ${index + 1}` : `mid ${mid}`})`;

/** Of any description by itself. */
export function judgeMids({ sections }: Description): Problem[] {
  const seen = new Set<string>();
  for (const { mid } of sections) {
    if (mid === null) continue;
    if (seen.has(mid)) return [sure("mid-twice", `two sections have the mid ${mid}`)];
    seen.add(mid);
  }
  return [];
}

/** Why the answer's sections can't be those of the offer; null if they can. */
export function misalignment(offer: Description, answer: Description): string | null {
  const [asked, given] = [offer.sections, answer.sections];
  if (asked.length !== given.length)
    return `the offer has ${sectionCount(asked.length)}, the answer ${given.length}`;
  for (const [index, section] of asked.entries()) {
    const other = given[index]!;
    if (section.kind !== other.kind)
      return `section ${index + 1} is m=${section.kind} in the offer and m=${other.kind} in the answer`;
    if (section.mid !== null && other.mid !== null && section.mid !== other.mid)
      return `section ${index + 1} has the mid ${section.mid} in the offer and ${other.mid} in the answer`;
  }
  return null;
}

const sectionCount = (count: number): string => `${count} section${count === 1 ? "" : "s"}`;

/** Of an answer and the offer it meets. */
export function judgeAnswer(offer: Description, answer: Description): Problem[] {
  const reason = misalignment(offer, answer);
  if (reason) return [sure("sections-differ", reason)];
  const problems: Problem[] = [];
  const pairs = offer.sections.map((section, index) => [section, answer.sections[index]!] as const);
  const offered = pairs.filter(([section]) => isLive("offer", section));
  const rejected = offered.filter(([, given]) => !isLive("answer", given));
  for (const [asked, given] of offered) {
    if (!isLive("answer", given)) continue;
    if (!haveCommonCodec(asked, given))
      problems.push(sure("no-common-codec", `${nameOf(asked)} has no codec that both name`));
    const wrong = impossible(asked.direction, given.direction);
    if (wrong && asked.kind !== "application") {
      problems.push(
        sure(
          "direction-impossible",
          `${nameOf(asked)} was offered ${asked.direction} and answered ${given.direction}`,
        ),
      );
    }
  }
  if (rejected.length > 0) {
    problems.push({
      trigger: "section-rejected",
      strength: rejected.length === offered.length ? "likely" : "hint",
      what: `${rejected.map(([asked]) => nameOf(asked)).join(", ")} ${rejected.length === 1 ? "was" : "were"} refused`,
    });
  }
  return problems;
}

const sends = (direction: Direction): boolean => direction === "sendrecv" || direction === "sendonly";
const receives = (direction: Direction): boolean => direction === "sendrecv" || direction === "recvonly";

const impossible = (offered: Direction, answered: Direction): boolean =>
  (sends(answered) && !receives(offered)) || (receives(answered) && !sends(offered));

/** The payload types that need no rtpmap line (RFC 3551). */
const STATIC: Record<string, string> = {
  0: "pcmu/8000",
  3: "gsm/8000",
  8: "pcma/8000",
  9: "g722/8000",
  13: "cn/8000",
  18: "g729/8000",
};
/** These accompany a codec and are none. */
const COMPANIONS = /^(?:rtx|red|ulpfec|flexfec(?:-03)?|cn|telephone-event)\//;

function haveCommonCodec(asked: Section, given: Section): boolean {
  if (asked.kind === "application") return true;
  if (asked.codecs.size === 0 || given.codecs.size === 0) return true;
  const known = codecsOf(asked);
  return codecsOf(given).some((codec) => known.includes(codec));
}

/** Name and clock; how many channels is between the two. */
const codecsOf = ({ payloads, codecs }: Section): string[] =>
  payloads
    .flatMap((payload) => codecs.get(payload) ?? STATIC[payload] ?? [])
    .filter((codec) => !COMPANIONS.test(codec))
    .map((codec) => codec.split("/").slice(0, 2).join("/"));

export interface Agreed {
  offer: Description;
  answer: Description;
  /** Whether the one who offers now was the one who offered then. */
  sameOfferer: boolean;
}

/** Of a later offer and what was agreed before: sections stay, except those that were refused. */
export function judgeReoffer(agreed: Agreed, offer: Description): Problem[] {
  const before = agreed.answer.sections;
  if (offer.sections.length < before.length) {
    return [
      sure(
        "section-removed",
        `${sectionCount(before.length)} were agreed on, and this offer has ${offer.sections.length}`,
      ),
    ];
  }
  for (const [index, section] of before.entries()) {
    if (!isLive("answer", section)) continue;
    const now = offer.sections[index]!;
    if (now.kind !== section.kind)
      return [sure("section-removed", `section ${index + 1} was m=${section.kind} and is m=${now.kind} now`)];
    if (now.mid !== null && section.mid !== null && now.mid !== section.mid)
      return [
        sure("section-removed", `section ${index + 1} had the mid ${section.mid} and has ${now.mid} now`),
      ];
  }
  return [];
}

/** Of the first offer of a connection. */
export const judgeFirstOffer = ({ sections }: Description): Problem[] =>
  sections.length === 0 ? [sure("no-sections", "the offer has no section at all")] : [];

/** Nothing flows one way or the other, though it was offered both ways. */
export function oneWay(offer: Description, answer: Description): string | null {
  for (const [index, asked] of offer.sections.entries()) {
    const given = answer.sections[index];
    if (!given || asked.kind === "application" || !isLive("answer", given)) continue;
    if (asked.direction === "sendrecv" && given.direction === "recvonly")
      return `${nameOf(asked)} was offered both ways, and the answerer only receives`;
    if (asked.direction !== "inactive" && given.direction === "inactive")
      return `${nameOf(asked)} ended inactive`;
  }
  return null;
}

export const liveKinds = (kind: DescriptionKind, { sections }: Description): string[] =>
  sections.filter((section) => isLive(kind, section)).map((section) => section.kind);
