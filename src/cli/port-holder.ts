// Who listens on a port already: an rtrooms of this user, or as far as the system says it, any process.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { CliError } from "./exit.ts";
import { runningAt } from "./runtime.ts";

interface Holder {
  pid: number;
  name: string;
}

export function portInUse(port: number, host: string): CliError {
  const holder = holderOf(port);
  const known = runningAt(port);
  // A file that a killed server left behind may name a process that is another one by now.
  const server = known && (!holder || holder.pid === known.pid) ? known : undefined;
  const pid = server?.pid ?? holder?.pid;
  const who = server
    ? `an rtrooms that runs already, process ${pid}, at ${server.url}`
    : holder
      ? `${holder.name}, process ${pid}`
      : "another program, perhaps by an rtrooms of another user";
  const url = server?.url === "http://127.0.0.1:7420" ? "" : ` --url ${server?.url}`;
  const look = server ? `npx rtrooms stats${url}` : lookCommand(port, pid);
  const stop = pid === undefined ? "" : ` — stop it: ${stopCommand(pid)}`;
  return new CliError({
    exit: "error",
    code: "port_in_use",
    message: `Port ${port} on ${host} is taken by ${who}.`,
    next: `Look at it: ${look}${stop} — or take a free port: npx rtrooms serve --port 0`,
  });
}

const isWindows = process.platform === "win32";

const stopCommand = (pid: number): string => (isWindows ? `taskkill /PID ${pid}` : `kill ${pid}`);

function lookCommand(port: number, pid: number | undefined): string {
  if (isWindows)
    return pid === undefined ? `netstat -ano | findstr :${port}` : `tasklist /FI "PID eq ${pid}"`;
  if (pid !== undefined) return `ps -fp ${pid}`;
  return process.platform === "linux"
    ? `sudo ss -ltnp "sport = :${port}"`
    : `sudo lsof -nP -iTCP:${port} -sTCP:LISTEN`;
}

/** Linux tells it, of this user's processes; null where it doesn't. */
export function holderOf(port: number): Holder | null {
  const sockets = new Set(["tcp", "tcp6"].flatMap((table) => listening(table, port)));
  if (sockets.size === 0) return null;
  for (const pid of entriesOf("/proc").filter((name) => /^\d+$/.test(name))) {
    const files = entriesOf(`/proc/${pid}/fd`);
    if (!files.some((file) => sockets.has(attempt(() => readlinkSync(`/proc/${pid}/fd/${file}`), ""))))
      continue;
    const name = attempt(() => readFileSync(`/proc/${pid}/comm`, "utf8").trim(), "");
    return { pid: Number(pid), name: name || "a program" };
  }
  return null;
}

/** As a process's open files name them. */
function listening(table: string, port: number): string[] {
  const LISTEN = "0A";
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const rows = attempt(() => readFileSync(`/proc/net/${table}`, "latin1"), "")
    .split("\n")
    .slice(1);
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTEN && local?.endsWith(`:${wanted}`))
    .map((columns) => `socket:[${columns[9]}]`);
}

const entriesOf = (folder: string): string[] => attempt(() => readdirSync(folder), []);

/** Processes end while they are looked at, and those of others can't be. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
