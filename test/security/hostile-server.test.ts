// [T31] A server that means harm against the real binary: it ends in words, with a code, and in bounded memory.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Home } from "../support/binary.ts";
import { type HostileServer, hostileJoined, startHostileServer } from "../support/hostile-server.ts";
import { welcomeOf } from "../support/scripted-server.ts";

const home = new Home();
let hostile: HostileServer;
beforeAll(async () => {
  hostile = await startHostileServer(["ada"]);
});
afterEach(() => {
  hostile.onRequest = hostile.onHttp = null;
});
afterAll(async () => {
  await hostile.close();
  await home.clean();
});

const run = (...args: string[]) =>
  home.run(args, { env: { RTROOMS_URL: hostile.url, RTROOMS_TOKEN: "s3cret" } });

async function expectWords(code: number, ...args: string[]): Promise<void> {
  const ended = await run(...args);
  expect(ended.stderr).toMatch(/^error: /m);
  expect(ended.stderr).not.toMatch(/\n\s+at |TypeError|RangeError|is not iterable|undefined/);
  expect(ended.code).toBe(code);
}

describe("[T31] over the WebSocket", () => {
  const joined = () => hostileJoined(["ada"]);
  it.each<[string, unknown]>([
    ["null", null],
    ["members that are none", { ...joined(), members: null }],
    ["a name that is a number", { ...joined(), members: [{ ...joined().members[0], name: 42 }] }],
    ["a room that is a text", { ...joined(), room: "lobby" }],
    ["messages without a name", { ...joined(), messages: [{ room: "lobby", data: 1, time: 1, from: null }] }],
    ["a position that is a list", { ...joined(), position: [] }],
    ["no self", { ...joined(), self: undefined }],
  ])("a join that is answered with %s", async (_, data) => {
    hostile.onRequest = (request, { ws }) => {
      if (request.type !== "join") return false;
      ws.send(JSON.stringify({ type: "ok", id: request.id, data }));
      return true;
    };
    await expectWords(1, "chat", "lobby", "--no-tui", "--timeout", "2s");
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["no limits", { ...welcomeOf("me"), limits: undefined }],
    ["a list", []],
  ])("a welcome that is %s", async (_, data) => {
    hostile.onRequest = (request, { ws }) => {
      ws.send(JSON.stringify({ type: "ok", id: request.id, data }));
      return true;
    };
    await expectWords(1, "join", "lobby");
  });

  it.each<[string, string | Buffer]>([
    ["what is no JSON", "{{{"],
    [
      "a message nested 100 000 deep",
      `{"type":"message","room":"lobby","data":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
    ],
    ["a binary frame", Buffer.from([1, 2, 3])],
    [
      "more than a frame may have",
      JSON.stringify({ type: "notice", room: "lobby", text: "x".repeat(2_000_000), from: "host" }),
    ],
    ["an event with wrong fields", '{"type":"member.joined","room":"lobby","member":{"name":42}}'],
    ["an event of the client's own", '{"type":"state","state":"closed","code":1000,"reason":"x"}'],
    ["a name of a prototype", '{"type":"constructor","room":"__proto__"}'],
    ["a wait without end", '{"type":"going_away","retryAfterMs":1e300}'],
  ])("%s", async (_, frame) => {
    hostile.onRequest = (request, connection) => {
      if (request.type !== "join") return false;
      setTimeout(() => connection.ws.send(frame), 50);
      return false;
    };
    const ended = await run("join", "lobby", "--ndjson", "--count", "99", "--timeout", "700ms");
    expect(ended.stderr).not.toMatch(/\n\s+at |TypeError|RangeError/);
    expect(ended.code).toBe(6);
  });

  it("a close with a reason that is no rtrooms code", async () => {
    hostile.onRequest = (_, { ws }) => {
      ws.close(4999, "\u001b]0;x\u0007");
      return true;
    };
    await expectWords(3, "chat", "lobby", "--no-tui");
  });
});

describe("[T31] over HTTP", () => {
  it.each<[string, number, string]>([
    ["nothing", 200, ""],
    ["a page", 200, "<html>"],
    ["rooms that are none", 200, '{"rooms":null,"total":1}'],
    ["rooms with wrong fields", 200, '{"rooms":[{"room":1}],"total":1}'],
    ["a list that is nested 100 000 deep", 200, "[".repeat(100_000) + "]".repeat(100_000)],
    ["an error that is none of ours", 500, '{"code":"constructor","detail":"x"}'],
  ])("%s", async (_, status, body) => {
    hostile.onHttp = (_request, response) => {
      response.writeHead(status).end(body);
      return true;
    };
    await expectWords(3, "rooms");
    await expectWords(3, "stats");
  });

  it("sends no token to where it is sent on to", async () => {
    const asked: (string | undefined)[] = [];
    const other = await startHostileServer(["bob"]);
    other.onHttp = ({ headers }) => {
      asked.push(headers.authorization);
      return false;
    };
    hostile.onHttp = (_, response) => {
      response.writeHead(302, { location: `${other.url}/rooms` }).end();
      return true;
    };
    await expectWords(3, "rooms");
    await other.close();
    expect(asked).toEqual([]);
  });

  it("an answer that does not end is not read to its end", async () => {
    hostile.onHttp = (_, response) => {
      const chunk = " ".repeat(1024 * 1024);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        response.once("drain", more);
      };
      response.writeHead(200);
      response.on("close", () => response.removeAllListeners("drain"));
      more();
      return true;
    };
    await expectWords(3, "rooms");
  });

  it("pages that do not end", async () => {
    hostile.onHttp = (_, response) => {
      response.writeHead(200).end('{"rooms":[],"total":1,"next":"again"}');
      return true;
    };
    await expectWords(3, "rooms");
  });
});
