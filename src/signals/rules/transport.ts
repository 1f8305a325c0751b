// How the two sides reach and trust each other: DTLS roles, fingerprints, and the credentials of ICE.
import { type DescriptionKind, type Engine, fingerprintsOf, TELLING, taggedSections } from "../identity.ts";
import type { Description, Section } from "../sdp.ts";
import type { Problem } from "../triggers.ts";

const label = ({ kind, mid, index }: Section): string => `m=${kind} (${mid ?? index})`;
const strong = (receiver: Engine, sureFor: Engine): Problem["strength"] =>
  receiver === sureFor ? "sure" : receiver === "unknown" ? "likely" : "hint";

/** RFC 8839, 5.4. */
const LEAST_UFRAG = 4;
const LEAST_PWD = 22;
const SPOILT = /[\s%]/;

/** Of one description by itself. */
export function judgeTransport(kind: DescriptionKind, description: Description, receiver: Engine): Problem[] {
  const problems: Problem[] = [];
  for (const section of taggedSections(kind, description)) {
    const { ufrag, pwd, fingerprints, setup } = section;
    if (ufrag === null || pwd === null) {
      const what = `${label(section)} has no ${ufrag === null ? "ice-ufrag" : "ice-pwd"}`;
      problems.push({ trigger: "no-credentials", strength: "sure", what });
    } else if (ufrag.length < LEAST_UFRAG || pwd.length < LEAST_PWD || SPOILT.test(ufrag + pwd)) {
      const why = SPOILT.test(ufrag + pwd) ? "contain a space or a %" : "are too short";
      problems.push({
        trigger: "bad-credentials",
        strength: "sure",
        what: `the ICE credentials of ${label(section)} ${why}`,
      });
    }
    if (fingerprints.length === 0) {
      problems.push({
        trigger: "no-fingerprint",
        strength: "sure",
        what: `${label(section)} has no a=fingerprint`,
      });
    } else if (fingerprints.some((text) => /[a-f]/.test(text.split(" ")[1] ?? ""))) {
      const what = `the fingerprint of ${label(section)} is in lower case`;
      problems.push({ trigger: "fingerprint-case", strength: strong(receiver, "firefox"), what });
    }
    if (kind === "offer" && setup === null) {
      problems.push({
        trigger: "no-setup",
        strength: strong(receiver, "firefox"),
        what: `${label(section)} has no a=setup`,
      });
    }
  }
  return problems;
}

/** Of an answer and the offer it meets: exactly one side begins the handshake. */
export function judgeRoles(offer: Description, answer: Description): Problem[] {
  for (const section of taggedSections("answer", answer)) {
    const asked = offer.sections[section.index]?.setup ?? null;
    const { setup } = section;
    const both = (setup === "active" || setup === "passive") && asked === setup;
    if (setup !== "actpass" && !both) continue;
    const what = both
      ? `${label(section)} is ${setup} on both sides`
      : `the answer says actpass in ${label(section)}`;
    return [{ trigger: "setup-conflict", strength: "sure", what }];
  }
  return [];
}

/** What was agreed before by the same two connections, and what is agreed now. */
export interface Continuity {
  before: { offer: Description; answer: Description };
  now: { offer: Description; answer: Description };
  /** Whether the one who offers now was the one who offered then. */
  sameOfferer: boolean;
  offererEngine: Engine;
  answererEngine: Engine;
}

const headOf = (kind: DescriptionKind, description: Description): Section | undefined =>
  taggedSections(kind, description)[0];

export function judgeContinuity({
  before,
  now,
  sameOfferer,
  offererEngine,
  answererEngine,
}: Continuity): Problem[] {
  const head = headOf("answer", now.answer);
  const oldHead = headOf("answer", before.answer);
  // Another transport: the head of the bundle was stopped, or sections without names can't be compared.
  if (!head || !oldHead || head.mid === null || head.mid !== oldHead.mid) return [];
  const offered = now.offer.sections[head.index];
  if (!offered) return [];
  // The earlier descriptions of who offers and who answers now.
  const [offererBefore, answererBefore] = sameOfferer
    ? [before.offer, before.answer]
    : [before.answer, before.offer];
  const was = (description: Description) => description.sections.find(({ mid }) => mid === head.mid);
  const [offerWas, answerWas] = [was(offererBefore), was(answererBefore)];
  if (!offerWas || !answerWas) return [];

  const problems: Problem[] = [];
  const offerRestarts = changed(offerWas.ufrag, offered.ufrag);
  const answerRestarts = changed(answerWas.ufrag, head.ufrag) || changed(answerWas.pwd, head.pwd);
  // Bundled sections may leave their credentials to the head.
  const told = ![offerWas.ufrag, offered.ufrag, answerWas.ufrag].includes(null);
  if (told && offerRestarts && !answerRestarts) {
    const strength = answererEngine === "libwebrtc" ? "likely" : "sure";
    const what = `the offer has new ICE credentials for ${label(head)}, the answer its old ones`;
    problems.push({ trigger: "restart-not-answered", strength, what });
  }
  if (told && !offerRestarts && answerRestarts) {
    const strength = offererEngine === "firefox" ? "sure" : "likely";
    const what = `the answer has new ICE credentials for ${label(head)}, the offer its old ones`;
    problems.push({ trigger: "restart-by-answer", strength, what });
  }
  const sameKeys =
    same(fingerprintsOf(offererBefore), fingerprintsOf(now.offer)) &&
    same(fingerprintsOf(answererBefore), fingerprintsOf(now.answer));
  const role = clientRole(before.answer, head.mid);
  const roleNow = clientRole(now.answer, head.mid);
  if (sameKeys && role && roleNow && (role === roleNow) !== sameOfferer) {
    const what = `${label(head)} changed its DTLS role: the answer says ${head.setup}`;
    problems.push({ trigger: "role-changed", strength: strong(offererEngine, "libwebrtc"), what });
  }
  return problems;
}

/** Of an offer: other keys for the same generation of the same session. Firefox takes no notice of it. */
export function judgeKeys(before: Description, offer: Description, receiver: Engine): Problem[] {
  const session = offer.origin?.sessionId ?? "";
  if (session.length < TELLING || before.origin?.sessionId !== session) return [];
  const [old, now] = [fingerprintsOf(before), fingerprintsOf(offer)];
  if (old.size === 0 || now.size === 0 || [...now].some((key) => old.has(key))) return [];
  const generations = new Set(before.sections.map(({ ufrag }) => ufrag));
  if (!offer.sections.some(({ ufrag }) => ufrag !== null && generations.has(ufrag))) return [];
  return [
    {
      trigger: "fingerprint-changed",
      strength: strong(receiver, "libwebrtc"),
      what: "the fingerprint is another one, the ICE credentials are not",
    },
  ];
}

const changed = (before: string | null, now: string | null): boolean =>
  before !== null && now !== null && before !== now;

const same = (a: Set<string>, b: Set<string>): boolean =>
  a.size === b.size && [...a].every((key) => b.has(key));

/** Who begins the handshake, as the answer says. */
function clientRole(answer: Description, mid: string): "answerer" | "offerer" | null {
  const setup = answer.sections.find((section) => section.mid === mid)?.setup;
  return setup === "active" ? "answerer" : setup === "passive" ? "offerer" : null;
}
