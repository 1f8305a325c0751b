// Descriptions as browsers and other stacks write them: read section by section, nothing sure about them, and each damage found.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { engineOf, taggedSections } from "../../src/signals/identity.ts";
import { parseDescription, type Section } from "../../src/signals/sdp.ts";
import type { Seen } from "../../src/signals/tracker.ts";
import type { Trigger } from "../../src/signals/triggers.ts";
import { findingsOf, sureOf } from "../support/tracked.ts";

const folder = new URL("../fixtures/sdp/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(`${name}.sdp`, folder), "utf8");
const withReturns = (sdp: string): string => sdp.replaceAll("\n", "\r\n");

/** By file: the engine that wrote it, and each section as `kind port mid direction`, with its ufrag and how many candidates. */
const files: Record<string, [engine: string, ...sections: string[]]> = {
  "safari-chromium.offer": [
    "libwebrtc",
    "audio 9 0 sendrecv Qf7e 0",
    "video 9 1 sendrecv Qf7e 0",
    "application 9 2 sendrecv Qf7e 0",
  ],
  "safari-chromium.answer": [
    "libwebrtc",
    "audio 9 0 sendrecv k3Fz 0",
    "video 9 1 sendrecv k3Fz 0",
    "application 9 2 sendrecv k3Fz 0",
  ],
  "chromium-pion.offer": ["libwebrtc", "video 9 0 recvonly k3Fz 0", "application 9 1 sendrecv k3Fz 0"],
  "chromium-pion.answer": [
    "unknown",
    "video 9 0 sendonly bqLwPkXzVtNsRgHd 4",
    "application 9 1 sendrecv bqLwPkXzVtNsRgHd 0",
  ],
  "gstreamer-firefox.offer": [
    "unknown",
    "video 9 video0 sendrecv tHc9dK2mWqXzLp4RvBnYsJ8eGfUaOiE1 0",
    "audio 0 audio1 sendrecv tHc9dK2mWqXzLp4RvBnYsJ8eGfUaOiE1 0",
    "application 0 application2 sendrecv tHc9dK2mWqXzLp4RvBnYsJ8eGfUaOiE1 0",
  ],
  "gstreamer-firefox.answer": [
    "firefox",
    "video 9 video0 sendrecv 9c41d7e2 0",
    "audio 9 audio1 sendrecv 9c41d7e2 0",
    "application 9 application2 sendrecv 9c41d7e2 0",
  ],
  "chromium-aiortc.offer": [
    "libwebrtc",
    "audio 9 0 sendrecv k3Fz 0",
    "video 9 1 recvonly k3Fz 0",
    "application 9 2 sendrecv k3Fz 0",
  ],
  "chromium-aiortc.answer": [
    "unknown",
    "audio 51811 0 sendrecv x8Rt 2",
    "video 51811 1 sendonly x8Rt 2",
    "application 51811 2 sendrecv x8Rt 2",
  ],
  "janus-firefox.offer": [
    "unknown",
    "audio 9 0 sendonly JnS+ 1",
    "video 9 1 sendonly JnS+ 1",
    "application 9 2 sendrecv JnS+ 1",
  ],
  "janus-firefox.answer": [
    "firefox",
    "audio 9 0 recvonly 9c41d7e2 0",
    "video 9 1 recvonly 9c41d7e2 0",
    "application 9 2 sendrecv 9c41d7e2 0",
  ],
  "libdatachannel-chromium.offer": ["unknown", "application 9 0 sendrecv m0Qx 0"],
  "libdatachannel-chromium.answer": ["libwebrtc", "application 9 0 sendrecv k3Fz 0"],
  "firefox-chromium.offer": ["firefox", "audio 9 0 sendrecv 9c41d7e2 0"],
  "firefox-chromium.answer": ["libwebrtc", "audio 9 0 sendrecv k3Fz 0"],
  "firefox-chromium.again.offer": [
    "firefox",
    "audio 50412 0 sendrecv 9c41d7e2 0",
    "video 0 1 sendrecv 9c41d7e2 0",
    "application 0 2 sendrecv 9c41d7e2 0",
  ],
  "firefox-chromium.again.answer": [
    "libwebrtc",
    "audio 9 0 sendrecv k3Fz 0",
    "video 0 1 inactive k3Fz 0",
    "application 9 2 sendrecv k3Fz 0",
  ],
  "chromium-switch.offer": ["libwebrtc", "audio 9 0 sendrecv k3Fz 0"],
  "chromium-switch.answer": ["unknown", "audio 28114 - sendrecv wQ7kLm2pZx9RtBva 1"],
};

const lineOf = ({ kind, port, mid, direction, ufrag, candidates }: Section): string =>
  `${kind} ${port} ${mid ?? "-"} ${direction} ${ufrag} ${candidates.length}`;

describe("the text of a stack", () => {
  it("is in a file that is in the table", () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(files)
        .map((name) => `${name}.sdp`)
        .sort(),
    );
  });

  it.each(Object.entries(files))("is read section by section: %s", (name, [engine, ...sections]) => {
    for (const sdp of [read(name), withReturns(read(name))]) {
      const description = parseDescription(sdp);
      expect(description.sections.map(lineOf)).toEqual(sections);
      expect(engineOf(description.origin)).toBe(engine);
      const kind = name.endsWith("offer") ? "offer" : "answer";
      for (const section of taggedSections(kind, description)) {
        expect(section.fingerprints.length).toBeGreaterThan(0);
        expect(section.pwd!.length).toBeGreaterThanOrEqual(22);
        expect(["actpass", "active"]).toContain(section.setup);
      }
    }
  });
});

const calls = [
  "safari-chromium",
  "chromium-pion",
  "gstreamer-firefox",
  "chromium-aiortc",
  "janus-firefox",
  "libdatachannel-chromium",
  "firefox-chromium",
  "chromium-switch",
];

/** An offer and its answer, and the next ones if there are; `edit` is done to each text. */
function callOf(name: string, edit: (sdp: string, kind: "offer" | "answer") => string): Seen[] {
  const again = [`${name}.again`].filter((next) => `${next}.offer` in files);
  return [name, ...again].flatMap((part, round) =>
    (["offer", "answer"] as const).map((kind, second): Seen => {
      const [from, to] = kind === "offer" ? ["a", "b"] : ["b", "a"];
      const seq = round * 2 + second + 1;
      const sdp = edit(withReturns(read(`${part}.${kind}`)), kind);
      return {
        seq,
        time: seq * 100,
        room: "r",
        from,
        to,
        kind,
        data: { type: kind, sdp },
        verdict: "delivered",
      };
    }),
  );
}

describe.each(calls)("a call of %s", (name) => {
  it("gets nothing sure, with line ends of either kind", () => {
    expect(sureOf(findingsOf(callOf(name, (sdp) => sdp)))).toEqual([]);
    expect(sureOf(findingsOf(callOf(name, (sdp) => sdp.replaceAll("\r", ""))))).toEqual([]);
  });

  it("gets nothing sure, if it is offered again and answered again", () => {
    const call = callOf(name, (sdp) => sdp);
    const later = call.map((seen) => ({ ...seen, seq: seen.seq + call.length, time: seen.time + 5_000 }));
    // With the same version it was sent again; where it was the first of two it is an old one, and truly so.
    const sure = sureOf(findingsOf([...call, ...later])).filter((what) => !what.startsWith("version-lower"));
    expect(sure).toEqual([]);
  });

  const damages: [string, (sdp: string, kind: string) => string, Trigger][] = [
    ["loses its fingerprints", (sdp) => sdp.replace(/a=fingerprint.*\r\n/g, ""), "no-fingerprint"],
    ["loses its passwords", (sdp) => sdp.replace(/a=ice-pwd.*\r\n/g, ""), "no-credentials"],
    [
      "has a password with a space in it",
      (sdp) => sdp.replace(/(a=ice-pwd:.....)./g, "$1 "),
      "bad-credentials",
    ],
    ["is escaped once more", (sdp) => JSON.stringify(sdp).slice(1, -1), "text-damaged"],
    ["has indented lines", (sdp) => sdp.replaceAll("\r\n", "\r\n  "), "text-damaged"],
    ["says actpass in its answer", (sdp) => sdp.replace(/a=setup:\w+/g, "a=setup:actpass"), "setup-conflict"],
    [
      "has another section in its answer",
      (sdp, kind) => (kind === "answer" ? `${sdp}m=audio 0 UDP/TLS/RTP/SAVPF 0\r\n` : sdp),
      "sections-differ",
    ],
    [
      "bundles what isn't there",
      (sdp) => sdp.replace(/t=0 0\r\n/, "$&a=group:BUNDLE 0 nine\r\n"),
      "bundle-mid-missing",
    ],
  ];
  it.each(damages)("that %s is found out", (_, edit, trigger) => {
    expect(sureOf(findingsOf(callOf(name, edit))).map((what) => what.split(":")[0])).toContain(trigger);
  });
});
