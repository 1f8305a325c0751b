// What was typed as a flag, and what stands in the environment, as values by their path in a file.
import type { Command } from "commander";
import { Setting } from "./layers.ts";
import { TOKEN_SECRET } from "./secret.ts";

const SECRET = "defaults.auth.jwt.secretFile";

/** Options of `serve` and the settings that they are. */
const PATHS: Record<string, string> = {
  host: "host",
  port: "port",
  open: "open",
  dataDir: "dataDir",
  memory: "memory",
  backupTo: "backup.to",
  backupEvery: "backup.every",
  backupKeep: "backup.keep",
  iceServer: "iceServers",
  turnServer: "turn.servers",
  turnSecretFile: "turn.secretFile",
  turnTtl: "turn.ttl",
  allowOrigin: "allowOrigin",
  logLevel: "logLevel",
  auditLog: "auditLog",
  drain: "drain",
  drainNotice: "drainNotice",
  cadence: "defaults.cadence",
  tokenSecretFile: SECRET,
  jwks: "defaults.auth.jwt.jwks",
  tlsCert: "tlsCert",
  tlsKey: "tlsKey",
  adminPort: "adminPort",
  trustProxy: "trustedProxies",
  limits: "limits.enforce",
};

type Settings = Record<string, Setting>;

export function typedSettings(command: Command): { flags: Settings; environment: Settings } {
  const flags: Settings = {};
  const environment: Settings = {};
  for (const option of command.options) {
    const name = option.attributeName();
    const path = PATHS[name];
    if (path === undefined) continue;
    const value = settingOf(name, command.getOptionValue(name));
    const source = command.getOptionValueSource(name);
    if (source === "cli") flags[path] = new Setting(value, `flag ${option.long}`);
    else if (source === "env") environment[path] = new Setting(value, `environment ${option.envVar}`);
  }
  if (process.env[TOKEN_SECRET]) {
    environment[SECRET] ??= new Setting(`env:${TOKEN_SECRET}`, `environment ${TOKEN_SECRET}`);
  }
  return { flags, environment };
}

const settingOf = (name: string, value: unknown): unknown =>
  name === "iceServer" ? (value as string[]).map((urls) => ({ urls })) : value;
