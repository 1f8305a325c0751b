// The client as commands open it: with the certificates that they were told to believe.
import { type Client, type ConnectOptions, connect } from "../client/node.ts";
import { NodeWebSocket } from "../client/node-socket.ts";
import { detail } from "./output.ts";
import { trusted } from "./trust.ts";

export async function connectTrusting(options: ConnectOptions): Promise<Client> {
  const tls = await trusted();
  let attempts = 0;
  class TrustingWebSocket extends NodeWebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, tls);
      const attempt = ++attempts;
      const since = performance.now();
      const tell = (what: string): void =>
        detail(`${url}, attempt ${attempt}: ${what} after ${Math.round(performance.now() - since)} ms`);
      this.on("open", () => tell("open"));
      this.on("error", (error: Error) => tell(error.message));
      this.on("close", (code: number, reason: Buffer) => tell(`closed, ${code} ${reason}`.trimEnd()));
    }
  }
  const client = await connect({ WebSocket: TrustingWebSocket, ...options });
  detail(`welcome as peer ${client.welcome.peer}`);
  return client;
}
