// A newer token before the old one runs out, from whoever gave the first.
import type { Client } from "./connect.ts";

export type TokenSource = () => string | undefined | Promise<string | undefined>;

/** What fails here is tried again by the connection that follows on the end of the token. */
export function refreshWith(client: Pick<Client, "on" | "request">, source: TokenSource): void {
  const refresh = async (): Promise<void> => {
    const token = await source();
    if (token !== undefined) await client.request("refresh", { token });
  };
  client.on("token.expiring", () => void refresh().catch(() => {}));
}
