// `rtrooms serve`: starts a server, says where it is, and drains it when asked to stop.
import { Command, InvalidArgumentError, Option } from "commander";
import { StoreError } from "../../engines/embedded/store.ts";
import type { RunningServer } from "../../serve.ts";
import type { InForce, WholeConfig } from "../config/in-force.ts";
import { typedSettings } from "../config/typed.ts";
import { CliError, exitCodes } from "../exit.ts";
import { dataFolder } from "../folders.ts";
import { printJson, printLine } from "../output.ts";
import { removeRuntime, writeRuntime } from "../runtime.ts";

interface Options {
  config?: string;
  printConfig?: boolean;
  configSchema?: boolean;
  json?: boolean;
}

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

export function serveCommand(): Command {
  return new Command("serve")
    .description("start a server for rooms, chat and WebRTC signaling")
    .addOption(
      new Option("--config <file>", "read settings and namespaces from this file").env("RTROOMS_CONFIG"),
    )
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
        .default("off")
        .argParser(parseCadence),
    )
    .option("--ice-server <url...>", "STUN server that peers are told of", [])
    .option("--allow-origin <origin...>", "pages of this origin may connect too; * for all", [])
    .option("--open", "listen on an address that others reach, letting everyone in")
    .option("--json", "print one line of JSON on stdout when ready")
    .option("--print-config", "print what is in force and where each value comes from, and start nothing")
    .option("--config-schema", "print the JSON schema of a configuration file, for editors")
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
  $ npx rtrooms serve --ice-server stun:stun.example.org
  $ npx rtrooms serve --config rtrooms.jsonc    namespaces with rules of their own
  $ npx rtrooms serve --config rtrooms.jsonc --print-config    what is in force, and why`,
    )
    .action(run);
}

async function run(options: Options, command: Command): Promise<void> {
  if (options.configSchema) {
    const { editorSchema } = await import("../config/schema.ts");
    printLine(editorSchema());
    return;
  }
  const inForce = await configured(command, options.config);
  const adminToken = process.env.RTROOMS_ADMIN_TOKEN || undefined;
  if (options.printConfig) {
    const { printedConfig } = await import("../config/print.ts");
    printLine(printedConfig(inForce.settled, adminToken));
    return;
  }
  await start(inForce.values, adminToken, options);
}

/** Flags, then the environment, then the file, then the defaults. */
async function configured(command: Command, file: string | undefined): Promise<InForce> {
  const { InForce } = await import("../config/in-force.ts");
  const source = file ? (await import("../config/read.ts")).readConfig(file) : null;
  const { flags, environment } = typedSettings(command);
  return new InForce(flags, environment, source);
}

async function start(config: WholeConfig, adminToken: string | undefined, { json }: Options): Promise<void> {
  const { isLoopbackHost } = await import("../../server/guard.ts");
  if (!isLoopbackHost(config.host) && !config.open) {
    throw new CliError({
      exit: "usage",
      code: "open_server",
      message: `On ${config.host} everyone who reaches this machine could join, publish and read.`,
      next: "If that is what you want add --open; else leave out --host and let a proxy or an ssh tunnel bring people in.",
    });
  }
  const [{ serve }, { createLog }, { serveOptions }] = await Promise.all([
    import("../../serve.ts"),
    import("../log.ts"),
    import("../config/serve-options.ts"),
  ]);
  const log = createLog(config.logLevel ?? (process.stderr.isTTY ? "warn" : "info"));
  const started = performance.now();
  const server = await serve({ ...serveOptions(config), adminToken, log }).catch((error: unknown) => {
    throw explain(error, config);
  });

  const { host, port, url, ws, adminToken: token } = server;
  writeRuntime({ port, host, url, token, pid: process.pid });
  stopOnSignals(server);
  if (json) printJson({ type: "listening", host, port, url, ws, pid: process.pid });
  const ms = Math.round(performance.now() - started);
  const dataDir = config.memory ? null : config.dataDir;
  if (process.stderr.isTTY) {
    const { banner } = await import("../banner.ts");
    process.stderr.write(banner({ url, ws, dataDir, open: config.open, ms }));
  } else log.info({ host, port, url, ws, dataDir }, "listening");
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
function explain(error: unknown, { host, port }: WholeConfig): unknown {
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
function parseCadence(text: string): string {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? [];
  const ms = Number(number) * (unit === "s" ? 1_000 : 1);
  if (text === "off" || (ms >= 1 && ms <= 1_000)) return text;
  throw new InvalidArgumentError("A cadence is a time from 1ms to 1s, 16ms for instance, or off.");
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}
