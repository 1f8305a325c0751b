// Files as they come from disks, mails and strangers: cut, mixed up, of other types, deep, long, and no text at all.
import type { SeededRandom } from "./seeded-random.ts";

type Mangle = (text: string, random: SeededRandom) => string;

const ODD: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, "", "x", "__proto__", [], {}, [[]], JSON.parse('{"then":1}')],
  ...["\u0000", "\ud800", "\u202e".repeat(50), "a".repeat(5_000), Number.MAX_SAFE_INTEGER, 8.64e15 + 1],
];

const pick = <T>(random: SeededRandom, from: readonly T[]): T => from[random.below(from.length)]!;

const nested = (depth: number): string =>
  depth % 2 === 0
    ? `${"[".repeat(depth)}${"]".repeat(depth)}`
    : `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

/** Some value of it, at any depth, becomes something else, goes, or comes twice. */
function changeJson(value: unknown, random: SeededRandom): unknown {
  if (typeof value !== "object" || value === null || random.below(4) === 0) return pick(random, ODD);
  const keys = Object.keys(value);
  if (keys.length === 0) return pick(random, ODD);
  const key = pick(random, keys);
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  const how = random.below(5);
  if (how === 0) delete copy[key];
  else if (how === 1) copy[pick(random, ["time", "type", "entries", "__proto__", "_rtrooms"])] = copy[key];
  else copy[key] = changeJson(copy[key], random);
  return copy;
}

function changeLine(line: string, random: SeededRandom): string {
  try {
    return JSON.stringify(changeJson(JSON.parse(line), random)) ?? "";
  } catch {
    return line;
  }
}

const someLine = (text: string, random: SeededRandom, change: (line: string) => string): string => {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  lines[at] = change(lines[at]!);
  return lines.join("\n");
};

const mangles: readonly Mangle[] = [
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text.slice(random.below(text.length + 1)),
  (text) => `\uFEFF${text}`,
  (text) => text.replaceAll("\n", "\r\n"),
  (text) => text.replaceAll("\n", "\n\n"),
  () => "",
  (text, random) => someLine(text, random, (line) => changeLine(line, random)),
  (text, random) => someLine(text, random, (line) => changeLine(line, random)),
  (text, random) => someLine(text, random, (line) => `${line}\n${line}`),
  (text, random) => someLine(text, random, () => nested(1 + random.below(60_000))),
  (text, random) =>
    someLine(text, random, (line) => line.replace(/"data":/, `"data":${nested(40_000)},"x":`)),
  (text, random) => someLine(text, random, () => String.fromCharCode(...bytes(random, 200))),
  (text, random) => someLine(text, random, (line) => line.slice(0, random.below(line.length + 1))),
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + String.fromCharCode(...bytes(random, 1 + random.below(20))) + text.slice(at);
  },
  (text, random) => {
    const [head, ...lines] = text.split("\n");
    return [head, ...lines.toSorted(() => random.below(3) - 1)].join("\n");
  },
  (text, random) =>
    text.replace(/"time":\d+/g, (found) => (random.below(3) ? found : `"time":${pick(random, TIMES)}`)),
];

const TIMES: readonly string[] = [
  "0",
  "-5",
  "1e15",
  "9007199254740991",
  "8640000000000001",
  '"x"',
  "1.5",
  "1e400",
];

const bytes = (random: SeededRandom, count: number): number[] =>
  Array.from({ length: count }, () => random.below(256));

/** One to three of these, one after the other. */
export function mangled(text: string, random: SeededRandom): string {
  let result = text;
  for (let times = 1 + random.below(3); times > 0; times--) result = pick(random, mangles)(result, random);
  return result;
}
