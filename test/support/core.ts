// A hub over any engine, with peers that talk to it: the core as tests use it.
import type { Clock } from "../../src/core/clock.ts";
import type { Engine } from "../../src/core/engine.ts";
import { Hub } from "../../src/core/hub.ts";
import type { Turn } from "../../src/core/ice.ts";
import type { AuditEntry } from "../../src/core/moderation.ts";
import type { Random } from "../../src/core/random.ts";
import type { Authenticate } from "../../src/core/rights.ts";
import { defaultSettings, type SettingsOf } from "../../src/core/settings.ts";
import { RtError } from "../../src/protocol/errors.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeDigest } from "./fake-digest.ts";
import { TestPeer } from "./peer.ts";

export const ADMIN_TOKEN = "the admin's token";

export interface TestCore {
  hub: Hub;
  engine: Engine;
  faults: unknown[];
  audited: AuditEntry[];
  peer(name?: string): TestPeer;
}

interface CoreOptions {
  settings?: SettingsOf;
  clock?: Clock;
  authenticate?: Authenticate;
  turn?: Turn;
}

const adminOnly: Authenticate = async (token) => {
  if (token !== ADMIN_TOKEN) throw new RtError("unauthorized", "The token is not valid on this server.");
  return { admin: true, scopes: [] };
};

export async function startCore(
  engine: Engine,
  random: Random,
  {
    settings = () => defaultSettings,
    clock = new FakeClock(),
    authenticate = adminOnly,
    turn,
  }: CoreOptions = {},
): Promise<TestCore> {
  const faults: unknown[] = [];
  const audited: AuditEntry[] = [];
  const hub = new Hub({
    engine,
    clock,
    random,
    digest: new FakeDigest(),
    authenticate,
    settings,
    serves: () => true,
    iceServers: [{ urls: "stun:stun.example.org" }],
    turn,
    version: "0.0.0",
    seconds: () => 0,
    audit: (entry) => audited.push(entry),
    onFault: (error) => faults.push(error),
  });
  await engine.start(hub);
  return {
    hub,
    engine,
    faults,
    audited,
    peer(name) {
      const peer = new TestPeer(hub);
      if (name !== undefined) peer.tell("hello", { name });
      return peer;
    },
  };
}
