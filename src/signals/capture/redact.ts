// A record without what belongs to people: addresses, ICE passwords and fingerprints are replaced so that every rule finds the same.
import type { MemberRecord, SignalRecord } from "../../protocol/events.ts";
import type { TraceRecord } from "../trace.ts";
import { Addresses } from "./addresses.ts";
import { StandIns } from "./stand-ins.ts";

/** What the first line of a capture says of itself. */
export const REDACTED: readonly string[] = ["ip", "pwd", "fingerprint"];

/**
 * All of it in one pass, also in text that is damaged: what is found by its name first, then what looks like an address or a
 * key, wherever it is.
 */
const TELLING = new RegExp(
  [
    /(?<named>(?:ice-pwd|identity|cname)\s*:)(?<secret>[^\r\n\\]*)/,
    /(?<key>fingerprint\s*:)(?<print>[^\r\n\\]*)/,
    /(?<=^|\n)(?<line>[iuep]=)(?<text>[^\r\n\\]*)/,
    /(?<=^|\n)o=(?<user>\S+)/,
    /(?<place>IN IP[46] |raddr |candidate:(?:\S{1,64} ){4})(?<address>[^\s/\\]{1,255})/,
    /(?<![\w:.])(?<ipv6>(?:[\da-f]{1,4}(?=:))?(?::[\da-f]{0,4}){2,8}(?:(?<=:)(?:\d{1,3}\.){3}\d{1,3})?)(?:%\w+)?(?![\w:.])/,
    /(?<![\w.-])(?<lone>[\w-][\w.-]*\.local|(?:\d{1,3}\.){3}\d{1,3})(?![\w.-])/,
    /(?<![A-Za-z0-9+/])(?<long>[A-Za-z0-9+/]{22,})/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gi",
);

export class Redactor {
  readonly #addresses = new Addresses();
  readonly #standIns = new StandIns();

  record(record: TraceRecord): TraceRecord {
    return record.type === "watch.members" ? member(record) : this.#signal(record);
  }

  /** Of a description, a candidate, or anything else that peers write. */
  text(text: string): string {
    return text.replace(TELLING, (...found) => this.#standIn(found.at(-1) as Groups, found[0] as string));
  }

  #standIn(groups: Groups, whole: string): string {
    const { named, secret, key, print, line, text, user, place, address, lone, ipv6, long } = groups;
    const standIns = this.#standIns;
    if (named !== undefined) return named + standIns.ofText(secret!);
    if (key !== undefined) {
      const at = print!.lastIndexOf(" ") + 1;
      return key + print!.slice(0, at) + standIns.ofHex(print!.slice(at));
    }
    if (line !== undefined) return line + standIns.ofText(text!);
    // These say which program wrote it.
    if (user !== undefined)
      return `o=${user === "-" || user.startsWith("mozilla") ? user : standIns.ofText(user)}`;
    if (place !== undefined) return place + this.#addresses.of(address!);
    if (lone !== undefined) return this.#addresses.of(lone);
    if (ipv6 !== undefined) return isIpv6(ipv6) ? this.#addresses.of(ipv6) : whole;
    return long === undefined ? whole : standIns.ofText(long);
  }

  #signal({ data, ...record }: SignalRecord): SignalRecord {
    const { type, seq, time, namespace, room, from, to, kind, bytes } = record;
    const { verdict, exchange, state, pair, of } = record;
    return {
      ...{ type, seq, time, namespace, room, from, to, kind, bytes },
      ...(verdict !== undefined && { verdict }),
      ...(exchange !== undefined && { exchange }),
      ...(state !== undefined && { state }),
      ...(pair !== undefined && { pair }),
      ...(of !== undefined && { of }),
      // Of a page's own messages their size is told, in `bytes`: nobody knows what is in them.
      ...(data !== undefined && kind !== "custom" && { data: this.#data(data) }),
    };
  }

  #data(data: unknown): unknown {
    if (typeof data === "string") return this.text(data);
    if (typeof data !== "object" || data === null) return data;
    const fields = Object.entries(data).filter(([name]) => KNOWN.has(name));
    return Object.fromEntries(
      fields.map(([name, value]) => [
        name,
        name === "sdp" && typeof value === "string"
          ? cutAlike(value, this.text(value))
          : typeof value === "string"
            ? this.text(value)
            : typeof value === "object"
              ? null
              : value,
      ]),
    );
  }
}

type Groups = Partial<Record<string, string>>;

/** Of descriptions and candidates; a rule looks at no other field. */
const KNOWN = new Set(["type", "sdp", "candidate", "sdpMid", "sdpMLineIndex", "usernameFragment"]);

function member({ type, seq, time, namespace, room, peer, name, what, reason }: MemberRecord): MemberRecord {
  return {
    ...{ type, seq, time, namespace, room, peer, name, what },
    ...(reason !== undefined && { reason }),
  };
}

/** A text that was cut at a size which is a power of two keeps that size, and no other one gets one. */
function cutAlike(before: string, after: string): string {
  if (isCut(before)) return after.slice(0, before.length).padEnd(before.length, "0");
  return isCut(after) ? `${after}0` : after;
}

function isCut(text: string): boolean {
  const { length } = text;
  return length >= 1024 && (length & (length - 1)) === 0 && !text.endsWith("\n");
}

const isIpv6 = (text: string): boolean =>
  text.includes("::") || text.split(":").length === (text.includes(".") ? 7 : 8);
