// Starting a server as the command does: what must not be started is refused, and what went wrong is put in words.
import { StoreError } from "../engines/embedded/store.ts";
import { safeText } from "../protocol/safe-text.ts";
import type { RunningServer } from "../serve.ts";
import { BadProxyError } from "../server/client-address.ts";
import { TlsError } from "../server/tls.ts";
import type { Access } from "./banner.ts";
import type { WholeConfig } from "./config/in-force.ts";
import { CliError, usageError } from "./exit.ts";
import { printJson } from "./output.ts";
import { writeRuntime } from "./runtime.ts";
import { keepSecret } from "./secrets.ts";
import { endOnFault, stopOnSignals } from "./serve-end.ts";

export async function startServer(
  config: WholeConfig,
  adminToken: string | undefined,
  { json }: { json?: boolean },
): Promise<void> {
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
  const [{ serve }, { createLog, openAuditLog }, { serveOptions }] = await Promise.all([
    import("../serve.ts"),
    import("./log.ts"),
    import("./config/serve-options.ts"),
  ]);
  const log = createLog(config.logLevel ?? (process.stderr.isTTY ? "warn" : "info"));
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

  const { host, port, url, ws, adminToken: token } = server;
  const adminUrl = server.adminUrl ?? undefined;
  const runtime = { host, url, token, pid: process.pid, adminUrl };
  writeRuntime({ ...runtime, port });
  if (adminUrl) writeRuntime({ ...runtime, port: Number(new URL(adminUrl).port) });
  keepSecret(token);
  onFault(server);
  stopOnSignals(server, log);
  backUpOnSignal(server);
  if (json) printJson({ type: "listening", host, port, url, ws, adminUrl, pid: process.pid });
  const ms = Math.round(performance.now() - started);
  const dataDir = config.memory ? null : config.dataDir;
  if (process.stderr.isTTY) {
    const { banner } = await import("./banner.ts");
    process.stderr.write(
      banner({ url, ws, adminUrl, dataDir, access: accessOf(config, isLoopbackHost(host)), ms }),
    );
  } else log.info({ host, port, url, ws, adminUrl, dataDir }, "listening");
}

/** Those that peers enter without a token. */
function openNamespaces({ defaults, others, namespaces }: WholeConfig): string[] {
  const all = Object.entries({ ...(others === "allow" && { defaults }), ...namespaces });
  return all.filter(([, { auth }]) => auth.anonymous.length > 0).map(([name]) => name);
}

/** Who comes in, for the banner. */
function accessOf(config: WholeConfig, local: boolean): Access {
  const all = [config.defaults, ...Object.values(config.namespaces)];
  const signed = all.some(({ auth: { jwt } }) => (jwt.secretFile ?? jwt.jwks) !== undefined);
  const open = openNamespaces(config).length > 0;
  return { local, anyone: open, tokens: signed ? "signed" : open ? "none" : "listed" };
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
      if ((error as Error).name === "KeyTrouble")
        return new CliError({ exit: "usage", code: "bad_key", message: (error as Error).message });
      return error;
  }
}
