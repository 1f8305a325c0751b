// Whatever ends a screen, the terminal is as it was: in a real shell, with the terminal's settings before and after.
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Home, type Server } from "../support/binary.ts";
import { keys } from "../support/pty.ts";
import { Shell } from "./shell.ts";

const home = new Home();
const shells: Shell[] = [];
let server: Server;
beforeAll(async () => {
  server = await home.serve("--memory");
});
afterAll(async () => {
  for (const { terminal } of shells) terminal.kill("SIGKILL");
  await home.clean();
});

interface Shown {
  name: string;
  args: string;
  /** What the screen has when it is there. */
  open: string;
  quit: string;
  /** What it has when its server is gone. */
  away: string;
}

const screens: readonly Shown[] = [
  { name: "chat", args: "chat hall", open: "● connected", quit: keys.ctrlD, away: "reconnecting" },
  { name: "join", args: "join hall", open: "● connected", quit: "q", away: "reconnecting" },
  { name: "rooms", args: "rooms", open: "● connected", quit: "q", away: "reconnecting" },
  { name: "relay", args: "relay", open: "● connected", quit: "q", away: "reconnecting" },
  { name: "stats", args: "stats --watch=200ms", open: "● answering", quit: "q", away: "Cannot reach" },
];

async function opened({ args, open }: Shown, at = server): Promise<Shell> {
  const shell = await Shell.open(home, at.env, mkdtempSync(join(home.folder, "shell-")));
  shells.push(shell);
  await shell.run(`screen ${args}`, open);
  expect(shell.terminal.inAlternateScreen).toBe(true);
  return shell;
}

const signals = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const;

describe.concurrent.each(screens)("$name", { timeout: 60_000 }, (shown) => {
  it.concurrent.each([
    ["its quit key", shown.quit],
    ["Ctrl-C", keys.ctrlC],
  ])("gives the terminal back after %s", async (_key, key) => {
    const shell = await opened(shown);
    shell.terminal.send(key);
    await shell.expectRestored(0);
  });

  it.concurrent.each(signals)("gives the terminal back after %s", async (signal, code) => {
    const shell = await opened(shown);
    process.kill(shell.pid, signal);
    await shell.expectRestored(code);
  });

  it.concurrent("gives the terminal back after a crash, and says what broke below the shell's own lines", async () => {
    const shell = await opened(shown);
    process.kill(shell.pid, "SIGUSR2");
    await shell.expectRestored(1);
    expect(shell.terminal.text).toContain("error: broken on purpose");
  });

  it.concurrent("gives the terminal back while it is stopped, and after it went on and ended", async () => {
    const shell = await opened(shown);
    shell.terminal.send(keys.ctrlZ);
    await shell.expectRestored(128 + 20);
    await shell.run("fg; echo rc=$?.", shown.open);
    expect(shell.terminal.inAlternateScreen).toBe(true);
    shell.terminal.send(shown.quit);
    await shell.expectRestored(0);
  });

  it.concurrent("gives the terminal back when its server was killed", async () => {
    const own = await home.serve("--memory");
    const shell = await opened(shown, own);
    own.running.kill("SIGKILL");
    await shell.terminal.until(shown.away);
    shell.terminal.send(shown.quit);
    await shell.expectRestored(0);
  });
});
