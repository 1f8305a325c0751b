// R19: how long it takes to refuse a token tells nothing of the right one, neither of the admin's nor of one that is listed.
import { createHash, randomBytes } from "node:crypto";
import { admins, digestOf, listedToken } from "../../../src/server/authenticate.ts";
import type { ChaosRun, Size } from "../run.ts";

const SAMPLES: Record<Size, number> = { small: 1_000, full: 10_000 };
/** Looks that make one sample: one alone is shorter than the clock can tell. */
const LOOKS = 40;
/** Beyond it two samples are not of the same time; by chance it is passed once in 150 000. */
const MOST_T = 4.5;

type Check = (token: string) => boolean;

export const run: ChaosRun = {
  row: "R19",
  title: "[T16] tokens: who may come in, and the time that a refusal takes",
  suites: [
    "test/security/tokens.test.ts",
    "test/security/reach.test.ts",
    "test/security/http-scopes.test.ts",
  ],
  async run(size, report) {
    const right = randomBytes(24).toString("base64url");
    const isAdmin = admins(right);
    const rules = [right, ...Array.from({ length: 7 }, () => randomBytes(24).toString("base64url"))].map(
      (token, i) => ({ name: `t${i}`, scopes: [], sha256: createHash("sha256").update(token).digest("hex") }),
    );
    const ways: [string, Check][] = [
      ["the admin's", (token) => isAdmin(digestOf(token))],
      ["a listed one", (token) => listedToken(rules, digestOf(token)) !== null],
    ];
    // As long as the right one; one begins like it, the other with another sign.
    const near = `${right.slice(0, -1)}${right.endsWith("A") ? "B" : "A"}`;
    const far = `${right.startsWith("A") ? "B" : "A"}${right.slice(1)}`;
    for (const [which, check] of ways) {
      const t = compare(check, near, far, SAMPLES[size]);
      report.try("looks at wrong tokens", 2 * SAMPLES[size] * LOOKS);
      report.atMost(`t of ${which}: begins like it or not`, Math.abs(t), MOST_T, "(Welch)");
    }
    // A comparison sign by sign, which ends with the first that differs, must be told apart.
    const t = compare((token) => signBySign(right, token), near, far, SAMPLES[size]);
    report.control("comparison sign by sign told apart", Math.abs(t) > MOST_T ? 1 : 0);
  },
};

function compare(check: Check, one: string, other: string, samples: number): number {
  const times: [number[], number[]] = [[], []];
  const tokens = [one, other] as const;
  for (let i = 0; i < samples / 10; i++) for (const token of tokens) look(check, token);
  for (let i = 0; i < samples; i++) {
    // Which one is first changes, so that what else the machine does falls on both.
    const first = randomBytes(1)[0]! & 1;
    for (const which of [first, 1 - first]) times[which as 0 | 1].push(look(check, tokens[which as 0 | 1]));
  }
  return welch(...times);
}

function look(check: Check, token: string): number {
  const started = process.hrtime.bigint();
  for (let i = 0; i < LOOKS; i++) if (check(token)) throw new Error("a wrong token was taken");
  return Number(process.hrtime.bigint() - started);
}

/** Without the slowest tenth: those were interrupted. */
function welch(a: number[], b: number[]): number {
  const bound = [...a, ...b].sort((x, y) => x - y)[Math.floor((a.length + b.length) * 0.9)]!;
  const [one, other] = [a, b].map((all) => summary(all.filter((value) => value <= bound)));
  const error = Math.sqrt(one!.variance / one!.count + other!.variance / other!.count);
  return error === 0 ? 0 : (one!.mean - other!.mean) / error;
}

function summary(values: number[]) {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { count, mean, variance };
}

function signBySign(right: string, token: string): boolean {
  for (let i = 0; i < right.length; i++) {
    if (right.charCodeAt(i) !== token.charCodeAt(i)) return false;
  }
  return right.length === token.length;
}
