// Lines of shell with the binary in them, as people write them: all that they print, and how they end.
import { spawn } from "node:child_process";
import { BINARY, type Finished } from "./binary.ts";

/** `rtrooms` in the line is the binary; a pipeline fails where any part of it does. */
export function shell(line: string, env: Record<string, string>): Promise<Finished> {
  const script = `set -o pipefail\nrtrooms() { "${process.execPath}" "${BINARY}" "$@"; }\n${line}`;
  const child = spawn("bash", ["--norc", "-c", script], { env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
