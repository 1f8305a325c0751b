// The filter of the console: words that must all hold of a room. Text, `!not`, `status:active`, `members>2`, `locked`.
import type { RoomRow } from "./rooms-row.ts";

export interface Filter {
  /** As it was typed. */
  text: string;
  holds(row: RoomRow, now: number): boolean;
  /** What it lets through changes with time alone. */
  timed: boolean;
  /** What is not understood, or not yet: such a word lets everything through. */
  wrong: string;
}

type Test = (row: RoomRow, now: number) => boolean;

const numbers: Record<string, (row: RoomRow, now: number) => number> = {
  members: ({ members }) => members,
  capacity: ({ capacity }) => capacity,
  free: ({ members, capacity }) => capacity - members,
  watching: ({ watching }) => watching,
  age: ({ createdAt }, now) => now - createdAt,
};

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "=": (a, b) => a === b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

/** Compared from the start: half a word has its effect while the other half is typed. */
const fields: Record<string, (row: RoomRow, value: string) => boolean> = {
  name: ({ name }, value) => name.toLowerCase().includes(value),
  queue: ({ queue }, value) => queue.toLowerCase().includes(value),
  host: ({ host }, value) => host.toLowerCase().includes(value),
  status: ({ status }, value) => status.startsWith(value),
  visibility: ({ visibility }, value) => visibility.startsWith(value),
};

const flags: Record<string, Test> = {
  locked: ({ locked }) => locked,
  password: ({ hasPassword }) => hasPassword,
  full: ({ members, capacity }) => members >= capacity,
  empty: ({ members, watching }) => members + watching === 0,
};

/** For the help. */
export const filterHelp: readonly { keys: string; help: string }[] = [
  { keys: "/duel", help: "in name, queue, host; !duel" },
  { keys: "/status:", help: "also name queue host …" },
  { keys: "/members>2", help: "also capacity free age>5m" },
  { keys: "/locked", help: "password full empty; !full" },
];

const COMPARISON = /^([a-z]+)(<=|>=|!=|==|=|<|>)(.*)$/;
/** Equal is what people type who know it from elsewhere; a text that a name begins with is as much. */
const FIELD = /^([a-z]+)(?:==?|:)(.*)$/;
const DURATION = /^(\d+(?:\.\d+)?)([smhd]?)$/;
const UNITS: Record<string, number> = { "": 1_000, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const all: Test = () => true;

export function parseFilter(text: string): Filter {
  let wrong = "";
  let timed = false;
  const tests = text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "" && word !== "!")
    .map((word) => {
      const test = testOf(word.startsWith("!") ? word.slice(1) : word);
      if (typeof test === "string") {
        wrong = test;
        return all;
      }
      timed ||= word.replace("!", "").startsWith("age");
      return word.startsWith("!") ? (row: RoomRow, now: number) => !test(row, now) : test;
    });
  return { text, timed, wrong, holds: (row, now) => tests.every((test) => test(row, now)) };
}

export const noFilter: Filter = parseFilter("");

/** A text where the word means nothing yet. */
function testOf(word: string): Test | string {
  const [, name = "", operator = "", amount = ""] = COMPARISON.exec(word) ?? [];
  if (Object.hasOwn(numbers, name)) return comparison(name, operator, amount);
  const [, key = "", value = ""] = FIELD.exec(word) ?? [];
  if (Object.hasOwn(fields, key)) return (row) => fields[key]!(row, value);
  if (Object.hasOwn(flags, word)) return flags[word]!;
  return ({ searched }) => searched.includes(word);
}

function comparison(name: string, operator: string, amount: string): Test | string {
  const read = numbers[name]!;
  const compare = comparisons[operator]!;
  const [, count = "", unit = ""] = DURATION.exec(amount) ?? [];
  if (count === "" || (unit !== "" && name !== "age")) {
    return `${name}${operator} needs a ${name === "age" ? "time: 30s, 5m, 2h, 1d" : "number"}`;
  }
  const wanted = name === "age" ? Number(count) * UNITS[unit]! : Number(count);
  return (row, now) => compare(read(row, now), wanted);
}
