// Two descriptions compared: what is different in the second one, in words, section by section.
import type { Description, Section } from "./sdp.ts";

/** What a section says, each under the name that people know it by; in the order in which it is shown. */
export type Facts = readonly (readonly [name: string, value: string])[];

export interface Aligned {
  /** `audio · mid 0`, of the second one where it has this section. */
  title: string;
  before: Facts | null;
  after: Facts | null;
}

const NONE = "none";
const listed = (values: readonly string[]): string => (values.length === 0 ? NONE : values.join(" "));

/** `opus/48000/2`, each once, in the order of preference; a data channel has none. */
export const codecsOf = ({ payloads, codecs }: Section): string[] => [
  ...new Set(payloads.flatMap((payload) => codecs.get(payload) ?? [])),
];

const typesOf = ({ candidates }: Section): string[] => [...new Set(candidates.map(({ type }) => type))];

function candidatesText(section: Section): string {
  const { candidates, endOfCandidates } = section;
  if (candidates.length === 0) return endOfCandidates ? "none, and no more" : NONE;
  return `${candidates.length} ${typesOf(section).join("/")}${endOfCandidates ? ", complete" : ""}`;
}

export const titleOf = ({ kind, mid, index }: Section): string =>
  `${kind} · ${mid === null ? `section ${index}, no mid` : `mid ${mid}`}`;

export function factsOf(section: Section): Facts {
  const { kind, direction, port, bundleOnly, ufrag, fingerprints, setup, sctpPort, simulcastRids } = section;
  const media = kind !== "application";
  return [
    ["port", port === 0 ? (bundleOnly ? "0, bundle only" : "0: rejected") : String(port)],
    ...(media ? ([["direction", direction]] as const) : []),
    ...(media ? ([["codecs", listed(codecsOf(section))]] as const) : []),
    ...(sctpPort === null ? [] : ([["sctp port", String(sctpPort)]] as const)),
    ["ice ufrag", ufrag ?? NONE],
    ["setup", setup ?? NONE],
    ["fingerprint", listed(fingerprints)],
    ["candidates", candidatesText(section)],
    ...(simulcastRids.length === 0 ? [] : ([["simulcast", listed(simulcastRids)]] as const)),
  ];
}

/** Sections by their mids, as browsers match them; those without one by their place. */
function pairs(before: Description, after: Description): [Section | null, Section | null][] {
  const left = new Set(before.sections);
  const result: [Section | null, Section | null][] = [];
  for (const section of after.sections) {
    const partner = [...left].find(({ mid, index }) =>
      mid === null || section.mid === null ? index === section.index : mid === section.mid,
    );
    if (partner) left.delete(partner);
    result.push([partner ?? null, section]);
  }
  return [...result, ...[...left].map((gone): [Section, null] => [gone, null])];
}

export const aligned = (before: Description, after: Description): Aligned[] =>
  pairs(before, after).map(([was, is]) => ({
    title: titleOf((is ?? was)!),
    before: was && factsOf(was),
    after: is && factsOf(is),
  }));

const shortCodec = (codec: string): string => codec.split("/", 1)[0]!.toUpperCase();
const without = (a: readonly string[], b: readonly string[]): string[] => a.filter((one) => !b.includes(one));
const plural = (count: number, what: string): string => `${what}${count === 1 ? "" : "s"}`;

function codecChanges(was: Section, is: Section): string[] {
  const [before, after] = [codecsOf(was), codecsOf(is)];
  const gone = [...new Set(without(before, after).map(shortCodec))];
  const came = [...new Set(without(after, before).map(shortCodec))];
  const words = [];
  if (gone.length > 0) words.push(`${plural(gone.length, "codec")} ${gone.join(", ")} gone`);
  if (came.length > 0) words.push(`${plural(came.length, "codec")} ${came.join(", ")} new`);
  if (words.length === 0 && before.join() !== after.join() && before.length > 0)
    words.push(`codec ${shortCodec(after[0]!)} is first now`);
  return words;
}

function sectionChanges(was: Section, is: Section): string[] {
  const words: string[] = [];
  if (was.kind !== is.kind) words.push(`was ${was.kind}`);
  const [shut, shutNow] = [was, is].map(({ port, bundleOnly }) => port === 0 && !bundleOnly);
  if (!shut && shutNow) words.push("rejected (port 0)");
  else if (shut && !shutNow) words.push("in use again");
  if (was.direction !== is.direction) words.push(`${was.direction} → ${is.direction}`);
  words.push(...codecChanges(was, is));
  if (was.setup !== is.setup) words.push(`setup ${was.setup ?? NONE} → ${is.setup ?? NONE}`);
  if (was.sctpPort !== is.sctpPort) words.push(`SCTP port ${was.sctpPort ?? NONE} → ${is.sctpPort ?? NONE}`);
  if (was.rtcpMux !== is.rtcpMux) words.push(is.rtcpMux ? "rtcp-mux new" : "rtcp-mux gone");
  const more = is.candidates.length - was.candidates.length;
  if (more !== 0 && was.ufrag === is.ufrag)
    words.push(`${Math.abs(more)} ${plural(Math.abs(more), "candidate")} ${more > 0 ? "more" : "less"}`);
  return words;
}

const nameOf = ({ kind, mid, index }: Section): string =>
  `${kind === "application" ? "data" : kind} ${mid ?? `#${index}`}`;

interface Compared {
  /** Whether the two are of one side: else another certificate and other credentials are what has to be. */
  sameSide: boolean;
}

/** One line for each thing that is different, the widest first; empty where nothing is. */
export function changesBetween(before: Description, after: Description, { sameSide }: Compared): string[] {
  const matched = pairs(before, after);
  const words: string[] = [];
  if (sameSide) words.push(...sideChanges(before, after, matched));
  for (const [was, is] of matched) {
    if (!was) words.push(`${nameOf(is!)}: new section (${is!.direction})`);
    else if (!is) words.push(`${nameOf(was)}: section gone`);
    else {
      const changes = sectionChanges(was, is);
      if (changes.length > 0) words.push(`${nameOf(is)}: ${changes.join("; ")}`);
    }
  }
  if (grouping(before) !== grouping(after)) words.push(`bundle: ${grouping(before)} → ${grouping(after)}`);
  if (before.iceLite !== after.iceLite) words.push(after.iceLite ? "ICE lite new" : "ICE lite gone");
  return words;
}

const grouping = ({ bundles }: Description): string =>
  bundles.length === 0 ? NONE : bundles.map((mids) => mids.join(" ")).join(" | ");

function sideChanges(
  before: Description,
  after: Description,
  matched: readonly (readonly [Section | null, Section | null])[],
): string[] {
  const both = matched.filter((pair): pair is [Section, Section] => pair[0] !== null && pair[1] !== null);
  const words: string[] = [];
  if (before.origin && after.origin && before.origin.sessionId !== after.origin.sessionId)
    words.push("another connection made it: the session id of o= is new");
  const restarted = both.filter(([was, is]) => was.ufrag !== is.ufrag && was.ufrag && is.ufrag);
  if (restarted.length > 0) {
    const [was, is] = restarted[0]!;
    words.push(`ICE restarted: ufrag ${was.ufrag} → ${is.ufrag}`);
  }
  if (both.some(([was, is]) => was.fingerprints.join() !== is.fingerprints.join()))
    words.push("the fingerprint is another one: another certificate");
  return words;
}
