// What the benches share: enough open files, a server of its own, its CPU time, and sockets that only count.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { WebSocket } from "ws";

export const TOKEN = "bench";
const MARK = "RTROOMS_BENCH_FILES";
const TICKS_PER_SECOND = 100;

/** Starts this script again in a shell that may open more files; does not come back then. */
export function withFiles(count) {
  if (process.env[MARK]) return;
  const script = `ulimit -n $1 && shift && exec "$@"`;
  const args = ["-c", script, "sh", String(count), process.execPath, ...process.argv.slice(1)];
  const { status } = spawnSync("sh", args, { stdio: "inherit", env: { ...process.env, [MARK]: "1" } });
  process.exit(status ?? 1);
}

/** A server in a process of its own, as a user would start it. */
export async function startServer(...options) {
  const binary = new URL("../bin/rtrooms.js", import.meta.url).pathname;
  const where = options.includes("--data-dir") ? [] : ["--memory"];
  const profile = process.env.RTROOMS_BENCH_PROF
    ? ["--cpu-prof", `--cpu-prof-dir=${process.env.RTROOMS_BENCH_PROF}`]
    : [];
  const serve = [
    "serve",
    "--port",
    "0",
    "--json",
    "--log-level",
    "error",
    "--limits",
    "off",
    ...where,
    ...options,
  ];
  const args = [...profile, binary, ...serve];
  const env = { ...process.env, RTROOMS_ADMIN_TOKEN: TOKEN, RTROOMS_CONFIG_DIR: "/tmp/rtrooms-bench" };
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], env });
  const [line] = await once(createInterface(child.stdout), "line");
  return {
    ...JSON.parse(line),
    /** Seconds of CPU, user and system, that the server has used. */
    cpu() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** An open socket; `onText` hears every frame as it is, since reading JSON is not what is measured. */
export async function openSocket(url, onText) {
  const ws = new WebSocket(url, ["rtrooms.v1"], { perMessageDeflate: false });
  ws.on("message", (data) => onText(data.toString("latin1")));
  await once(ws, "open");
  return ws;
}

/** So many at a time that a server's backlog holds. */
export async function inGroups(count, size, make) {
  const all = [];
  while (all.length < count) {
    const group = Array.from({ length: Math.min(size, count - all.length) }, (_, i) => make(all.length + i));
    all.push(...(await Promise.all(group)));
  }
  return all;
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
