// A server, the binary on terminals and others in its rooms, for a file of tests; what a test opened is closed behind it.
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { type Client, connect } from "../../src/client/node.ts";
import type { Room } from "../../src/client/room.ts";
import { Home, type Server } from "./binary.ts";
import { Terminal } from "./pty.ts";

interface Given {
  columns?: number;
  rows?: number;
  /** Besides the server, which it may name another one of. */
  env?: Record<string, string>;
}

interface Serving {
  serve?: readonly string[];
  env?: Record<string, string>;
}

export interface Terminals {
  home: Home;
  readonly server: Server;
  /** Those of the test that runs, the first of them first. */
  clients: readonly Client[];
  /** The binary on a terminal. */
  run(args: readonly string[], given?: Given): Terminal;
  /** The same, once it has drawn that it is connected. */
  connected(args: readonly string[], given?: Given): Promise<Terminal>;
  /** A shell line on one. */
  shell(line: string, given?: Given): Terminal;
  guest(name: string): Promise<Client>;
  seated(name: string, room: string): Promise<Room>;
}

/** `serve` are options of the server's, `env` is its environment. */
export function terminals({ serve = [], env: environment = {} }: Serving = {}): Terminals {
  const home = new Home();
  const open: Terminal[] = [];
  const clients: Client[] = [];
  let server: Server;
  beforeAll(async () => {
    server = await home.serveIn(environment, "--memory", ...serve);
  });
  afterEach(async () => {
    for (const terminal of open.splice(0)) terminal.kill("SIGKILL");
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });
  afterAll(() => home.clean());

  const kept = (terminal: Terminal): Terminal => {
    open.push(terminal);
    return terminal;
  };
  const settingOf = ({ env, ...size }: Given = {}) => ({ env: home.env({ ...server.env, ...env }), ...size });
  const run: Terminals["run"] = (args, given) => kept(Terminal.run(args, settingOf(given)));
  const guest = async (name: string): Promise<Client> => {
    const client = await connect({ url: server.url, name });
    clients.push(client);
    return client;
  };
  return {
    home,
    get server() {
      return server;
    },
    clients,
    run,
    connected: async (args, given) => {
      const terminal = run(args, given);
      await terminal.until("● connected");
      return terminal;
    },
    shell: (line, given) => kept(Terminal.shell(line, settingOf(given))),
    guest,
    seated: async (name, room) => await (await guest(name)).join(room),
  };
}

/** What a program may have switched on is off again. */
export function expectRestored(terminal: Terminal): void {
  expect(terminal.inAlternateScreen).toBe(false);
  expect(terminal.bracketsPastes).toBe(false);
  expect(terminal.cursorShown).toBe(true);
}
