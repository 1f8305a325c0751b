// Whatever peers send, in whatever shape: reading and tracking it never throws, remembers little, and says nothing unprintable.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCandidate } from "../../src/signals/candidate.ts";
import { parseDescription } from "../../src/signals/sdp.ts";
import { type Seen, Tracker } from "../../src/signals/tracker.ts";
import { runSeed, SeededRandom } from "../support/seeded-random.ts";
import { eventsOf } from "./model/world.ts";

const folder = new URL("../fixtures/sdp/", import.meta.url);
const texts = readdirSync(folder).map((name) =>
  readFileSync(new URL(name, folder), "utf8").replaceAll("\n", "\r\n"),
);
const seed = runSeed();

const ODD = [
  "\0",
  "\x1b[2J",
  "\r",
  "\n",
  "\r\n",
  "‮",
  "\ud800",
  "=",
  "a=",
  "m=",
  "a=mid:",
  "a=candidate:",
  " ",
  ":",
  "9".repeat(400),
  "x".repeat(5_000),
  "__proto__",
  "a=group:BUNDLE __proto__ constructor",
];
const LINES = [
  "m=",
  "m=audio",
  "a=rtpmap:",
  "a=extmap:",
  "a=simulcast:send ;;,~",
  "a=rid:",
  "a=fingerprint:",
  "a=ice-ufrag:",
  "o=",
  "o=- - - - - -",
  "a=group:BUNDLE",
  "a=candidate:1 1 udp",
  "a=sctp-port:nine",
  "a=setup:__proto__",
];

class Mangler {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.#random.below(choices.length)]!;
  }

  /** A few changes, of one sign or of whole lines. */
  text(from: string): string {
    let text = from;
    for (let times = this.#random.below(6); times >= 0; times--) {
      const at = this.#random.below(text.length + 1);
      const lines = text.split("\r\n");
      const line = this.#random.below(lines.length);
      const changes = [
        () => text.slice(0, at) + this.pick(ODD) + text.slice(at),
        () => text.slice(0, at) + text.slice(at + 1 + this.#random.below(20)),
        () => text.slice(0, at),
        () => lines.toSpliced(line, 1).join("\r\n"),
        () => lines.toSpliced(line, 0, this.pick(LINES)).join("\r\n"),
        () => lines.toSpliced(line, 0, ...lines.slice(line, line + 5)).join("\r\n"),
        () => lines.toSpliced(line, 1, this.pick(lines)).join("\r\n"),
      ];
      text = this.pick(changes)();
    }
    return text;
  }

  /** Anything that JSON can carry. */
  value(depth = 0): unknown {
    const simple = [
      null,
      true,
      -1,
      1e308,
      "",
      "offer",
      "__proto__",
      this.text("candidate:1 1 udp 1 192.0.2.1 9 typ host"),
    ];
    if (depth > 2 || this.#random.below(3) > 0) return this.pick(simple);
    if (this.#random.below(2) === 0)
      return Array.from({ length: this.#random.below(4) }, () => this.value(depth + 1));
    const names = ["type", "sdp", "candidate", "sdpMid", "sdpMLineIndex", "usernameFragment", "toString"];
    return Object.fromEntries(
      names.filter(() => this.#random.below(2) === 0).map((name) => [name, this.value(depth + 1)]),
    );
  }

  signal(signal: Seen): Seen {
    const data = signal.data as { type?: string; sdp?: string } | null;
    const ways = [
      () => ({ ...signal, data: this.value() }),
      () =>
        data?.sdp === undefined
          ? { ...signal, data: this.value() }
          : { ...signal, data: { ...data, sdp: this.text(data.sdp) } },
      () => ({ ...signal, to: signal.from }),
      () => ({ ...signal, exchange: this.text("x") }),
      () => ({
        ...signal,
        kind: this.pick(["offer", "answer", "candidate", "end", "report", "expired"] as const),
      }),
      () => ({
        ...signal,
        verdict: this.pick(["no_such_peer", "queued", "__proto__"]),
        state: this.pick(["connected", "failed", "closed", ""]),
      }),
    ];
    return this.pick(ways)();
  }
}

// What a terminal would act on.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}]/u;

describe(`what peers may send (RTROOMS_SEED=${seed})`, () => {
  it("is read, whatever became of a description", () => {
    const mangler = new Mangler(new SeededRandom(seed));
    for (let times = 0; times < 4_000; times++) {
      const text = mangler.text(mangler.pick(texts));
      const { sections, bytes } = parseDescription(text);
      expect(bytes).toBe(text.length);
      expect(sections.length).toBe(text.split("\n").filter((line) => line.startsWith("m=")).length);
      for (const { port, candidates } of sections) {
        expect(Number.isInteger(port)).toBe(true);
        for (const { address } of candidates) expect(address.length).toBeGreaterThan(0);
      }
    }
  });

  it("is read, whatever became of a candidate", () => {
    const mangler = new Mangler(new SeededRandom(seed));
    const line =
      "candidate:842163049 1 udp 1677729535 203.0.113.9 50123 typ srflx raddr 0.0.0.0 rport 0 ufrag Q1aB";
    expect(parseCandidate(line)).not.toBeNull();
    for (let times = 0; times < 4_000; times++) {
      const parsed = parseCandidate(mangler.text(line));
      if (parsed) expect(["host", "srflx", "prflx", "relay"]).toContain(parsed.type);
    }
  });

  it("is tracked, with what is said of it bounded and printable", () => {
    const random = new SeededRandom(seed);
    const mangler = new Mangler(random);
    for (let times = 0; times < 150; times++) {
      const tracker = new Tracker();
      let at = 0;
      for (const event of eventsOf(random.below(2 ** 31))) {
        if ("left" in event) tracker.left("r", event.left, event.time);
        else tracker.take(random.below(3) === 0 ? mangler.signal(event.signal) : event.signal);
        if (++at % 10 === 0)
          tracker.tick(("left" in event ? event.time : event.signal.time) + random.below(3_000));
      }
      tracker.tick(1e7);
      for (const { ledger } of tracker.exchanges.values()) {
        expect(ledger.all.length).toBeLessThanOrEqual(50);
        for (const { what } of ledger.all) expect(unprintable.test(what), JSON.stringify(what)).toBe(false);
      }
    }
  });
});
