// The flags of `rtrooms serve`; each is also a setting of the configuration file (config/typed.ts says which).
import { type Command, InvalidArgumentError, Option } from "commander";
import { DURATION_PATTERN, durationOf } from "./config/duration.ts";
import { dataFolder } from "./folders.ts";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

export function addServeFlags(command: Command): Command {
  return command
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
        .default(dataFolder(), "your data folder"),
    )
    .addOption(
      new Option("--memory", "keep history in memory only, whatever --data-dir says").env("RTROOMS_MEMORY"),
    )
    .addOption(
      new Option("--backup-to <folder>", "back history up to this folder while the server runs").env(
        "RTROOMS_BACKUP_TO",
      ),
    )
    .addOption(
      new Option("--backup-every <time>", "from one backup to the next")
        .env("RTROOMS_BACKUP_EVERY")
        .default("1h")
        .argParser(parseEvery),
    )
    .addOption(
      new Option("--backup-keep <number>", "so many backups are kept, the newest")
        .env("RTROOMS_BACKUP_KEEP")
        .default(7)
        .argParser(parseKeep),
    )
    .option("--verify", "look at every stored record, say what is damaged or missing, and start nothing")
    .addOption(
      new Option(
        "--cadence <time>",
        "gather messages for one peer and write them together, once in 16ms, say",
      )
        .env("RTROOMS_CADENCE")
        .default("off")
        .argParser(parseCadence),
    )
    .addOption(list("--ice-server <url...>", "STUN server that peers are told of"))
    .addOption(
      list(
        "--turn-server <url...>",
        "TURN server that each peer gets a credential for, by RTROOMS_TURN_SECRET",
      ),
    )
    .addOption(
      new Option("--turn-secret-file <file>", "read the secret of the TURN servers from this file").env(
        "RTROOMS_TURN_SECRET_FILE",
      ),
    )
    .addOption(
      new Option("--turn-ttl <time>", "how long a TURN credential is good, from 1m to 1d")
        .env("RTROOMS_TURN_TTL")
        .default("1h")
        .argParser(parseTtl),
    )
    .addOption(list("--allow-origin <origin...>", "pages of this origin may connect too; * for all"))
    .addOption(
      new Option(
        "--audit-log <file>",
        "write moderation and suspicious acts to this file, not to the log; opened anew on SIGHUP",
      ).env("RTROOMS_AUDIT_LOG"),
    )
    .addOption(
      new Option("--drain <time>", "over how long the sockets are closed when it stops, 30s at most")
        .env("RTROOMS_DRAIN")
        .default("10s")
        .argParser(parseDrain),
    )
    .addOption(
      new Option(
        "--drain-notice <time>",
        "how long before that everyone is told (default: 3s, on a terminal 0s)",
      )
        .env("RTROOMS_DRAIN_NOTICE")
        .argParser(parseDrain),
    )
    .addOption(
      new Option(
        "--token-secret-file <file>",
        "let in who has a token signed with this secret, 32 bytes at least (also RTROOMS_TOKEN_SECRET)",
      ).env("RTROOMS_TOKEN_SECRET_FILE"),
    )
    .addOption(
      new Option("--jwks <file>", "let in who has a token signed by one of these public keys").env(
        "RTROOMS_JWKS",
      ),
    )
    .addOption(
      new Option(
        "--tls-cert <file>",
        "speak HTTPS with this certificate, in PEM; read again when it changes",
      ).env("RTROOMS_TLS_CERT"),
    )
    .addOption(new Option("--tls-key <file>", "the certificate's key, in PEM").env("RTROOMS_TLS_KEY"))
    .addOption(
      new Option(
        "--admin-port <number>",
        "a port on loopback for changes, figures and watching, which are then nowhere else",
      )
        .env("RTROOMS_ADMIN_PORT")
        .argParser(parsePort),
    )
    .addOption(
      new Option(
        "--trust-proxy <addresses>",
        "believe X-Forwarded-For from these proxies: 127.0.0.1,10.0.0.0/8",
      )
        .env("RTROOMS_TRUST_PROXY")
        .argParser(parseProxies),
    )
    .addOption(
      new Option("--limits <on|off>", "whether peers and addresses are held to how fast they may go")
        .env("RTROOMS_LIMITS")
        .choices(["on", "off"])
        .default("on"),
    )
    .addOption(
      new Option("--open", "listen on an address that others reach, letting everyone in").env("RTROOMS_OPEN"),
    )
    .option("--qr", "on a terminal, draw the address as a QR code for a phone")
    .addOption(
      new Option("--ascii", "draw with ASCII alone, as is done where the locale is no UTF-8").env(
        "RTROOMS_ASCII",
      ),
    )
    .option("--no-status", "on a terminal, without the line of figures below")
    .option("--json", "print one line of JSON on stdout when ready")
    .option("--print-config", "print what is in force and where each value comes from, and start nothing")
    .option("--config-schema", "print the JSON schema of a configuration file, for editors")
    .addOption(
      new Option("--log-level <level>", "what goes to the log on stderr (default: info, on a terminal warn)")
        .env("RTROOMS_LOG_LEVEL")
        .choices(LOG_LEVELS),
    );
}

/** In the environment several stand with commas between them. */
function list(flags: string, description: string): Option {
  const [, name = ""] = /^--(\S+)/.exec(flags) ?? [];
  return new Option(flags, description)
    .env(`RTROOMS_${name.toUpperCase().replaceAll("-", "_")}`)
    .default([])
    .argParser((text: string, before: string[]) => [
      ...before,
      ...text.split(",").map((each) => each.trim()),
    ]);
}

function parseEvery(text: string): string {
  const ms = new RegExp(DURATION_PATTERN).test(text) ? durationOf(text) : 0;
  if (ms >= durationOf("1m") && ms <= durationOf("7d")) return text;
  throw new InvalidArgumentError("Backups come every 1m to 7d: 1h for instance.");
}

function parseKeep(text: string): number {
  const keep = Number(text);
  if (/^\d+$/.test(text) && keep >= 1 && keep <= 10_000) return keep;
  throw new InvalidArgumentError("The number of backups to keep is from 1 to 10000.");
}

/** A beat longer than a second would be a fault, not a choice. */
function parseCadence(text: string): string {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? [];
  const ms = Number(number) * (unit === "s" ? 1_000 : 1);
  if (text === "off" || (ms >= 1 && ms <= 1_000)) return text;
  throw new InvalidArgumentError("A cadence is a time from 1ms to 1s, 16ms for instance, or off.");
}

function parseDrain(text: string): string {
  if (new RegExp(DURATION_PATTERN).test(text) && durationOf(text) <= 30_000) return text;
  throw new InvalidArgumentError("It takes a time from 0s to 30s, 500ms for instance.");
}

function parseTtl(text: string): string {
  const ms = new RegExp(DURATION_PATTERN).test(text) ? durationOf(text) : 0;
  if (ms >= 60_000 && ms <= 86_400_000) return text;
  throw new InvalidArgumentError("It takes a time from 1m to 1d, 1h for instance.");
}

const parseProxies = (text: string): string[] =>
  text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}
