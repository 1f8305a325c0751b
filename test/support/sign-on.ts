// A core whose tokens are what a test says they are: whom they speak for, where, until when.
import { onTestFinished } from "vitest";
import type { Authenticate, Grant } from "../../src/core/rights.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import { RtError } from "../../src/protocol/errors.ts";
import type { NodeId } from "../../src/protocol/ids.ts";
import type { Params } from "../../src/protocol/requests.ts";
import { startCore, type TestCore } from "./core.ts";
import { FakeClock } from "./fake-clock.ts";
import type { TestPeer } from "./peer.ts";
import { SeededRandom } from "./seeded-random.ts";

const ALL = ["join", "create", "publish", "signal"] as const;

export interface SignedOn extends TestCore {
  clock: FakeClock;
  /** Tokens by their text; a test may add its own. */
  tokens: Map<string, Grant>;
  /** A token with this grant, and what else it says. */
  token(grant: Partial<Grant>): string;
  /** A peer that has said hello with a new token. */
  enter(grant: Partial<Grant>, hello?: Omit<Params<"hello">, "token">): Promise<TestPeer>;
}

/** `look` is waited for before a token is answered. */
export async function startSignedOn(look: () => Promise<void> = async () => {}): Promise<SignedOn> {
  const random = new SeededRandom(1);
  const clock = new FakeClock();
  const tokens = new Map<string, Grant>();
  const authenticate: Authenticate = async (token) => {
    await look();
    const grant = tokens.get(token);
    if (!grant) throw new RtError("unauthorized", "The token is not valid on this server.");
    return grant;
  };
  const engine = createEmbeddedEngine({ node: "n1" as NodeId, clock, random, store: createMemoryStore() });
  const settings = () => defaultSettings;
  const core = await startCore(engine, random, { clock, authenticate, settings });
  onTestFinished(() => engine.close());
  const token = (grant: Partial<Grant>): string => {
    const text = `token ${tokens.size}`;
    tokens.set(text, { admin: false, scopes: ALL, ...grant });
    return text;
  };
  return {
    ...core,
    clock,
    tokens,
    token,
    async enter(grant, hello = {}) {
      const peer = core.peer();
      await peer.ask("hello", { token: token(grant), ...hello });
      return peer;
    },
  };
}
