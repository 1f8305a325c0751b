// The server signs tokens itself, where it has the secret of the namespace.
import type { Clock } from "../core/clock.ts";
import type { SettingsOf } from "../core/settings.ts";
import { RtError } from "../protocol/errors.ts";
import type { Namespace } from "../protocol/ids.ts";
import type { Minted, Wish } from "./mint.ts";

export type Mint = (namespace: Namespace, wish: Omit<Wish, "ns">) => Promise<Minted>;

export const createMint =
  (settings: SettingsOf, clock: Clock): Mint =>
  async (namespace, wish) => {
    const { jwt } = settings(namespace).auth;
    const secret = jwt?.secret;
    if (secret === undefined) {
      throw new RtError(
        "forbidden",
        `The namespace ${namespace} has no secret to sign with: --token-secret-file gives it one.`,
      );
    }
    const { mint } = await import("./mint.ts");
    return mint({ ...jwt, secret }, { ...wish, ns: namespace }, clock.wall());
  };
