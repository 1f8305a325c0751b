// A screen of the binary in a real pseudo-terminal, with what it wrote counted and its heap sampled if asked.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pty from "@lydell/node-pty";
import { TOKEN } from "../server.mjs";

const BINARY = new URL("../../bin/rtrooms.js", import.meta.url).pathname;
const HOOK = new URL("./heap-hook.mjs", import.meta.url).href;

export function openScreen(url, args, { columns = 80, rows = 24, heapEveryMs } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "rtrooms-bench-"));
  const file = join(folder, "heap");
  const flags = heapEveryMs ? ["--expose-gc", "--import", HOOK] : [];
  const child = pty.spawn(process.execPath, [...flags, BINARY, ...args], {
    cols: columns,
    rows,
    name: "xterm-256color",
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      LANG: "C.UTF-8",
      COLORTERM: "truecolor",
      RTROOMS_URL: url,
      RTROOMS_TOKEN: TOKEN,
      RTROOMS_CONFIG_DIR: folder,
      SOAK_FILE: file,
      SOAK_EVERY_MS: String(heapEveryMs),
    },
  });
  let bytes = 0;
  let clears = 0;
  const listeners = new Set();
  child.onData((text) => {
    bytes += Buffer.byteLength(text);
    if (text.includes("\u001b[2J")) clears++;
    for (const listener of listeners) listener(text);
  });
  const exited = new Promise((resolve) => child.onExit(({ exitCode }) => resolve(exitCode)));
  return {
    /** Resolves when the text, or what is looked for, is written. */
    shows: (wanted) =>
      new Promise((resolve) => {
        const look = (text) => {
          if (typeof wanted === "string" ? !text.includes(wanted) : !wanted(text)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
      }),
    type: (text) => child.write(text),
    get bytes() {
      return bytes;
    },
    get clears() {
      return clears;
    },
    /** When, in ms, and how many bytes. */
    get heap() {
      if (!existsSync(file)) return [];
      const lines = readFileSync(file, "utf8").trim().split("\n");
      return lines.map((line) => line.split(" ").map(Number));
    },
    async close() {
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
