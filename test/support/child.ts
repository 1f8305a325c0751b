// TypeScript files of the tests as processes of their own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export interface Child {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly stderr: () => string;
  /** The next line of stdout that is like this; rejects if the process ends first. */
  line(wanted: RegExp): Promise<string>;
  /** As `kill -9` does; settles when it is gone. */
  kill(): Promise<void>;
  exit(): Promise<number | null>;
}

/** `limitKiB`: the largest file that it may write, as a disk that is full. */
export function runChild(file: string, args: string[], { limitKiB = 0 } = {}): Child {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const node = [process.execPath, "--import", "tsx", path, ...args];
  const [command, ...rest] = limitKiB
    ? ["sh", "-c", `ulimit -S -f ${limitKiB * 2}; exec "$@"`, "sh", ...node]
    : node;
  const child = spawn(command!, rest, { stdio: ["ignore", "pipe", "pipe"] });
  const gone = once(child, "exit");
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const lines: string[] = [];
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    wake();
  });
  void gone.then(wake);

  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await gone;
  };
  onTestFinished(kill);
  return {
    process: child,
    pid: child.pid!,
    stderr: () => stderr,
    async line(wanted) {
      for (;;) {
        const at = lines.findIndex((line) => wanted.test(line));
        if (at >= 0) return lines.splice(0, at + 1).at(-1)!;
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`The process ended before it said ${wanted}:\n${lines.join("\n")}\n${stderr}`);
        }
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    kill,
    async exit() {
      await gone;
      return child.exitCode;
    },
  };
}
