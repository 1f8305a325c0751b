// The ends of `rtrooms serve`: a signal drains, a second one ends at once, and so does a fault that nobody caught.
import type { RunningServer } from "../serve.ts";
import type { Log } from "../server/log.ts";
import { exitCodes } from "./exit.ts";
import { removeRuntime } from "./runtime.ts";
import type { ServeTerminal } from "./serve-terminal.ts";

/** Goodbyes that don't get out in this time don't get out. */
const LAST_MS = 500;

/** `terminal`: where a person looks on, if one does. */
export function stopOnSignals(server: RunningServer, log: Log, terminal: () => ServeTerminal | null): void {
  let stopping = false;
  const stop = async (signal: "SIGINT" | "SIGTERM"): Promise<void> => {
    forget(server);
    const clients = server.connections();
    if (stopping) {
      terminal()?.ended({ clients, atOnce: true, ms: 0 });
      return await leave(server, exitCodes[signal]);
    }
    stopping = true;
    const started = performance.now();
    terminal()?.draining(clients);
    log.info({ signal, connections: clients }, "draining");
    await server.stop();
    log.info({}, "stopped");
    terminal()?.ended({ clients, atOnce: false, ms: performance.now() - started });
    process.exitCode = exitCodes.ok;
  };
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("SIGTERM", () => stop("SIGTERM"));
}

/**
 * After a fault that nobody caught nothing in memory can be trusted, so nothing of it is written: what was acknowledged is on
 * disk, and whoever watches the process starts another one.
 */
export function endOnFault(log: Log): (server: RunningServer) => void {
  let running: RunningServer | null = null;
  let ending = false;
  const end = async (error: unknown): Promise<void> => {
    if (ending) process.exit(exitCodes.error);
    ending = true;
    log.error({ err: error }, "fault that nobody caught: this process ends");
    if (running) {
      forget(running);
      await leave(running, exitCodes.error);
    }
    process.exit(exitCodes.error);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
  return (server) => {
    running = server;
  };
}

async function leave(server: RunningServer, code: number): Promise<void> {
  setTimeout(() => process.exit(code), LAST_MS);
  await server.endNow();
  process.exit(code);
}

function forget({ port, adminUrl }: RunningServer): void {
  removeRuntime(port);
  if (adminUrl) removeRuntime(Number(new URL(adminUrl).port));
}
