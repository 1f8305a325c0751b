// `rtrooms serve`: starts a server, says where it is, and drains it when asked to stop.
import { Command, InvalidArgumentError, Option } from "commander";
import { StoreError } from "../../engines/embedded/store.ts";
import type { IceServer } from "../../protocol/shapes.ts";
import type { RunningServer } from "../../serve.ts";
import { CliError, exitCodes } from "../exit.ts";
import { dataFolder } from "../folders.ts";
import { removeRuntime, writeRuntime } from "../runtime.ts";

interface Options {
  host: string;
  port: number;
  dataDir: string;
  memory?: boolean;
  cadence: number;
  iceServer: string[];
  allowOrigin: string[];
  open?: boolean;
  json?: boolean;
  logLevel?: string;
}

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

export function serveCommand(): Command {
  return new Command("serve")
    .description("start a server for rooms, chat and WebRTC signaling")
    .addOption(
      new Option("--host <address>", "address to listen on").env("RTROOMS_HOST").default("127.0.0.1"),
    )
    .addOption(
      new Option("-p, --port <number>", "port to listen on; 0 takes a free one")
        .env("RTROOMS_PORT")
        .default(7420)
        .argParser(parsePort),
    )
    .addOption(
      new Option("--data-dir <folder>", "where history is kept")
        .env("RTROOMS_DATA_DIR")
        .default(dataFolder()),
    )
    .addOption(new Option("--memory", "keep history in memory only, whatever --data-dir says"))
    .addOption(
      new Option(
        "--cadence <time>",
        "gather messages for one peer and write them together, once in 16ms, say",
      )
        .env("RTROOMS_CADENCE")
        .default(0, "off")
        .argParser(parseCadence),
    )
    .option("--ice-server <url...>", "STUN server that peers are told of", [])
    .option("--allow-origin <origin...>", "pages of this origin may connect too; * for all", [])
    .option("--open", "listen on an address that others reach, letting everyone in")
    .option("--json", "print one line of JSON on stdout when ready")
    .addOption(
      new Option("--log-level <level>", "what goes to the log on stderr (default: info, on a terminal warn)")
        .env("RTROOMS_LOG_LEVEL")
        .choices(LOG_LEVELS),
    )
    .addHelpText(
      "after",
      `
Examples:
  $ npx rtrooms serve                        on http://127.0.0.1:7420, history in your data folder
  $ npx rtrooms serve --port 0 --memory --json   for a test: free port, nothing kept, one line when ready
  $ npx rtrooms serve --ice-server stun:stun.example.org`,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { isLoopbackHost } = await import("../../server/guard.ts");
  if (!isLoopbackHost(options.host) && !options.open) {
    throw new CliError({
      exit: "usage",
      code: "open_server",
      message: `On ${options.host} everyone who reaches this machine could join, publish and read.`,
      next: "If that is what you want add --open; else leave out --host and let a proxy or an ssh tunnel bring people in.",
    });
  }
  const [{ serve }, { createLog }] = await Promise.all([import("../../serve.ts"), import("../log.ts")]);
  const level = options.logLevel ?? (process.stderr.isTTY ? "warn" : "info");
  const log = createLog(level);
  const started = performance.now();
  const server = await serve({
    host: options.host,
    port: options.port,
    dataDir: options.memory ? undefined : options.dataDir,
    adminToken: process.env.RTROOMS_ADMIN_TOKEN || undefined,
    iceServers: options.iceServer.map((urls): IceServer => ({ urls })),
    allowOrigin: options.allowOrigin,
    defaults: { cadenceMs: options.cadence },
    log,
  }).catch((error: unknown) => {
    throw explain(error, options);
  });

  const { host, port, url, ws, adminToken: token } = server;
  writeRuntime({ port, host, url, token, pid: process.pid });
  stopOnSignals(server);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ type: "listening", host, port, url, ws, pid: process.pid })}\n`);
  }
  const ms = Math.round(performance.now() - started);
  if (process.stderr.isTTY) {
    const { banner } = await import("../banner.ts");
    process.stderr.write(
      banner({ url, ws, dataDir: options.memory ? null : options.dataDir, open: !!options.open, ms }),
    );
  } else log.info({ host, port, url, ws, dataDir: options.memory ? null : options.dataDir }, "listening");
}

/** The first signal drains, a second one ends at once. */
function stopOnSignals(server: RunningServer): void {
  let stopping = false;
  const stop = async (signal: "SIGINT" | "SIGTERM"): Promise<void> => {
    removeRuntime(server.port);
    if (stopping) process.exit(exitCodes[signal]);
    stopping = true;
    const open = server.connections();
    if (open > 0) process.stderr.write(`draining ${open} connections, once more to end at once\n`);
    await server.stop();
    process.exitCode = exitCodes.ok;
  };
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("SIGTERM", () => stop("SIGTERM"));
}

/** What can be wrong with the place, in words that say what to type next. */
function explain(error: unknown, { host, port }: Options): unknown {
  if (error instanceof StoreError) {
    // Its message says what to type: embedders see it too.
    return new CliError({ exit: "error", code: `store_${error.code}`, message: error.message });
  }
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return new CliError({
        exit: "error",
        code: "port_in_use",
        message: `Port ${port} on ${host} is taken by another program, perhaps by an rtrooms that runs already.`,
        next: "Look at what is there with: npx rtrooms stats — or take a free port: npx rtrooms serve --port 0",
      });
    case "EACCES":
      return new CliError({
        exit: "error",
        code: "port_forbidden",
        message: `This user may not listen on port ${port}.`,
        next: "Take one above 1023: npx rtrooms serve --port 7420",
      });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new CliError({
        exit: "error",
        code: "no_such_address",
        message: `This machine has no address ${host}.`,
        next: "Listen on this machine only: npx rtrooms serve",
      });
    default:
      return error;
  }
}

/** A beat longer than a second would be a fault, not a choice. */
function parseCadence(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? [];
  const ms = Number(number) * (unit === "s" ? 1_000 : 1);
  if (ms >= 1 && ms <= 1_000) return ms;
  throw new InvalidArgumentError("A cadence is a time from 1ms to 1s: 16ms, for instance.");
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}
