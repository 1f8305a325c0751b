// The console of rooms on terminals, with an admin of the server behind it who makes rooms and looks into them.
import { afterAll, beforeAll } from "vitest";
import { type Client, connect } from "../../src/client/node.ts";
import type { Reply } from "../../src/protocol/requests.ts";
import type { Terminal } from "./pty.ts";
import { type Terminals, terminals } from "./terminals.ts";

export const TOKEN = "console-test";

interface Given {
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
  token?: string;
}

interface Console {
  on: Terminals;
  readonly admin: Client;
  /** On a terminal, once it is connected. */
  open(args?: readonly string[], given?: Given): Promise<Terminal>;
  create(name: string, options?: object): Promise<unknown>;
  look(name: string): Promise<Reply<"room">>;
  /** Somebody with a seat. */
  member(name: string, where: string): Promise<Client>;
}

export const room = (name: string) => name as never;

export function consoleOfRooms(): Console {
  const on = terminals({ serve: ["--limits", "off"], env: { RTROOMS_ADMIN_TOKEN: TOKEN } });
  let admin: Client;
  beforeAll(async () => {
    admin = await connect({ url: on.server.url, token: TOKEN });
  });
  afterAll(() => admin?.close());
  return {
    on,
    get admin() {
      return admin;
    },
    open: (args = [], { env, token = TOKEN, ...size } = {}) =>
      on.connected(["rooms", ...args], { env: { RTROOMS_TOKEN: token, ...env }, ...size }),
    create: (name, options = {}) =>
      admin.request("create", { room: room(name), emptyTtl: 3_600_000, ...options }),
    look: (name) => admin.request("room", { room: room(name) }),
    async member(name, where) {
      const client = await on.guest(name);
      await client.join(where);
      return client;
    },
  };
}
