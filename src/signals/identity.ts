// Which connection made a description: two peers may hold several, and a page that was loaded again has a new one.
import type { Description, Origin, Section } from "./sdp.ts";

/** Chromium and what is built of its parts (Safari, native apps), Firefox, or something else. */
export type Engine = "libwebrtc" | "firefox" | "unknown";

export function engineOf(origin: Origin | null): Engine {
  if (!origin) return "unknown";
  if (origin.username.startsWith("mozilla")) return "firefox";
  const own = origin.username === "-" && origin.address === "127.0.0.1" && /^\d+$/.test(origin.sessionId);
  return own ? "libwebrtc" : "unknown";
}

export type DescriptionKind = "offer" | "answer" | "pranswer";

/** Port 0 is a section that isn't there, unless an offer says that another one carries it. */
export const isLive = (kind: DescriptionKind, { port, bundleOnly }: Section): boolean =>
  port !== 0 || (kind === "offer" && bundleOnly);

/** The sections whose transport counts: the first live one of each bundle, and those in none. */
export function taggedSections(kind: DescriptionKind, { sections, bundles }: Description): Section[] {
  const live = sections.filter((section) => isLive(kind, section));
  const led = new Set<readonly string[]>();
  return live.filter(({ mid }) => {
    const bundle = mid === null ? undefined : bundles.find((mids) => mids.includes(mid));
    if (!bundle) return true;
    if (led.has(bundle)) return false;
    led.add(bundle);
    return true;
  });
}

export function fingerprintsOf({ sections }: Description): Set<string> {
  return new Set(sections.flatMap(({ fingerprints }) => fingerprints));
}

export const ufragsOf = ({ sections }: Description): Set<string> =>
  new Set(sections.map(({ ufrag }) => ufrag).filter((ufrag) => ufrag !== null));

/** Shorter ones are counters or constants of servers, which many connections share. */
export const TELLING = 10;

/** How sure it is that both come from one connection; null if they don't. */
export function sameConnection(a: Description, b: Description): "proven" | "weak" | null {
  const sameSession = a.origin !== null && b.origin !== null && a.origin.sessionId === b.origin.sessionId;
  const [of, and] = [fingerprintsOf(a), fingerprintsOf(b)];
  const sameKeys = of.size > 0 && of.size === and.size && [...of].every((key) => and.has(key));
  if (sameSession && sameKeys && a.origin!.username === b.origin!.username) {
    if (a.origin!.sessionId.length >= TELLING) return "proven";
  }
  if (sameSession) return "weak";
  const known = ufragsOf(a);
  return sameKeys && [...ufragsOf(b)].some((ufrag) => known.has(ufrag)) ? "weak" : null;
}

/** Versions have up to twenty digits, more than a number holds. */
export function compareVersions(a: string, b: string): number {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return 0;
  const [x, y] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  if (x.length !== y.length) return x.length - y.length;
  return x < y ? -1 : x > y ? 1 : 0;
}
