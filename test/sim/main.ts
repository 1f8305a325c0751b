// A worker of the simulation: runs its share of seeds and tells what came of it, a line of JSON each.
import { lobbies } from "./lobbies.ts";
import { matches } from "./matches.ts";
import { crashes, rooms } from "./rooms.ts";
import { takeovers } from "./takeovers.ts";
import { topics } from "./topics.ts";
import { Story, type Universe, Violation } from "./universe.ts";

export const universes: readonly Universe[] = [rooms, crashes, takeovers, matches, topics, lobbies];

interface Share {
  universes: string[];
  from: number;
  to: number;
  /** Every so many seeds, beginning with this one. */
  stride: number;
  offset: number;
  /** Ends with the first violation. */
  first: boolean;
  /** Of each seed, to be compared with another run. */
  digests: boolean;
}

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function runShare(share: Share): Promise<void> {
  for (let seed = share.from + share.offset; seed < share.to; seed += share.stride) {
    for (const universe of universes) {
      if (
        share.universes.includes(universe.name) &&
        (await violates(universe, seed, share.digests)) &&
        share.first
      )
        return;
    }
  }
}

async function violates(universe: Universe, seed: number, digests: boolean): Promise<boolean> {
  const story = new Story();
  // A universe in which nothing more can happen ends the process without a word.
  const stuck = (): void => {
    say({
      universe: universe.name,
      seed,
      violation: "comes to an end",
      detail: "it waits for ever",
      story: story.lines,
    });
  };
  process.once("exit", stuck);
  try {
    await universe.run(seed, story);
    const { events, virtualMs } = story;
    say({ universe: universe.name, seed, events, virtualMs, ...(digests && { digest: story.digest() }) });
    return false;
  } catch (error) {
    const violation = error instanceof Violation ? error.invariant : "no error of its own";
    const detail = error instanceof Violation ? error.message : String((error as Error).stack);
    say({ universe: universe.name, seed, violation, detail, story: story.lines });
    return true;
  } finally {
    process.off("exit", stuck);
  }
}

if (process.argv[2]) await runShare(JSON.parse(process.argv[2]) as Share);
