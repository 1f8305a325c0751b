// The codec: what it refuses and with which code, and that nothing makes it throw.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decode,
  decodeMessage,
  encodeEvent,
  encodeMessage,
  encodeSignal,
  jsonBytes,
  messageFrame,
  utf8Bytes,
} from "../../src/protocol/codec.ts";
import type { PeerId, RoomId } from "../../src/protocol/ids.ts";
import { limits } from "../../src/protocol/limits.ts";

const room = "lobby" as RoomId;
const peer = "p1" as PeerId;

const refusal = (text: string): string => {
  const decoded = decode(text);
  return decoded.ok ? "ok" : decoded.error.code;
};
const nested = (levels: number): string =>
  `{"type":"publish","room":"a","data":${"[".repeat(levels)}${"]".repeat(levels)}}`;

describe("decode", () => {
  it("reads a request into type, id and fields", () => {
    const decoded = decode('{"type":"join","id":7,"room":"lobby"}');
    expect(decoded).toEqual({ ok: true, request: { type: "join", id: 7, params: { room: "lobby" } } });
  });

  it.each([
    ["no JSON", "hello", "bad_request"],
    ["nothing", "", "bad_request"],
    ["half an object", '{"type":"ping"', "bad_request"],
    ["an array", '[{"type":"ping"}]', "bad_request"],
    ["null", "null", "bad_request"],
    ["no type", '{"id":1}', "bad_request"],
    ["a type that is no text", '{"type":5}', "bad_request"],
    ["an unknown type", '{"type":"fly","id":1}', "unknown_type"],
    ["a type of Object's prototype", '{"type":"constructor"}', "unknown_type"],
    ["the type __proto__", '{"type":"__proto__"}', "unknown_type"],
    ["an id that is an object", '{"type":"ping","id":{}}', "bad_request"],
    ["a fraction as id", '{"type":"ping","id":1.5}', "bad_request"],
    ["a long id", `{"type":"ping","id":"${"x".repeat(65)}"}`, "bad_request"],
    ["a missing room", '{"type":"leave"}', "bad_request"],
    ["a room with a separator", '{"type":"join","room":"a/b"}', "bad_request"],
    ["the room __proto__", '{"type":"join","room":"__proto__"}', "bad_request"],
    ["a room with a control character", '{"type":"join","room":"a\\u0000"}', "bad_request"],
    ["a room of 129 letters", `{"type":"join","room":"${"a".repeat(129)}"}`, "bad_request"],
    ["a capacity of none", '{"type":"create","capacity":0}', "bad_request"],
    ["data that is no object", '{"type":"join","room":"a","data":[]}', "bad_request"],
    [
      "too many addressees",
      `{"type":"publish","room":"a","data":1,"to":${JSON.stringify(Array(65).fill("p"))}}`,
      "bad_request",
    ],
    [
      "more than a frame",
      `{"type":"publish","room":"a","data":"${"x".repeat(limits.frameBytes)}"}`,
      "payload_too_large",
    ],
    ["16 levels", nested(15), "ok"],
    ["17 levels", nested(16), "bad_request"],
    ["ten thousand levels", nested(10_000), "bad_request"],
    ["brackets inside a text", `{"type":"publish","room":"a","data":"${"[".repeat(99)}\\"{{"}`, "ok"],
  ])("[M5] %s", (_, text, code) => {
    expect(refusal(text)).toBe(code);
  });

  it("[M2] says which field is wrong", () => {
    const decoded = decode('{"type":"join","id":1,"room":"a b"}');
    expect(decoded).toMatchObject({ ok: false, id: 1, error: { details: [{ path: "/room" }] } });
  });

  it("never throws, whatever the text", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.json().map((json) => `{"type":"publish","room":"a","data":${json}}`),
    );
    fc.assert(
      fc.property(texts, (text) => typeof decode(text).ok === "boolean"),
      { numRuns: 5_000 },
    );
  });
});

describe("frames", () => {
  it("put the offset into a body that was encoded without one", () => {
    const body = encodeMessage({
      type: "message",
      room,
      from: peer,
      name: "ada",
      event: "chat",
      data: { text: "hi" },
      time: 5,
    });
    const message = {
      type: "message",
      room,
      from: peer,
      name: "ada",
      event: "chat",
      data: { text: "hi" },
      time: 5,
    };
    expect(JSON.parse(messageFrame(body, null).text)).toEqual(message);
    const position = { epoch: "e", offset: 3, tag: "t" };
    expect(JSON.parse(messageFrame(body, position).text)).toEqual({ ...message, offset: 3, tag: "t" });
    expect(decodeMessage(body, position)).toEqual({ ...message, offset: 3, tag: "t" });
  });

  it("of a signal carry its data unchanged and tell its size", () => {
    const event = {
      type: "signal",
      room,
      from: peer,
      kind: "candidate",
      data: { candidate: "ä" },
      exchange: "x",
    } as const;
    const { frame, bytes } = encodeSignal(event);
    expect(JSON.parse(frame.text)).toEqual(event);
    expect(bytes).toBe(Buffer.byteLength(JSON.stringify(event.data)));
    expect(JSON.parse(encodeSignal({ ...event, data: undefined }).frame.text).data).toBeNull();
  });

  it("are encoded once", () => {
    const event = encodeEvent({ type: "going_away", retryAfterMs: 1 });
    expect(event.text).toBe('{"type":"going_away","retryAfterMs":1}');
  });
});

describe("sizes", () => {
  it("are counted in UTF-8, as the wire does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => utf8Bytes(text) === Buffer.byteLength(text)),
    );
    expect(jsonBytes({ a: "€" })).toBe(Buffer.byteLength('{"a":"€"}'));
    expect(jsonBytes(undefined)).toBe(0);
  });
});
