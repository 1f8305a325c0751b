// What sections that share a transport must agree on: the group itself, rtcp-mux, header extensions, payloads, SCTP, rids.
import { type DescriptionKind, type Engine, isLive } from "../identity.ts";
import type { Description, Section } from "../sdp.ts";
import type { Problem } from "../triggers.ts";

const label = ({ kind, mid, index }: Section): string => `m=${kind} (${mid ?? index})`;

/** Of one description by itself, as the engine that gets it takes it. */
export function judgeBundle(kind: DescriptionKind, description: Description, receiver: Engine): Problem[] {
  const { bundles, sections } = description;
  const problems: Problem[] = [];
  const mids = new Set(sections.map(({ mid }) => mid));
  for (const missing of bundles.flat().filter((mid) => !mids.has(mid)))
    problems.push({
      trigger: "bundle-mid-missing",
      strength: "sure",
      what: `the group names ${missing}, and no section does`,
    });

  const live = sections.filter((section) => isLive(kind, section));
  problems.push(...muxProblems(description, live, receiver));
  const twice = extensionTwice(description, live);
  if (twice) problems.push({ trigger: "extension-twice", strength: "sure", what: twice });
  for (const section of live) {
    for (const [payload, codecs] of section.codecs) {
      if (codecs.length < 2) continue;
      const strength = receiver === "firefox" ? "hint" : receiver === "libwebrtc" ? "sure" : "likely";
      const what = `payload type ${payload} of ${label(section)} is ${codecs.join(" and ")}`;
      problems.push({ trigger: "payload-twice", strength, what });
      break;
    }
    if (section.kind === "application" && !section.sctpPort) {
      const strength = receiver === "firefox" ? "sure" : "likely";
      problems.push({ trigger: "no-sctp-port", strength, what: `${label(section)} has no a=sctp-port` });
    }
    const rid = section.simulcastRids.find((name) => !section.rids.includes(name));
    if (rid !== undefined) {
      const strength = receiver === "firefox" ? "sure" : "likely";
      problems.push({
        trigger: "rid-missing",
        strength,
        what: `a=simulcast names ${rid}, which no a=rid line does`,
      });
    }
  }
  return problems;
}

function muxProblems({ bundles }: Description, live: readonly Section[], receiver: Engine): Problem[] {
  const media = live.filter(({ kind }) => kind === "audio" || kind === "video");
  const without = media.filter(({ rtcpMux }) => !rtcpMux);
  const first = without[0];
  if (!first) return [];
  const bundled = without.some(({ mid }) => mid !== null && bundles.some((mids) => mids.includes(mid)));
  const known = without.length === media.length || receiver !== "unknown";
  const strength = bundled && known ? "sure" : "likely";
  return [{ trigger: "no-rtcp-mux", strength, what: `${label(first)} has no a=rtcp-mux` }];
}

/** In one section, or over a bundle, an id has one meaning. */
function extensionTwice({ bundles }: Description, live: readonly Section[]): string | null {
  const meanings = new Map<string, string>();
  for (const section of live) {
    const bundle = bundles.findIndex((mids) => section.mid !== null && mids.includes(section.mid));
    const scope = bundle >= 0 ? `group ${bundle}` : `section ${section.index}`;
    for (const [id, uris] of section.extensions) {
      if (uris.length > 1) return `extension ${id} of ${label(section)} has two meanings`;
      const known = meanings.get(`${scope} ${id}`);
      if (known !== undefined && known !== uris[0])
        return `extension ${id} means something else in ${label(section)}`;
      meanings.set(`${scope} ${id}`, uris[0]!);
    }
  }
  return null;
}

/** Of an answer and its offer. */
export function judgeBundledAnswer(offer: Description, answer: Description): Problem[] {
  const offered = new Set(offer.bundles.flat());
  const extra = answer.bundles.flat().find((mid) => !offered.has(mid));
  if (extra !== undefined) {
    return [
      {
        trigger: "bundle-not-offered",
        strength: "sure",
        what: `the answer bundles ${extra}, the offer doesn't`,
      },
    ];
  }
  const live = answer.sections.filter((section) => isLive("answer", section));
  if (offered.size > 0 && answer.bundles.length === 0 && live.length > 1) {
    return [
      { trigger: "answer-unbundled", strength: "likely", what: "the offer has a bundle, the answer none" },
    ];
  }
  return [];
}
