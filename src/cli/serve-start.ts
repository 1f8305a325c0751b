// Starting a server as the command does: what must not be started is refused, and what went wrong is put in words.
import { networkInterfaces } from "node:os";
import { StoreError } from "../engines/embedded/store.ts";
import { safeText } from "../protocol/safe-text.ts";
import type { RunningServer } from "../serve.ts";
import { BadProxyError } from "../server/client-address.ts";
import { TlsError } from "../server/tls.ts";
import { screenSettings } from "../tui/settings.ts";
import type { WholeConfig } from "./config/in-force.ts";
import { CliError, usageError } from "./exit.ts";
import { isLive } from "./mode.ts";
import { printJson } from "./output.ts";
import { portInUse } from "./port-holder.ts";
import { writeRuntime } from "./runtime.ts";
import { keepSecret } from "./secrets.ts";
import { openNamespaces } from "./serve-access.ts";
import { endOnFault, stopOnSignals } from "./serve-end.ts";
import { placesOf } from "./serve-places.ts";
import type { ServeTerminal } from "./serve-terminal.ts";

interface Shown {
  json?: boolean;
  quiet?: boolean;
  qr?: boolean;
  status?: boolean;
  ascii?: boolean;
}

export async function startServer(
  config: WholeConfig,
  adminToken: string | undefined,
  shown: Shown,
): Promise<void> {
  screenSettings.ascii = shown.ascii;
  await refuseUnsafe(config);
  const [{ serve }, { createLog, openAuditLog }, { serveOptions }] = await Promise.all([
    import("../serve.ts"),
    import("./log.ts"),
    import("./config/serve-options.ts"),
  ]);
  const live = isLive(process.stderr, process.env);
  const log = createLog(config.logLevel ?? (live ? "warn" : "info"));
  const auditLog = config.auditLog === undefined ? undefined : openAuditLog(config.auditLog);
  const onFault = endOnFault(log);
  const started = performance.now();
  const server = await serve({
    ...serveOptions(config, process.env.RTROOMS_TURN_SECRET),
    adminToken,
    log,
    auditLog,
  }).catch((error: unknown) => {
    throw explain(error, config);
  });

  const { host, port, adminToken: token } = server;
  const adminUrl = server.adminUrl ?? undefined;
  const places = placesOf({ host, port, secure: config.tlsCert !== undefined }, networkInterfaces());
  const { url, ws } = places.here;
  const runtime = { host, url, token, pid: process.pid, adminUrl };
  writeRuntime({ ...runtime, port });
  if (adminUrl) writeRuntime({ ...runtime, port: Number(new URL(adminUrl).port) });
  keepSecret(token);
  onFault(server);
  let terminal: ServeTerminal | null = null;
  stopOnSignals(server, log, () => terminal);
  backUpOnSignal(server);
  const urls = [...new Set([url, ...places.elsewhere.map((place) => place.url)])];
  const figures = { metrics: `${adminUrl ?? url}/metrics`, openapi: `${url}/openapi.json` };
  const listening = { host, port, url, ws, urls, adminUrl, ...figures };
  if (shown.json) printJson({ type: "listening", ...listening, pid: process.pid });
  const ms = Math.round(performance.now() - started);
  const dataDir = config.memory ? null : config.dataDir;
  if (!live) log.info({ ...listening, dataDir }, "listening");
  if (!live || shown.quiet) return;
  const [{ factsOf }, { openTerminal }] = await Promise.all([
    import("./serve-facts.ts"),
    import("./serve-terminal.ts"),
  ]);
  terminal = await openTerminal(server, { ...(await factsOf(config, server, places)), ms }, shown);
}

/** What would let in more than is meant, or can't work. */
async function refuseUnsafe(config: WholeConfig): Promise<void> {
  const { isLoopbackHost } = await import("../server/guard.ts");
  const anyone = openNamespaces(config);
  if (!isLoopbackHost(config.host) && !config.open && anyone.length > 0) {
    const where = anyone.join(", ");
    throw new CliError({
      exit: "usage",
      code: "open_server",
      message: `On ${config.host} everyone who reaches this machine could join and publish without a token (${where}).`,
      next: "Let in only who has a token: npx rtrooms token secret > token.secret, then --token-secret-file token.secret — or add --open if everyone may come in.",
    });
  }
  if ((config.tlsCert === undefined) !== (config.tlsKey === undefined)) {
    throw usageError(
      "A certificate and its key go together, and one of them is missing.",
      "Name both: --tls-cert FILE --tls-key FILE",
    );
  }
}

/** Without a handler the signal would end the process. What came of it is in the log. */
function backUpOnSignal(server: RunningServer): void {
  if (process.platform === "win32") return;
  process.on("SIGUSR2", () => {
    server.backup().catch((error: Error) => process.stderr.write(`no backup: ${safeText(error.message)}\n`));
  });
}

/** What can be wrong with the place, in words that say what to type next. */
function explain(error: unknown, { host, port: asked }: WholeConfig): unknown {
  if (error instanceof StoreError) {
    // Its message says what to type: embedders see it too.
    return new CliError({ exit: "error", code: `store_${error.code}`, message: error.message });
  }
  if (error instanceof TlsError) return new CliError({ exit: "usage", code: "tls", message: error.message });
  if (error instanceof BadProxyError) {
    return usageError(error.message, "Name addresses and networks: --trust-proxy 127.0.0.1,10.0.0.0/8");
  }
  const { code, port = asked } = error as NodeJS.ErrnoException & { port?: number };
  switch (code) {
    case "EADDRINUSE":
      return portInUse(port, host);
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
      if ((error as Error).name === "KeyTrouble")
        return new CliError({ exit: "usage", code: "bad_key", message: (error as Error).message });
      return error;
  }
}
