// Rooms that are not there: who asks for many of them looks for those that are hidden.
import { RtError } from "../protocol/errors.ts";
import type { Session } from "./session.ts";

/** Calls `ask` before its first await. */
export async function countingMisses<T>({ pace }: Session, ask: () => Promise<T>): Promise<T> {
  pace.mayTry("guesses");
  try {
    return await ask();
  } catch (error) {
    const missed = error instanceof RtError && (error.code === "not_found" || error.code === "forbidden");
    if (missed) pace.wrong("guesses");
    throw error;
  }
}
