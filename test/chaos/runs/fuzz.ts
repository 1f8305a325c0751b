// R5: everything that reads text or bytes from outside, with millions of inputs that are nearly right.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type Fuzzed, SLOW_MS } from "../../security/fuzz/fuzz.ts";
import { targets } from "../../security/fuzz/targets.ts";
import { runSeed } from "../../support/seeded-random.ts";
import type { ChaosRun, Size } from "../run.ts";

const INPUTS: Record<Size, number> = { small: 200_000, full: 10_000_000 };
const PROCESSES = 2;
const FUZZER = new URL("../../security/fuzz/main.ts", import.meta.url).pathname;

export const run: ChaosRun = {
  row: "R5",
  title: "fuzzed input",
  suites: ["test/security/fuzz.test.ts"],
  async run(size, report) {
    const seed = runSeed();
    const share = INPUTS[size] / PROCESSES;
    const parts = await Promise.all(
      Array.from({ length: PROCESSES }, (_, i) => part(seed, i * share, (i + 1) * share)),
    );
    const all = (count: (part: Part) => number): number => parts.reduce((sum, each) => sum + count(each), 0);
    report.try(
      "inputs",
      all(({ inputs }) => inputs),
    );
    report.lose(
      "answers that must not be",
      all(({ failures, slow }) => failures.length - slow),
    );
    report.lose(
      `inputs of more than ${SLOW_MS} ms`,
      all(({ slow }) => slow),
    );
    report.lose(
      "rejections that nobody handles",
      all(({ unhandled }) => unhandled),
    );
    const slowest = parts.map(({ slowest }) => slowest).sort((a, b) => b.ms - a.ms)[0]!;
    report.figure(`the slowest, of ${slowest.target}`, Math.round(slowest.ms * 10) / 10, "ms");
    report.figure("what is fuzzed", targets.length, "parts");
    report.figure("seed", seed, "");
    for (const failure of parts.flatMap(({ failures }) => failures)) report.fail(failure);
  },
};

interface Part extends Fuzzed {
  unhandled: number;
}

async function part(seed: number, from: number, to: number): Promise<Part> {
  const args = ["--import", "tsx", FUZZER, ...[seed, from, to].map(String)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`The fuzzer ended with ${code}: seed ${seed}, inputs ${from} to ${to}.`);
  return JSON.parse(out);
}
