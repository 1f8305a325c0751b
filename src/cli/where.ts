// The conditions of `join --match --where`: a field of a room's or a member's data, a comparison, and a value.
import { InvalidArgumentError } from "commander";
import type { Comparison, Conditions, Scalar, Where } from "../protocol/matching.ts";

const PATTERN = /^\s*(members\.)?([^\s<>=!]+)\s*(<=|>=|==|<|>)\s*(.*?)\s*$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const WORDS: Record<string, Scalar> = { true: true, false: false, null: null };
const COMPARISONS = { "<": "lt", "<=": "lte", ">": "gt", ">=": "gte" } as const;

/** Several conditions on one field must hold together. */
export function collectWhere(text: string, before: Where = {}): Where {
  const [, members, field = "", operator = "", words = ""] = PATTERN.exec(text) ?? [];
  if (!field) {
    throw new InvalidArgumentError("It looks like mode==ctf, level>=3, or members.level>=3.");
  }
  const side = members ? "members" : "room";
  const there = before[side] ?? {};
  return { ...before, [side]: { ...there, [field]: conditionOf(operator, words, there[field]) } };
}

function conditionOf(operator: string, words: string, before: Conditions[string] | undefined) {
  if (operator === "==") {
    const values = words.split(",").map(scalarOf);
    return values.length === 1 ? values[0]! : { in: values };
  }
  if (!NUMBER.test(words)) throw new InvalidArgumentError(`${operator} takes a number, not "${words}".`);
  const name = COMPARISONS[operator as keyof typeof COMPARISONS];
  const others: Comparison = typeof before === "object" && before !== null ? before : {};
  return { ...others, [name]: Number(words) };
}

const scalarOf = (word: string): Scalar =>
  Object.hasOwn(WORDS, word) ? WORDS[word]! : NUMBER.test(word) ? Number(word) : word;
