// The filter language of relay: words that must all hold, `type!=candidate peer~ada finding:SIG`, and how one is completed.
import { strengths } from "../../signals/codes.ts";
import { completed } from "./command-line.ts";
import { kinds } from "./relay-item.ts";

export const fields = [
  "type",
  "peer",
  "from",
  "to",
  "room",
  "verdict",
  "state",
  "finding",
  "strength",
  "exchange",
] as const;
export type Field = (typeof fields)[number];

/** What a filter looks at: of a signal, or of a whole exchange. */
export interface Subject {
  values(field: Field): readonly string[];
  /** Everything that is shown of it. */
  text(): string;
}

export interface Filter {
  /** As it was typed. */
  text: string;
  holds(subject: Subject): boolean;
  /** What is not understood, or not yet: such a word lets everything through. */
  wrong: string;
}

const known: Partial<Record<Field, readonly string[]>> = {
  type: kinds,
  verdict: ["delivered", "queued", "no_such_peer"],
  state: ["new", "offered", "answered", "trickling", "ended", "connecting", "connected", "failed", "closed"],
  strength: strengths,
};

export const filterHelp: readonly { keys: string; help: string }[] = [
  { keys: "text", help: "anywhere in what is shown" },
  { keys: "field:x", help: "begins with x: finding:SIG00" },
  { keys: "field=x", help: "is x: type=offer" },
  { keys: "field~x", help: "has x in it: peer~ada" },
  { keys: "!= !~ !x", help: "not: type!=candidate" },
  { keys: "fields", help: "type peer from to room verdict" },
  { keys: "", help: "state finding strength exchange" },
];

const WORD = /^([a-z]+)(!=|!~|=|:|~)(.*)$/;
type Test = (subject: Subject) => boolean;
const all: Test = () => true;

const matches: Record<string, (value: string, wanted: string) => boolean> = {
  "=": (value, wanted) => value === wanted,
  "!=": (value, wanted) => value === wanted,
  ":": (value, wanted) => value.startsWith(wanted),
  "~": (value, wanted) => value.includes(wanted),
  "!~": (value, wanted) => value.includes(wanted),
};

export function parseFilter(text: string): Filter {
  let wrong = "";
  const tests = text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "" && word !== "!")
    .map((word) => {
      const negated = word.startsWith("!");
      const test = testOf(negated ? word.slice(1) : word);
      if (typeof test === "string") {
        wrong ||= test;
        return all;
      }
      return negated ? (subject: Subject) => !test(subject) : test;
    });
  return { text, wrong, holds: (subject) => tests.every((test) => test(subject)) };
}

export const noFilter: Filter = parseFilter("");

/** A text where the word means nothing: what is wrong, and what to type. */
function testOf(word: string): Test | string {
  const [, name = "", operator = "", wanted = ""] = WORD.exec(word) ?? [];
  if (name === "") return (subject) => subject.text().includes(word);
  if (!isField(name)) return `${name} is no field: ${fields.join(" ")}`;
  if (wanted === "") return `${name}${operator} needs a value${exampleOf(name)}`;
  const choices = known[name];
  const isWhole = operator === "=" || operator === "!=";
  const isMeant = (choice: string) => (isWhole ? choice === wanted : choice.startsWith(wanted));
  if (choices && !operator.endsWith("~") && !choices.some(isMeant))
    return `${name} is one of ${choices.join(" ")}`;
  const match = matches[operator]!;
  const some = (subject: Subject): boolean => subject.values(name).some((value) => match(value, wanted));
  return operator.startsWith("!") ? (subject) => !some(subject) : some;
}

const isField = (name: string): name is Field => (fields as readonly string[]).includes(name);

const exampleOf = (name: Field): string => {
  const choices = known[name];
  if (choices) return `: ${choices.join(" ")}`;
  return name === "finding" ? ": finding:SIG007" : `: ${name}~ada`;
};

/** With the word at its end completed, and what it may become where that is open. */
export function completeFilter(text: string): { text: string; choices: readonly string[] } {
  const word = /\S*$/.exec(text)![0];
  const [, start = "", name = "", operator = ""] = /^(!?([a-z]+)(!=|!~|=|:|~))/.exec(word) ?? [];
  const not = start === "" && word.startsWith("!") ? "!" : "";
  const words = start
    ? (known[name as Field] ?? []).map((value) => start + value)
    : fields.map((field) => `${not}${field}`);
  const choices = words.filter((each) => each.startsWith(word));
  const whole = completed(text, words);
  if (whole === null) return { text, choices };
  // A field wants a value next, not another word.
  const isName = operator === "" && whole.endsWith(" ");
  return { text: isName ? `${whole.slice(0, -1)}:` : whole, choices };
}
