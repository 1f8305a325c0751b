// Display names as they are accepted: normalised, without control characters, and of limited length.
import { limits } from "./limits.ts";

const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u034f]/gu;

/** The name in NFKC, without what can't be seen, with single spaces; null if nothing is left. Names need not be unique. */
export function cleanName(name: string): string | null {
  const clean = name
    .slice(0, 4 * limits.nameLength)
    .normalize("NFKC")
    .replace(/\s+/gu, " ")
    .replace(INVISIBLE, "")
    .replace(/(\p{M}{4})\p{M}+/gu, "$1")
    .trim();
  return [...clean].slice(0, limits.nameLength).join("").trim() || null;
}
