// What is fuzzed: each target makes an input from a seed, and says of the answer what must be so whatever the input was.
import { readFrame } from "../../../src/client/frames.ts";
import { decodeRecord } from "../../../src/engines/embedded/record.ts";
import { StoreError } from "../../../src/engines/embedded/store.ts";
import { decode } from "../../../src/protocol/codec.ts";
import { CODE_ALPHABET, cleanCode } from "../../../src/protocol/codes.ts";
import { RtError } from "../../../src/protocol/errors.ts";
import { isId } from "../../../src/protocol/ids.ts";
import { parseJson } from "../../../src/protocol/json.ts";
import { limits } from "../../../src/protocol/limits.ts";
import { cleanName } from "../../../src/protocol/names.ts";
import { isRequestType } from "../../../src/protocol/requests.ts";
import { safeLines, safeText } from "../../../src/protocol/safe-text.ts";
import type { SignalKind } from "../../../src/protocol/shapes.ts";
import { guardSignal } from "../../../src/signals/guard.ts";
import type { SeededRandom } from "../../support/seeded-random.ts";
import { mutateBytes, mutateText, mutateValue, pick } from "./mutate.ts";
import * as samples from "./samples.ts";

export interface Target<Input = unknown> {
  name: string;
  make(random: SeededRandom): Input;
  /** Throws where something is not as it must be; what the target throws counts as well. */
  check(input: Input): void;
}

const target = <Input>(each: Target<Input>): Target => each as Target;

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`);
}

/** What it is refused with, or null; anything but what is declared is thrown on. */
function refusal(run: () => void, codes: readonly string[]): RtError | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof RtError && codes.includes(error.code)) return error;
    throw error;
  }
}

/** Valid JSON with other values in it, or a text that was valid. */
function jsonish(random: SeededRandom, values: readonly object[], texts: readonly string[]): string {
  const valued = random.below(2) === 0;
  const text = valued ? JSON.stringify(mutateValue(random, pick(random, values))) : pick(random, texts);
  return valued && random.below(3) > 0 ? text : mutateText(random, text, texts);
}

const HARMFUL =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udfff]/u;

const depthOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

const decoder = target({
  name: "decode",
  make: (random) => jsonish(random, samples.requestValues, samples.requestTexts),
  check(text) {
    const decoded = decode(text);
    if (!decoded.ok) {
      must(decoded.error instanceof RtError, "it is refused with an RtError");
      must(
        ["bad_request", "unknown_type", "payload_too_large"].includes(decoded.error.code),
        "for a reason of its own",
      );
      must((decoded.error.details ?? []).length <= 5, "with five details at most");
      JSON.stringify(decoded.error.details);
      return;
    }
    const { type, id, params } = decoded.request;
    must(isRequestType(type), "there is such a request");
    must(id === undefined || typeof id === "string" || Number.isSafeInteger(id), "the id is one");
    must(Object.getPrototypeOf(params) === Object.prototype, "its fields have the common prototype");
    must(decode(JSON.stringify({ ...params, type, id })).ok || /1e\+?\d{3}/.test(text), "it is read again");
  },
});

const bodies = target({
  name: "parseJson",
  make: (random) => jsonish(random, samples.serverValues, samples.requestTexts),
  check(text) {
    let value: unknown;
    if (refusal(() => (value = parseJson(text, "no")), ["bad_request"])) return;
    JSON.stringify(value);
    must(depthOf(value) <= limits.depth, "it is no deeper than allowed");
  },
});

const safe = target({
  name: "safeText",
  make: (random) => mutateText(random, pick(random, samples.texts), samples.texts),
  check(text) {
    const result = safeText(text);
    must(!HARMFUL.test(result.replace(TAG_FLAGS, "")), "nothing in it does anything");
    must(result.length <= 9 * text.length, "it has not grown beyond what an escape takes");
    must(safeText(result) === result, "made safe again it is the same");
  },
});
const TAG_FLAGS = /\u{1f3f4}[\u{e0061}-\u{e007a}]{4,6}\u{e007f}/gu;

const lines = target({
  name: "safeLines",
  make: (random) => mutateText(random, pick(random, samples.texts), samples.texts),
  check(text) {
    for (const line of safeLines(text))
      must(!HARMFUL.test(line.replace(TAG_FLAGS, "")), "no line does anything");
  },
});

const guard = target<{ kind: SignalKind; data: unknown }>({
  name: "guardSignal",
  make(random) {
    const { kind, data } = pick(random, samples.signals);
    const spoilt = random.below(8) > 0 ? mutateValue(random, data) : data;
    return {
      kind: random.below(10) ? kind : pick(random, ["offer", "answer", "candidate", "end"]),
      data: spoilt,
    };
  },
  check({ kind, data }) {
    let passed: unknown;
    const refused = refusal(() => {
      passed = guardSignal(kind, data);
    }, ["bad_request"]);
    if (refused) {
      must(
        !samples.signals.some((sample) => sample.kind === kind && sample.data === data),
        "what is right goes through",
      );
      must(
        refused.details!.every(({ path }) => path.startsWith("/data")),
        "each detail has its place",
      );
      return;
    }
    if (kind === "end") must(passed === null, "an end carries nothing");
    if (kind === "custom" || passed === null) return;
    const { sdp, candidate, ...rest } = passed as Record<string, unknown>;
    const line = kind === "candidate" ? candidate : sdp;
    must(typeof line === "string", "there is a text");
    const allowed = kind === "candidate" ? /^(type|sdpMid|sdpMLineIndex|usernameFragment)$/ : /^type$/;
    must(
      Object.keys(rest).every((name) => allowed.test(name)),
      "there is no other field",
    );
    if (kind === "candidate")
      must(line === "" || /^(a=)?candidate:/.test(line as string), "it begins as candidates do");
    else must(/^v=0(\r?\n|$)/.test(line as string), "it begins as descriptions do");
    const plain = kind === "candidate" ? (line as string) : (line as string).replace(/\r?\n/g, "");
    must(!/[\u0000-\u001f\u007f-\u009f]|[\ud800-\udfff]/u.test(plain), "it is text");
  },
});

const idGuard = target({
  name: "isId",
  make: (random) => mutateText(random, pick(random, samples.ids), samples.ids),
  check(text) {
    const letter = (code: number): boolean =>
      (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    const codes = Array.from({ length: Math.min(text.length, 129) }, (_, i) => text.charCodeAt(i));
    const right =
      codes.length > 0 &&
      codes.length <= 128 &&
      letter(codes[0]!) &&
      codes.every((code) => letter(code) || "_.:-".includes(String.fromCharCode(code)));
    must(isId(text) === right, "an id is what the rule says");
  },
});

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

const nameGuard = target({
  name: "cleanName",
  make: (random) => mutateText(random, pick(random, samples.names), samples.names),
  check(text) {
    const name = cleanName(text);
    if (name === null) return;
    const length = [...graphemes.segment(name)].length;
    must(length > 0 && length <= limits.nameLength, "it has 1 to 32 characters");
    must(Buffer.byteLength(name) <= limits.nameBytes, "it has at most 64 bytes");
    must(name === name.trim(), "no space is around it");
    must(!HARMFUL.test(name), "nothing in it does anything");
  },
});

const codeGuard = target({
  name: "cleanCode",
  make: (random) => mutateText(random, pick(random, samples.codes), samples.codes),
  check(text) {
    const code = cleanCode(text);
    if (code === null) return;
    must(code.length >= 4 && code.length <= 12, "it has 4 to 12 signs");
    must(
      [...code].every((sign) => CODE_ALPHABET.includes(sign)),
      "they are the alphabet's",
    );
    must(cleanCode(code) === code, "cleaned again it is the same");
  },
});

const records = target({
  name: "decodeRecord",
  make: (random) => mutateBytes(random, samples.record),
  check(bytes) {
    try {
      decodeRecord(samples.stream, 7, bytes);
    } catch (error) {
      if (error instanceof StoreError && ["damaged", "newer"].includes(error.code)) return;
      throw error;
    }
    must(bytes.equals(samples.record), "only what was written is read");
  },
});

const clientFrames = target({
  name: "readFrame",
  make: (random) => jsonish(random, samples.serverValues, samples.serverTexts),
  check(text) {
    const frame = readFrame(text);
    if (frame.kind === "error") must(frame.error instanceof RtError, "an error is an RtError");
    if (frame.kind === "event") must(typeof frame.event.type === "string", "an event has a type");
    JSON.stringify(frame);
  },
});

export const targets: readonly Target[] = [
  decoder,
  bodies,
  safe,
  lines,
  guard,
  idGuard,
  nameGuard,
  codeGuard,
  records,
  clientFrames,
];
