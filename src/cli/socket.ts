// The client as commands open it: with the certificates that they were told to believe.
import { type Client, type ConnectOptions, connect } from "../client/node.ts";
import { NodeWebSocket } from "../client/node-socket.ts";
import { trusted } from "./trust.ts";

export async function connectTrusting(options: ConnectOptions): Promise<Client> {
  const tls = await trusted();
  class TrustingWebSocket extends NodeWebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, tls);
    }
  }
  return connect({ WebSocket: TrustingWebSocket, ...options });
}
