// Loaded before the program by soak.mjs: says now and then, into a file, what is alive on the heap after a forced collection.
import { appendFileSync } from "node:fs";

const { SOAK_FILE: file, SOAK_EVERY_MS: every } = process.env;
setInterval(() => {
  globalThis.gc();
  globalThis.gc();
  appendFileSync(file, `${Date.now()} ${process.memoryUsage().heapUsed}\n`);
}, Number(every)).unref();
