// A disk that fails or hangs for one process: its system calls on one file are answered by strace.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";

export type Injection = "sync fails" | "writes fail" | "read-only" | "sync is slow" | "sync hangs";

const RULES: Record<Injection, string> = {
  "sync fails": "fdatasync,fsync,msync:error=EIO",
  "writes fail": "pwrite64,pwritev,writev:error=EIO",
  "read-only": "pwrite64,pwritev,writev,ftruncate:error=EROFS",
  "sync is slow": "fdatasync:delay_enter=200000",
  "sync hangs": "fdatasync:delay_enter=8000000",
};

/** In force when it settles; the answer heals. */
export async function inject(pid: number, file: string, injection: Injection): Promise<() => Promise<void>> {
  const rule = RULES[injection];
  const calls = rule.slice(0, rule.indexOf(":"));
  const args = ["-f", "-q", "-o", "/dev/null", "-P", file, "-e", `trace=${calls}`, "-e", `inject=${rule}`];
  const strace = spawn("strace", [...args, "-p", String(pid)], { stdio: ["ignore", "ignore", "pipe"] });
  const gone = once(strace, "exit");
  // Silent when it succeeds, so what tells is who traces the process.
  const isTraced = (task: string): boolean => {
    try {
      return readFileSync(`/proc/${pid}/task/${task}/status`, "utf8").includes(`TracerPid:\t${strace.pid}`);
    } catch {
      // This thread has ended meanwhile.
      return true;
    }
  };
  const traced = (): boolean => readdirSync(`/proc/${pid}/task`).every(isTraced);
  while (!traced()) {
    if (strace.exitCode !== null) throw new Error(`strace: ${strace.stderr.read()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return async () => {
    strace.kill("SIGINT");
    await gone;
  };
}
