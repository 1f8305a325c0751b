// Where a running local server leaves its address and admin token for this user's other commands.
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configFolder } from "./folders.ts";

export interface Runtime {
  port: number;
  host: string;
  url: string;
  token: string;
  pid: number;
  /** Where what is for admins is to be had, if that is elsewhere. */
  adminUrl?: string;
}

const serversDir = (): string => join(configFolder(), "servers");
const fileOf = (port: number): string => join(serversDir(), `${port}.json`);

export function writeRuntime(runtime: Runtime): void {
  mkdirSync(serversDir(), { recursive: true, mode: 0o700 });
  const file = fileOf(runtime.port);
  // `mode` counts only for a new file; an old one of a server that was killed may have been made readable since.
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(runtime)}\n`, { mode: 0o600, flag: "wx" });
  chmodSync(file, 0o600);
}

export function removeRuntime(port: number): void {
  rmSync(fileOf(port), { force: true });
}

const LOOPBACK = new Set(["localhost", "[::1]"]);

/** The admin token of the local server behind `url`, if one of this user's runs there; a token is never sent elsewhere. */
export const findToken = (url: string): string | undefined => findServer(url)?.token;

/** Where an admin goes: a local server of this user may have a port for that. */
export const findAdminUrl = (url: string): string => findServer(url)?.adminUrl ?? url;

function findServer(url: string): Runtime | undefined {
  const { hostname, port, protocol } = new URL(url);
  if (!LOOPBACK.has(hostname) && !/^127\.\d+\.\d+\.\d+$/.test(hostname)) return undefined;
  const number = Number(port) || (protocol === "https:" || protocol === "wss:" ? 443 : 80);
  return runningAt(number);
}

/** The server of this user that has the port, if it is alive. */
export function runningAt(port: number): Runtime | undefined {
  const runtime = readRuntime(fileOf(port));
  return runtime && isAlive(runtime.pid) ? runtime : undefined;
}

function readRuntime(file: string): Runtime | undefined {
  try {
    const runtime = JSON.parse(readFileSync(file, "utf8")) as Partial<Runtime>;
    if (typeof runtime.token === "string" && typeof runtime.pid === "number") return runtime as Runtime;
  } catch {
    // No such file, or one half-written by a server that was killed: as good as none.
  }
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
