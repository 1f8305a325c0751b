// What a universe is: a run that a seed decides, with its story, and invariants that end it where they don't hold.
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { TestPeer } from "../support/peer.ts";

/** Something that must never be was. */
export class Violation extends Error {
  override readonly name = "Violation";
  readonly invariant: string;

  constructor(invariant: string, detail: string) {
    super(`${invariant}: ${detail}`);
    this.invariant = invariant;
  }
}

export function must(invariant: string, holds: boolean, detail = "it is not so"): void {
  if (!holds) throw new Violation(invariant, detail);
}

export function same(invariant: string, actual: unknown, expected: unknown, where = ""): void {
  if (isDeepStrictEqual(actual, expected)) return;
  const show = (value: unknown): string =>
    JSON.stringify(value instanceof Map ? [...value] : value instanceof Set ? [...value] : value) ??
    "undefined";
  throw new Violation(invariant, `${where && `${where}: `}${show(actual)} instead of ${show(expected)}`);
}

/** One line a step, and what came of it: two runs of a seed must be equal to the byte. */
export class Story {
  readonly lines: string[] = [];
  readonly #hash = createHash("sha256");
  /** Messages that peers received. */
  events = 0;
  virtualMs = 0;

  tell(line: string): void {
    this.lines.push(line);
    this.#hash.update(`${line}\n`);
  }

  heard(peers: readonly TestPeer[]): void {
    for (const { log } of peers) {
      this.events += log.length;
      this.#hash.update(JSON.stringify(log));
    }
  }

  /** Of all that was told and heard; once. */
  digest(): string {
    return this.#hash.digest("hex").slice(0, 16);
  }
}

export interface Universe {
  name: string;
  /** Throws a Violation, or what the product itself threw. */
  run(seed: number, story: Story): Promise<void>;
}

/** Until nobody has heard anything for so many turns of the event loop. */
export async function settle(peers: readonly TestPeer[], turns = 40): Promise<void> {
  const total = (): number => peers.reduce((sum, { log }) => sum + log.length, 0);
  for (let quiet = 0, before = -1; quiet < turns; ) {
    const now = total();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await new Promise(setImmediate);
  }
}

export const turns = async (count: number): Promise<void> => {
  for (let left = count; left > 0; left--) await new Promise(setImmediate);
};
