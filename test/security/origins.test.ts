// Pages of other sites: which origins may open a WebSocket, by the server's name, its address and what it was told to allow.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { Home } from "../support/binary.ts";
import { makeCertificate } from "../support/certificate.ts";
import { openSocket, refusedUpgrade } from "../support/socket.ts";

const allowOrigin = ["https://game.example", "https://*.apps.example", "chrome-extension://abcdef"];
const home = new Home();
const servers = {} as Record<"local" | "open" | "any" | "secure", RunningServer>;
beforeAll(async () => {
  servers.local = await serve({ port: 0, allowOrigin });
  servers.open = await serve({ port: 0, host: "0.0.0.0", allowOrigin });
  servers.any = await serve({ port: 0, allowOrigin: ["*"] });
  servers.secure = await serve({ port: 0, host: "0.0.0.0", allowOrigin, tls: makeCertificate(home.folder) });
});
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  await home.clean();
});

type Row = [server: keyof typeof servers, host: string, origin: string | undefined, welcome: boolean];

const rows: Row[] = [
  // Programs.
  ["local", "127.0.0.1", undefined, true],
  ["open", "rooms.example", undefined, true],
  // Pages of this machine, on any port.
  ["local", "localhost:7420", "http://localhost:7420", true],
  ["local", "127.0.0.1:7420", "http://localhost:5173", true],
  ["local", "localhost", "https://127.0.0.1:8443", true],
  ["local", "[::1]:7420", "http://[::1]:3000", true],
  ["local", "LOCALHOST:7420", "http://LocalHost", true],
  ["local", "127.0.0.2", "http://127.0.0.3", true],
  // A page whose name was made to lead here: Host is that name.
  ["local", "evil.example:7420", "http://evil.example:7420", false],
  ["local", "evil.example", undefined, false],
  ["local", "127.evil.example", "http://127.evil.example", false],
  ["local", "127.0.0.1.evil.example", "http://127.0.0.1.evil.example", false],
  ["local", "localhost.evil.example", "http://localhost.evil.example", false],
  ["local", "localhost.:7420", "http://localhost.:7420", false],
  ["local", "2130706433", "http://2130706433", false],
  // Pages of other sites.
  ["local", "localhost", "https://evil.example", false],
  ["local", "127.0.0.1", "http://127.evil.example", false],
  ["local", "127.0.0.1", "http://localhost.evil.example", false],
  ["local", "127.0.0.1", "http://localhost@evil.example", false],
  ["local", "127.0.0.1", "http://evil.example#localhost", false],
  ["local", "127.0.0.1", "http://[::ffff:192.0.2.1]", false],
  // Pages without a host of their own.
  ["local", "localhost", "null", false],
  ["local", "localhost", "file://", false],
  ["local", "localhost", "file://localhost", false],
  ["local", "localhost", "about:blank", false],
  ["local", "localhost", "", false],
  ["local", "localhost", "localhost", false],
  ["local", "localhost", "chrome-extension://localhost", false],
  ["local", "localhost", "moz-extension://6f0c", false],
  ["local", "localhost", "ws://localhost", false],
  // What was allowed, and what only looks like it.
  ["local", "localhost", "https://game.example", true],
  ["local", "localhost", "HTTPS://GAME.EXAMPLE", true],
  ["local", "localhost", "http://game.example", false],
  ["local", "localhost", "https://game.example:8443", false],
  ["local", "localhost", "https://game.example.", false],
  ["local", "localhost", "https://my.game.example", false],
  ["local", "localhost", "https://game.example.evil.example", false],
  ["local", "localhost", "https://evilgame.example", false],
  ["local", "localhost", "https://chess.apps.example", true],
  ["local", "localhost", "https://a.b.apps.example", true],
  ["local", "localhost", "https://apps.example", false],
  ["local", "localhost", "http://chess.apps.example", false],
  ["local", "localhost", "https://evilapps.example", false],
  ["local", "localhost", "https://evil.example/.apps.example", false],
  ["local", "localhost", "https://evil.example?.apps.example", false],
  ["local", "localhost", "https://.apps.example", false],
  ["local", "localhost", "chrome-extension://abcdef", true],
  ["local", "localhost", "chrome-extension://abcdefg", false],
  // A server that others reach, under whatever name.
  ["open", "rooms.example", "http://rooms.example", true],
  ["open", "rooms.example:7420", "https://rooms.example", true],
  ["open", "ROOMS.example", "https://rooms.EXAMPLE:443", true],
  ["open", "rooms.example", "https://www.rooms.example", false],
  ["open", "rooms.example", "https://rooms.example.", false],
  ["open", "rooms.example", "http://localhost", false],
  ["open", "192.0.2.1:7420", "http://192.0.2.1", true],
  ["open", "[2001:db8::1]:7420", "http://[2001:db8:0:0::1]:80", true],
  ["open", "[2001:db8::1]", "http://[2001:db8::2]", false],
  ["open", "localhost", "null", false],
  // One that speaks TLS takes no page that came without, but for this machine's own.
  ["secure", "rooms.example", "https://rooms.example", true],
  ["secure", "rooms.example", "http://rooms.example", false],
  ["secure", "localhost", "http://localhost:5173", true],
  ["secure", "rooms.example", "https://game.example", true],
  // All of them.
  ["any", "localhost", "https://evil.example", true],
  ["any", "localhost", "null", true],
  ["any", "evil.example", "https://evil.example", false],
];

describe("[T13] a page", () => {
  it.each(rows)("at %s, called %j, from %j: %s", async (name, host, origin, welcome) => {
    const { ws } = servers[name];
    const url = ws.replace("0.0.0.0", "127.0.0.1");
    const options = {
      headers: { host, ...(origin !== undefined && { origin }) },
      rejectUnauthorized: false,
    };
    if (welcome) (await openSocket(url, [], options)).ws.close();
    else {
      const { status, problem } = await refusedUpgrade(url, [], options);
      expect({ status, code: problem.code }).toEqual({ status: 403, code: "forbidden" });
    }
  });
});

describe("[T13] a change over HTTP", () => {
  const asked = (headers: Record<string, string>, method = "POST") =>
    fetch(`${servers.local.url}/rooms/from-a-page`, {
      method,
      headers: { authorization: `Bearer ${servers.local.adminToken}`, ...headers },
    });

  it.each(["https://evil.example", "null", "http://127.evil.example"])(
    "from a page of %s is refused, also with the token",
    async (origin) => {
      for (const method of ["POST", "PATCH", "DELETE"])
        expect((await asked({ origin }, method)).status).toBe(403);
      expect((await asked({ origin }, "GET")).status).toBe(404);
    },
  );

  it("from a page of this machine, or of one that is allowed, or of a program is done", async () => {
    for (const headers of [{ origin: "http://localhost:5173" }, { origin: "https://game.example" }, {}]) {
      expect((await asked(headers as Record<string, string>)).status).toBe(201);
      expect((await asked(headers as Record<string, string>, "DELETE")).status).toBe(204);
    }
  });
});
