// Which findings a command fails on: codes, and strengths, of which each stands for itself and all that are surer.
import { codes, type FindingCode, type Strength, strengths } from "../codes.ts";
import type { Finding } from "../ledger.ts";

export interface FailOn {
  codes: ReadonlySet<FindingCode>;
  /** The weakest; null for none. */
  strength: Strength | null;
}

/** `SIG001,sure`; null for what is neither a code nor a strength, and `none` for nothing at all. */
export function parseFailOn(text: string): FailOn | null {
  const words = text.split(",").map((word) => word.trim());
  if (words.length === 1 && words[0] === "none") return { codes: new Set(), strength: null };
  const named = words.map((word) => word.toUpperCase()).filter((word) => Object.hasOwn(codes, word));
  const weak = strengths.filter((strength) => words.includes(strength)).at(-1) ?? null;
  const known = words.every((word) => Object.hasOwn(codes, word.toUpperCase()) || isStrength(word));
  return known ? { codes: new Set(named as FindingCode[]), strength: weak } : null;
}

const isStrength = (word: string): boolean => (strengths as readonly string[]).includes(word);

/** What follows from something else, or was taken back, is no reason. */
export function isReason(failOn: FailOn, { code, strength, because, withdrawn }: Finding): boolean {
  if (because || withdrawn) return false;
  if (failOn.codes.has(code)) return true;
  return failOn.strength !== null && strengths.indexOf(strength) <= strengths.indexOf(failOn.strength);
}
