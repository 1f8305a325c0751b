// What a frame costs: bytes to the terminal and milliseconds, at three sizes, for screens of several kinds.
// node bench/tui/frames.mjs [frames, 300] [--ink-as-it-is]
import { bundled } from "./bundle.mjs";

const FRAMES = Number(process.argv[2]) || 300;
process.env.FORCE_COLOR = "3";
const bounded = !process.argv.includes("--ink-as-it-is");
const { path, remove } = await bundled("./measure.tsx", { bounded });
const { measure, kinds } = await import(path);

console.log(
  "| size | content | bytes a frame (median, p99) | ms a frame (median, p95) | writes | full clears |",
);
console.log("|---|---|---|---|---|---|");
for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 60],
]) {
  for (const kind of kinds) {
    const { size, bytes, most, ms, slow, writes, clears, frames } = await measure(
      columns,
      rows,
      kind,
      FRAMES,
    );
    console.log(
      `| ${size} | ${kind} | ${bytes}, ${most} | ${ms.toFixed(1)}, ${slow.toFixed(1)} | ${writes} of ${frames} | ${clears} |`,
    );
  }
}
await remove();
