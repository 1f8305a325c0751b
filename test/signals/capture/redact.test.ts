// Redaction: nothing of a person is left, and what was equal, private, short or spoilt is so afterwards.
import { describe, expect, it } from "vitest";
import type { SignalRecord } from "../../../src/protocol/events.ts";
import { isMdns, isPrivate, parseCandidate } from "../../../src/signals/candidate.ts";
import { Redactor } from "../../../src/signals/capture/redact.ts";
import { parseDescription } from "../../../src/signals/sdp.ts";

const PRINT =
  "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89";
const sdp = [
  "v=0",
  "o=jane 4611731400430051336 2 IN IP4 81.2.69.142",
  "s=-",
  "e=jane@example.org (Jane)",
  "t=0 0",
  "a=group:BUNDLE 0",
  `a=fingerprint:sha-256 ${PRINT}`,
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "c=IN IP6 2a02:8108:1::7",
  "a=ice-ufrag:F7gI",
  "a=ice-pwd:x9cml/YzichV2+XlhiMu8g",
  "a=candidate:1 1 udp 2122260223 192.168.178.20 50000 typ host",
  "a=candidate:2 1 udp 1686052607 81.2.69.142 50000 typ srflx raddr 192.168.178.20 rport 50000",
  "a=candidate:3 1 udp 2122260223 2a02:8108:1::7 50001 typ host",
  "a=candidate:4 1 udp 2122260223 fe80::1c2d:3e4f 50001 typ host",
  "a=candidate:5 1 udp 2122260223 0f7e8a2c-1111-4a2b-8c3d-5e6f70819203.local 50002 typ host",
  "a=ssrc:1 cname:jane@81.2.69.142",
  "a=setup:actpass",
  "a=mid:0",
  "a=sctp-port:5000",
  "",
].join("\r\n");
const SECRETS = [
  "81.2.69.142",
  "192.168.178.20",
  "2a02:8108",
  "1c2d:3e4f",
  "0f7e8a2c",
  "x9cml",
  "AB:CD",
  "jane",
];

describe("redacting a description", () => {
  const redacted = new Redactor().text(sdp);

  it.each(SECRETS)("leaves nothing of %s", (secret) => {
    expect(sdp.toLowerCase()).toContain(secret.toLowerCase());
    expect(redacted.toLowerCase()).not.toContain(secret.toLowerCase());
  });

  it("keeps what each thing is", () => {
    const [before] = parseDescription(sdp).sections;
    const { origin, sections } = parseDescription(redacted);
    const [section] = sections;
    expect(section!.pwd).toHaveLength(before!.pwd!.length);
    expect(section!.fingerprints[0]).toMatch(/^sha-256 (?:[\dA-F]{2}:){31}[\dA-F]{2}$/);
    expect(section!.ufrag).toBe("F7gI");
    const kinds = (all: typeof section) =>
      all!.candidates.map((one) => [isMdns(one), isPrivate(one), one.address.includes(":"), one.type]);
    expect(kinds(section)).toEqual(kinds(before));
    expect(section!.candidates).toHaveLength(5);
    // Equal before, equal now.
    expect(section!.candidates[1]!.address).toBe(origin!.address);
    expect(redacted.match(/192\.168\.0\.1 /g)).toHaveLength(2);
  });

  it("is the same for the same, another for another, and keeps what is spoilt", () => {
    const redactor = new Redactor();
    const pwd = (text: string) => redactor.text(`a=ice-pwd:${text}\r\n`);
    expect(pwd("abcdefghijklmnopqrstuv")).toBe(pwd("abcdefghijklmnopqrstuv"));
    expect(pwd("abcdefghijklmnopqrstuv")).not.toBe(pwd("abcdefghijklmnopqrstuw"));
    expect(pwd("abc efgh%")).toMatch(/^a=ice-pwd:\w{3} \w{4}%\r\n$/);
    const key = (text: string) => redactor.text(`a=fingerprint:sha-256 ${text}`);
    expect(key("ab:cd")).toMatch(/sha-256 [a-f][\da-f]:[\da-f]{2}$/);
    const many = Array.from({ length: 3_000 }, (_, at) => redactor.text(`8.${at >> 8}.${at & 255}.7`));
    expect(new Set(many).size).toBe(3_000);
  });

  it("leaves everybody's addresses and what only looks like one", () => {
    for (const text of [
      "127.0.0.1",
      "0.0.0.0",
      "::1",
      "urn:ietf:params:rtp-hdrext:sdes:mid",
      "o=- 1 2 IN IP4 127.0.0.1",
    ])
      expect(new Redactor().text(text)).toBe(text);
  });

  it("keeps the size of a text that was cut at a power of two", () => {
    const cut = `${sdp}a=candidate:9 1 udp 1 81.2.69.142 1 typ host\r\n`.repeat(9).slice(0, 2048);
    const record = {
      type: "watch.signals",
      kind: "offer",
      data: { type: "offer", sdp: cut },
    } as SignalRecord;
    const { data } = new Redactor().record(record) as { data: { sdp: string } };
    expect(data.sdp).toHaveLength(2048);
  });

  it("drops what pages tell each other, and fields that nobody knows", () => {
    const redactor = new Redactor();
    const signal = (kind: string, data: unknown) =>
      redactor.record({ type: "watch.signals", kind, bytes: 40, data } as SignalRecord);
    expect(signal("custom", { chat: "the key is under the mat" })).not.toHaveProperty("data");
    expect(signal("offer", { sdp: "v=0", token: "secret" })).toHaveProperty("data", { sdp: "v=0" });
    const relayed = "candidate:1 1 udp 5 turn.jane.example 3478 typ relay raddr 81.2.69.142 rport 9";
    const { data } = signal("candidate", { candidate: relayed }) as { data: { candidate: string } };
    expect(parseCandidate(data.candidate)!.address).toBe("host-1.example");
    expect(data.candidate).not.toContain("81.2");
  });
});
