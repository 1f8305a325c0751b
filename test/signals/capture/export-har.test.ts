// A recording as a HAR file is read back as what it was: the same exchanges, the same findings, the same words of itself.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { harOf } from "../../../src/signals/capture/export-har.ts";
import { readDocument } from "../../../src/signals/capture/read.ts";
import type { TraceRecord } from "../../../src/signals/trace.ts";
import { fixture, foundIn, HOSTILE, named, recorded, replayed } from "../../support/capture.ts";

const folder = new URL("../../fixtures/captures/", import.meta.url);
const recordings = (readdirSync(folder, { recursive: true }) as string[]).filter((file) =>
  file.endsWith(".jsonl"),
);
const files = ["glare.jsonl", ...recordings.map((file) => `captures/${file}`)];

const signalsOf = (records: readonly TraceRecord[]) =>
  records.flatMap((record) => {
    if (record.type !== "watch.signals") return [];
    const { seq, bytes, ...rest } = record;
    return [{ ...rest, v: undefined }];
  });

function thereAndBack(text: string) {
  const { records, reader } = recorded(text);
  const head = reader.head!;
  const har = [...harOf(records, { ...head, until: reader.endedAt }, "0.1.0")].join("");
  return { records, head, har, endedAt: reader.endedAt, read: readDocument(har) };
}

describe("a HAR file", () => {
  it.each([
    ...files.map((file) => [file, fixture(file)] as const),
    ["hostile names", named(HOSTILE)] as const,
  ])("of %s has all its signals, in their order, and the same findings", (_, text) => {
    const { records, head, endedAt, read } = thereAndBack(text);
    expect(signalsOf(read.records)).toEqual(signalsOf(records));
    const { room, redacted, complete } = head;
    expect(read).toMatchObject({ what: "har", head: { room, redacted, complete }, endedAt });
    expect(foundIn(replayed(read.records, complete, endedAt ?? null))).toEqual(
      foundIn(replayed(records, complete, endedAt)),
    );
  });

  it("has a socket for each peer, as DevTools write one", () => {
    const { log } = JSON.parse(thereAndBack(fixture("glare.jsonl")).har);
    expect(log).toMatchObject({ version: "1.2", creator: { name: "rtrooms", version: "0.1.0" } });
    expect(log.entries).toHaveLength(2);
    for (const entry of log.entries) {
      expect(entry).toMatchObject({
        _resourceType: "websocket",
        request: { method: "GET", url: expect.stringMatching(/^wss:/) },
        response: { status: 101 },
      });
      const times = entry._webSocketMessages.map(({ time }: { time: number }) => time);
      expect(times).toEqual(times.toSorted((a: number, b: number) => a - b));
      for (const { type, opcode, data } of entry._webSocketMessages) {
        expect(["send", "receive"]).toContain(type);
        expect(opcode).toBe(1);
        expect(typeof JSON.parse(data).type).toBe("string");
      }
    }
  });

  it("keeps who was there before, who is lost and comes back, and what expired", () => {
    const time = 1_767_268_800_000;
    const place = { v: 1, namespace: "default", room: "duel", time };
    const member = { ...place, type: "watch.members" };
    const signal = { ...place, type: "watch.signals", bytes: 2, from: "a", to: "b" };
    const text = [
      { ...member, peer: "a", name: "ada", what: "present" },
      { ...member, peer: "b", name: "bob", what: "joined" },
      { ...member, peer: "b", name: "bob", what: "held" },
      { ...signal, kind: "offer", verdict: "queued", exchange: "x", data: { type: "offer", sdp: "v=0\r\n" } },
      { ...member, peer: "b", name: "bob", what: "returned" },
      { ...member, peer: "b", name: "bob", what: "left", reason: "lost" },
      { ...signal, kind: "expired", of: "offer", exchange: "x" },
      { ...member, peer: "a", name: "ada", what: "left", reason: "leave" },
    ]
      .map((record, at) => `${JSON.stringify({ ...record, seq: at + 1 })}\n`)
      .join("");
    const { read } = thereAndBack(text);
    const told = read.records.map((record) =>
      record.type === "watch.members"
        ? `${record.name} ${record.what}`
        : `${record.kind} ${record.of ?? record.verdict}`,
    );
    expect(told).toEqual([
      ...["ada present", "bob joined", "bob held", "offer queued", "bob returned", "bob left"],
      ...["expired offer", "ada left"],
    ]);
    expect(read.head.complete).toBe(false);
  });

  it("doesn't make something of signals that carry nothing", () => {
    const bare = fixture("glare.jsonl").replaceAll(/,"data":\{.*\}\}/g, "}");
    const { records, read } = thereAndBack(bare);
    expect(records.some((record) => "data" in record && record.data != null)).toBe(false);
    expect(foundIn(replayed(read.records, true, null))).toEqual([]);
  });
});
