// The fuzzer: inputs by seed and number, each given to one target and timed; what goes wrong is told so that it can be had again.
import { SeededRandom } from "../../support/seeded-random.ts";
import { type Target, targets } from "./targets.ts";

/** No input may take longer. */
export const SLOW_MS = 50;

export interface Fuzzed {
  inputs: number;
  /** Of each target's slowest input. */
  slowest: { target: string; ms: number };
  slow: number;
  failures: string[];
}

const MOST_FAILURES = 10;

/** The inputs from number `from` to `to`; each has its own random numbers, so that one alone can be had again. */
export function fuzz(seed: number, from: number, to: number, among: readonly Target[] = targets): Fuzzed {
  const before = inherited();
  const result: Fuzzed = { inputs: 0, slowest: { target: "", ms: 0 }, slow: 0, failures: [] };
  for (let number = from; number < to && result.failures.length < MOST_FAILURES; number++) {
    const target = among[number % among.length]!;
    const input = target.make(new SeededRandom(seed ^ Math.imul(number + 1, 0x9e3779b1)));
    const tell = (what: string): void => {
      const shown = JSON.stringify(Buffer.isBuffer(input) ? input.toString("hex") : input);
      result.failures.push(`seed ${seed}, input ${number}, ${target.name}: ${what}: ${shown.slice(0, 400)}`);
    };
    result.inputs++;
    try {
      const ms = timed(target, input);
      if (ms > result.slowest.ms) result.slowest = { target: target.name, ms };
      if (ms > SLOW_MS) {
        result.slow++;
        tell(`${Math.round(ms)} ms`);
      }
    } catch (error) {
      tell((error as Error).message);
    }
    if (number % 1_000 === 0 && inherited() !== before) {
      tell("a prototype has changed");
      break;
    }
  }
  if (inherited() !== before) result.failures.push(`seed ${seed}: a prototype has changed`);
  return result;
}

/** Where it was long, the least of three in time of this process: the machine may have had something else to do. */
function timed(target: Target, input: unknown): number {
  const begun = performance.now();
  target.check(input);
  const once = performance.now() - begun;
  if (once <= SLOW_MS / 5) return once;
  return Math.min(...[1, 2, 3].map(() => busyMs(() => target.check(input))));
}

function busyMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const inherited = (): string =>
  [Object, Array, String, Function, Error]
    .map(({ prototype }) => Object.getOwnPropertyNames(prototype).join())
    .join(";");
