// From the end of a screen to the exit code.
import type { ScreenEnd } from "../tui/screen.tsx";
import { exitCodes } from "./exit.ts";

export function screenExit(end: ScreenEnd): void {
  if (end !== "quit") process.exitCode = exitCodes[end];
}
