// A session description read in one pass: what its sections are, how each is reached and secured, and who made it.
import { type Candidate, parseCandidate } from "./candidate.ts";

export type Direction = "sendrecv" | "sendonly" | "recvonly" | "inactive";

/** What a transport needs; of the section itself, or else of the whole description. */
export interface TransportLines {
  ufrag: string | null;
  pwd: string | null;
  /** `sha-256 AA:BB:…`, as they stand. */
  fingerprints: readonly string[];
  setup: string | null;
}

export interface Section extends TransportLines {
  index: number;
  /** `audio`, `video`, `application`. */
  kind: string;
  port: number;
  mid: string | null;
  direction: Direction;
  bundleOnly: boolean;
  rtcpMux: boolean;
  payloads: readonly string[];
  /** By payload type: every `name/clock` (in lower case) that is said of it. */
  codecs: ReadonlyMap<string, readonly string[]>;
  /** By id: every URI that is said of it. */
  extensions: ReadonlyMap<string, readonly string[]>;
  sctpPort: number | null;
  rids: readonly string[];
  simulcastRids: readonly string[];
  candidates: readonly Candidate[];
  endOfCandidates: boolean;
}

export interface Origin {
  username: string;
  sessionId: string;
  /** Digits, of any number. */
  version: string;
  address: string;
}

export interface Description {
  origin: Origin | null;
  /** The mids of each BUNDLE group. */
  bundles: readonly (readonly string[])[];
  iceLite: boolean;
  sections: readonly Section[];
  bytes: number;
}

interface Open extends Section {
  codecs: Map<string, string[]>;
  extensions: Map<string, string[]>;
  fingerprints: string[];
  rids: string[];
  candidates: Candidate[];
}

interface Session {
  transport: TransportLines & { fingerprints: string[] };
  direction: Direction;
}

/** Reads what can be read; what is wrong with the text itself is `damageOf`'s to say. */
export function parseDescription(sdp: string): Description {
  const bundles: string[][] = [];
  const sections: Open[] = [];
  const session: Session = {
    transport: { ufrag: null, pwd: null, fingerprints: [], setup: null },
    direction: "sendrecv",
  };
  let origin: Origin | null = null;
  let iceLite = false;
  let section: Open | null = null;
  for (const line of lines(sdp)) {
    const value = line.slice(2);
    if (line.startsWith("a=")) {
      if (value.startsWith("group:BUNDLE")) bundles.push(value.slice(12).split(" ").filter(Boolean));
      else if (value === "ice-lite") iceLite = true;
      else if (section) attribute(section, value);
      else sessionAttribute(session, value);
    } else if (line.startsWith("m=")) {
      section = openSection(value, sections.length, session.direction);
      sections.push(section);
    } else if (line.startsWith("o=") && !section) origin = originOf(value);
  }
  for (const one of sections) inherit(one, session.transport);
  return { origin, bundles, iceLite, sections, bytes: sdp.length };
}

const lines = (sdp: string): string[] =>
  sdp.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));

function originOf(value: string): Origin {
  const [username = "", sessionId = "", version = "", , , address = ""] = value.split(" ");
  return { username, sessionId, version, address };
}

function openSection(value: string, index: number, direction: Direction): Open {
  const [kind = "", port = "", , ...payloads] = value.split(" ");
  return {
    index,
    kind,
    port: Math.min(Number.parseInt(port, 10) || 0, 65_535),
    mid: null,
    direction,
    bundleOnly: false,
    rtcpMux: false,
    payloads,
    codecs: new Map(),
    extensions: new Map(),
    sctpPort: null,
    rids: [],
    simulcastRids: [],
    candidates: [],
    endOfCandidates: false,
    ufrag: null,
    pwd: null,
    fingerprints: [],
    setup: null,
  };
}

function inherit(section: Open, transport: TransportLines): void {
  section.ufrag ??= transport.ufrag;
  section.pwd ??= transport.pwd;
  section.setup ??= transport.setup;
  if (section.fingerprints.length === 0) section.fingerprints = [...transport.fingerprints];
}

function sessionAttribute(session: Session, value: string): void {
  const [name, text] = parted(value);
  transportLine(session.transport, name, text);
  if (isDirection(name)) session.direction = name;
}

function transportLine(lines: Session["transport"], name: string, text: string): boolean {
  if (name === "ice-ufrag") lines.ufrag = text;
  else if (name === "ice-pwd") lines.pwd = text;
  else if (name === "setup") lines.setup = text;
  else if (name === "fingerprint") lines.fingerprints.push(text);
  else return false;
  return true;
}

function attribute(section: Open, value: string): void {
  const [name, text] = parted(value);
  if (transportLine(section, name, text)) return;
  switch (name) {
    case "mid":
      section.mid = text;
      break;
    case "rtcp-mux":
      section.rtcpMux = true;
      break;
    case "bundle-only":
      section.bundleOnly = true;
      break;
    case "rtpmap": {
      const [payload = "", codec = ""] = text.split(" ");
      added(section.codecs, payload, codec.toLowerCase());
      break;
    }
    case "extmap": {
      const [id = "", uri = ""] = text.split(" ");
      added(section.extensions, id.split("/", 1)[0]!, uri);
      break;
    }
    case "candidate": {
      const candidate = parseCandidate(`candidate:${text}`);
      if (candidate) section.candidates.push(candidate);
      break;
    }
    case "end-of-candidates":
      section.endOfCandidates = true;
      break;
    // The older form: `sctpmap:5000 webrtc-datachannel 256`.
    case "sctpmap":
    case "sctp-port":
      section.sctpPort = Number.parseInt(text, 10);
      break;
    case "rid":
      section.rids.push(text.split(" ", 1)[0]!);
      break;
    case "simulcast":
      section.simulcastRids = ridsOf(text);
      break;
    default:
      if (isDirection(name)) section.direction = name;
  }
}

function parted(value: string): [name: string, text: string] {
  const at = value.indexOf(":");
  return at < 0 ? [value, ""] : [value.slice(0, at), value.slice(at + 1)];
}

const isDirection = (name: string): name is Direction =>
  name === "sendrecv" || name === "sendonly" || name === "recvonly" || name === "inactive";

function added(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (!values) map.set(key, [value]);
  else if (!values.includes(value)) values.push(value);
}

/** `send 1;2,~3 recv 4`: every rid that is named (RFC 8853). */
const ridsOf = (text: string): string[] =>
  text
    .split(" ")
    .filter((word) => word !== "send" && word !== "recv")
    .flatMap((list) => list.split(/[;,]/))
    .map((rid) => rid.replace(/^~/, ""))
    .filter(Boolean);
