// The socket of `ws` as a client on Node should have it.
import { WebSocket } from "ws";

/** No server may fill this process's memory: no larger message, no compression that unfolds into one, no redirects. */
export class NodeWebSocket extends WebSocket {
  constructor(url: string, protocols: string[], tls: { ca?: string[] } = {}) {
    super(url, protocols, {
      ...tls,
      maxPayload: 1024 * 1024,
      perMessageDeflate: false,
      followRedirects: false,
    });
  }
}
