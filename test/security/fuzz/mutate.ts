// Inputs that are nearly right: texts cut, doubled and spliced, values exchanged within valid JSON, bytes turned over.
import type { SeededRandom } from "../../support/seeded-random.ts";

export const pick = <T>(random: SeededRandom, list: readonly T[]): T => list[random.below(list.length)]!;

/** What breaks parsers, terminals and tables. */
const PIECES = [
  "",
  "\0",
  "\r",
  "\n",
  "\r\n",
  "\t",
  "\u001b[2J",
  "\u001b]0;x\u0007",
  "\u007f",
  "\u009b",
  "\u009d",
  "\u00ad",
  "\u0301".repeat(9),
  "\u200b",
  "\u200d",
  "\u200e",
  "\u2028",
  "\u202e",
  "\u2066",
  "\ufe0f",
  "\ufeff",
  "\ud83d",
  "\ude00",
  "😀",
  "👩‍👩‍👧",
  "\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}",
  "\u{e0041}",
  "\u{10ffff}",
  "é",
  "部屋",
  '"',
  "\\",
  "\\u0000",
  "\\ud800",
  "{",
  "}",
  "[",
  "]",
  "[[[[[[[[[[[[[[[[[",
  ",",
  ":",
  "null",
  "1e999",
  "-0",
  "__proto__",
  "constructor",
  '"__proto__":{"x":1},',
  "v=0",
  "a=",
  "candidate:",
  "../",
  "%00",
  "*",
  " ",
] as const;

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  65_536,
  1e308,
  Number.MAX_SAFE_INTEGER,
  "",
  "a",
  "__proto__",
  "constructor",
  "x".repeat(129),
  "\0",
  "\ud800",
  "v=0\r\n",
  "candidate:",
  [],
  [[]],
  ["a"],
  {},
  { a: { b: { c: 1 } } },
  ["\\", '"', '["'],
  JSON.parse(`${"[".repeat(15)}${"]".repeat(15)}`),
  JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`),
  JSON.parse('{"__proto__":{"admin":true}}'),
];

/** A text with one to four things done to it; now and then one of 64 KiB. */
export function mutateText(random: SeededRandom, text: string, others: readonly string[]): string {
  let result = text;
  for (let i = random.below(4); i >= 0; i--) result = oneChange(random, result, others);
  return random.below(2_000) === 0 ? blownUp(random, result) : result.slice(0, 70_000);
}

function oneChange(random: SeededRandom, text: string, others: readonly string[]): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + random.below(12));
  switch (random.below(7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, to) + text.slice(at);
    case 3:
      return text.slice(0, at) + pick(random, PIECES) + text.slice(to);
    case 4:
      // Most of what does harm is in the first quarter thousand.
      return (
        text.slice(0, at) +
        String.fromCharCode(random.below(random.below(2) ? 256 : 65_536)) +
        text.slice(at + 1)
      );
    case 5:
      return text.slice(0, at) + pick(random, others).slice(random.below(40));
    default: {
      const code = text.charCodeAt(at) ^ (1 << random.below(8));
      return text.slice(0, at) + String.fromCharCode(code || 0) + text.slice(at + 1);
    }
  }
}

/** Something short of it over and over: where time grows faster than length, this shows it. */
function blownUp(random: SeededRandom, text: string): string {
  const at = random.below(text.length + 1);
  const piece = text.slice(at, at + 1 + random.below(6)) || pick(random, PIECES) || "x";
  const flood = piece.repeat(Math.ceil(65_000 / piece.length));
  return (text.slice(0, at) + flood + text.slice(at)).slice(0, 65_536);
}

/** Exchanges, adds or takes away one value somewhere within; the value itself stays as it is. */
export function mutateValue(random: SeededRandom, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random.below(6) === 0) {
    if (typeof value === "string" && random.below(2)) return mutateText(random, value, [value]);
    return pick(random, VALUES);
  }
  if (Array.isArray(value)) {
    if (value.length === 0 || random.below(4) === 0) return [...value, pick(random, VALUES)];
    const at = random.below(value.length);
    return value.map((each, i) => (i === at ? mutateValue(random, each) : each));
  }
  const entries = Object.entries(value);
  const at = random.below(entries.length + 1);
  const entry = entries[at];
  if (!entry)
    entries.push([pick(random, ["x", "__proto__", "constructor", "toString"]), pick(random, VALUES)]);
  else if (random.below(5) === 0) entries.splice(at, 1);
  else entries[at] = [entry[0], mutateValue(random, entry[1])];
  // Object.fromEntries makes __proto__ a field of its own, as JSON.parse does.
  return Object.fromEntries(entries);
}

export function mutateBytes(random: SeededRandom, bytes: Buffer): Buffer {
  let result = Buffer.from(bytes);
  for (let i = random.below(3); i >= 0; i--) {
    const at = random.below(result.length + 1);
    switch (random.below(4)) {
      case 0:
        result = result.subarray(0, at);
        break;
      case 1:
        result = Buffer.concat([
          result.subarray(0, at),
          Buffer.from([random.below(256)]),
          result.subarray(at),
        ]);
        break;
      case 2:
        result = Buffer.concat([result.subarray(0, at), result.subarray(at + 1 + random.below(8))]);
        break;
      default:
        if (at < result.length) result[at] = result[at]! ^ (1 << random.below(8));
    }
  }
  return result;
}
