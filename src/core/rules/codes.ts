// The rule of invite codes: which one a room gets.
import type { Decision } from "./room-state.ts";

/** `any`: the room may keep the code that it has. Of `codes` the first one that is free counts. */
export interface CodeWish {
  any: boolean;
  codes: readonly string[];
}

/** Whether another room of the namespace has the code. */
export type Taken = (code: string) => boolean;

/** Undefined: all are taken. */
export function codeFor(
  own: string | null,
  wish: CodeWish | null | undefined,
  taken: Taken,
): string | null | undefined {
  if (wish === undefined) return own;
  if (wish === null || (wish.any && own !== null)) return wish && own;
  return wish.codes.find((code) => code === own || !taken(code));
}

export const codeTaken: Decision = {
  ok: false,
  error: "already_exists",
  message: "Another room has this code: choose another one.",
};
