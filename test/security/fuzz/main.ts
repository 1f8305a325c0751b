// The fuzzer in a process of its own: `main.ts <seed> <from> <to>`; what came of it is the last line of stdout.
import { type Fuzzed, fuzz } from "./fuzz.ts";

const [seed, from, to] = process.argv.slice(2).map(Number) as [number, number, number];
let unhandled = 0;
process.on("unhandledRejection", () => {
  unhandled++;
});
const result: Fuzzed & { unhandled?: number } = fuzz(seed, from, to);
// Rejections are told of in a later turn.
setTimeout(() => process.stdout.write(`${JSON.stringify({ ...result, unhandled })}\n`), 50);
