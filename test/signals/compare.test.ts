// Two descriptions compared in words.
import { describe, expect, it } from "vitest";
import { aligned, changesBetween } from "../../src/signals/compare.ts";
import { parseDescription } from "../../src/signals/sdp.ts";
import { sdpOf } from "../support/relay.ts";

const first = sdpOf();
const between = (before: string, after: string, sameSide = true) =>
  changesBetween(parseDescription(before), parseDescription(after), { sameSide });

describe("what changed", () => {
  it.each([
    ["nothing", first, []],
    ["a version alone", sdpOf({ version: 9 }), []],
    ["a direction", sdpOf({ direction: "recvonly" }), ["video 1: sendrecv → recvonly"]],
    ["a codec that is gone", sdpOf({ codecs: ["H264"] }), ["video 1: codec VP8 gone"]],
    ["a codec that is new", sdpOf({ codecs: ["VP8", "H264", "AV1"] }), ["video 1: codec AV1 new"]],
    ["another order", sdpOf({ codecs: ["H264", "VP8"] }), ["video 1: codec H264 is first now"]],
    ["an ICE restart", sdpOf({ ufrag: "NeWu" }), ["ICE restarted: ufrag AbCd → NeWu"]],
    ["a rejected section", first.replace("m=video 9", "m=video 0"), ["video 1: rejected (port 0)"]],
    ["a section that went", first.slice(0, first.indexOf("m=application")), ["data 2: section gone"]],
    [
      "a certificate",
      first.replaceAll("A0:A1", "00:11"),
      ["the fingerprint is another one: another certificate"],
    ],
    [
      "a connection",
      first.replace("4611731400430051336", "1"),
      ["another connection made it: the session id of o= is new"],
    ],
    ["a bundle", first.replace("BUNDLE 0 1 2", "BUNDLE 0 1"), ["bundle: 0 1 2 → 0 1"]],
  ])("%s", (_, after, words) => expect(between(first, after)).toEqual(words));

  it("is told of a section that came by its new name", () => {
    const before = first.slice(0, first.indexOf("m=application"));
    expect(between(before, first)).toEqual(["data 2: new section (sendrecv)"]);
  });

  it("leaves out, between two sides, what has to differ", () => {
    expect(between(first, sdpOf({ ufrag: "XyZw" }), false)).toEqual([]);
  });
});

it("sections are matched by mid, wherever they stand", () => {
  const [audio, video] = [first.indexOf("m=audio"), first.indexOf("m=video")];
  const data = first.indexOf("m=application");
  const swapped =
    first.slice(0, audio) + first.slice(video, data) + first.slice(audio, video) + first.slice(data);
  const pairs = aligned(parseDescription(first), parseDescription(swapped));
  expect(pairs.map(({ title }) => title)).toEqual(["video · mid 1", "audio · mid 0", "application · mid 2"]);
  for (const { before, after } of pairs) expect(before).toEqual(after);
});
