// States that every screen has: before its server answers, in a window that is too small, and without a server.

import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { type Scenario, TINY } from "./scenario.ts";
import type { Stage } from "./stage.ts";

/** It takes connections, and never answers. */
async function silentServer(stage: Stage): Promise<void> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stage.port((server.address() as AddressInfo).port);
  stage.onEnd(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}

export const statesOf = (args: readonly string[]): Scenario[] => [
  {
    state: "connecting",
    args,
    serve: null,
    before: silentServer,
    prints: true,
    masks: [{ find: /(?<= · )\d+(?=s · Ctrl-C)/g, width: 1 }],
    until: (terminal) => terminal.until(/connecting.* · \d+s · Ctrl-C/),
  },
  { state: "tiny", args, sizes: TINY, until: (terminal) => terminal.until("needs 40×10") },
  { state: "error-no-server", args, serve: null, prints: true, until: (terminal) => terminal.exited },
];
