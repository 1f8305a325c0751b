// `serve --print-config`: what is in force as JSON, each value with where it comes from, secrets hidden.
import { inert } from "../output.ts";
import { Setting, type Settled } from "./layers.ts";
import { SECRETS } from "./schema.ts";

const HIDDEN = "(hidden)";

export function printedConfig(settled: Settled, adminToken: string | undefined, turnSecret?: string): string {
  const admin = adminToken
    ? new Setting(HIDDEN, "environment RTROOMS_ADMIN_TOKEN")
    : new Setting("(a new one each time)", "default");
  const turn = new Setting(
    turnSecret ? HIDDEN : null,
    turnSecret ? "environment RTROOMS_TURN_SECRET" : "default",
  );
  const secrets = { adminToken: printed(admin), turnSecret: printed(turn) };
  const all = { v: 1, type: "config", ...secrets, ...(printed(settled) as object) };
  return inert(JSON.stringify(all, (key, value) => (SECRETS.includes(key) ? HIDDEN : value), 2));
}

/** Null where nothing is set and there is no default. */
const printed = (settled: Settled): unknown =>
  settled instanceof Setting
    ? { value: settled.value ?? null, from: settled.from }
    : Object.fromEntries(Object.entries(settled).map(([name, part]) => [name, printed(part)]));
