// `serve --config` through the real binary: two namespaces that behave differently, and what is printed about them.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Home, type Server } from "../../support/binary.ts";
import { openSocket } from "../../support/socket.ts";

const home = new Home();
const folder = join(home.folder, "etc");
const file = join(folder, "rtrooms.jsonc");
const SENSOR = "the-sensors-own-token";
const CONFIG = `{
  // Two namespaces, and no other.
  "port": 0,
  "memory": true,
  "others": "refuse",
  "defaults": { "auth": { "anonymous": ["join"] } },
  "namespaces": {
    "games": {
      "room": { "capacity": 2 },
      "cadence": "5ms",
      "events": { "move": ["x"] },
      "auth": { "anonymous": ["join", "create"] },
    },
    "sensors": { "auth": { "tokens": [{ "name": "door", "scopes": ["publish"], "tokenFile": "door.token" }] } },
  }
}`;

beforeAll(() => {
  mkdirSync(folder);
  writeFileSync(join(folder, "door.token"), `${SENSOR}\n`);
  writeFileSync(file, CONFIG);
});
afterAll(() => home.clean());

describe("serve --config", () => {
  let server: Server;
  beforeAll(async () => {
    const running = home.start(["serve", "--config", file, "--json"]);
    const { port, url } = JSON.parse(await running.line((line) => line.includes('"listening"')));
    server = { running, port, url, env: { RTROOMS_URL: url } };
  });

  it("takes the server's own options from the file", async () => {
    expect(server.port).not.toBe(7420);
    await server.running.told('"dataDir":null');
  });

  it("gives each namespace its rooms, rights and fields", async () => {
    const ws = server.url.replace("http", "ws");
    const games = await openSocket(`${ws}/ws/games`);
    expect((await games.ask({ type: "join", room: "a" })).data.room.capacity).toBe(2);
    const refused = await games.ask({ type: "publish", room: "a", event: "move", data: {} });
    expect(refused).toMatchObject({ code: "bad_request", details: [{ path: "/data/x" }] });
    const sensors = await openSocket(`${ws}/ws/sensors`);
    expect(await sensors.ask({ type: "join", room: "a" })).toMatchObject({ code: "forbidden" });
    for (const { ws } of [games, sensors]) ws.close();
  });

  it("lets the sensor's token push there, and do nothing else", async () => {
    const post = (path: string) =>
      fetch(server.url + path, {
        method: "POST",
        body: "21",
        headers: { authorization: `Bearer ${SENSOR}` },
      });
    expect((await post("/topics/hall?ns=sensors")).status).toBe(200);
    expect((await post("/topics/hall?ns=games")).status).toBe(401);
    expect((await post("/rooms/cleanup?ns=sensors")).status).toBe(401);
  });

  it("doesn't know a namespace that the file doesn't name", async () => {
    const listed = await home.run(["rooms", "--ns", "other", "--json"], server);
    expect(listed).toMatchObject({ code: 5, stdout: "" });
    expect(listed.stderr).toContain("no namespace other");
    const chat = await home.run(["chat", "lobby", "--ns", "other"], { ...server, input: "hi\n" });
    expect(chat.code).toBe(5);
    expect(chat.stderr).toContain("no namespace other");
  });
});

describe("serve --print-config", () => {
  it("says what is in force and where it comes from, without starting", async () => {
    const env = { RTROOMS_HOST: "127.0.0.2", RTROOMS_CONFIG: file, RTROOMS_ADMIN_TOKEN: "s3cret" };
    const shown = await home.run(["serve", "--print-config", "--port", "7421", "--cadence", "10ms"], { env });
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).not.toMatch(/s3cret|the-sensors-own-token/);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      v: 1,
      type: "config",
      adminToken: { value: "(hidden)", from: "environment RTROOMS_ADMIN_TOKEN" },
      host: { value: "127.0.0.2", from: "environment RTROOMS_HOST" },
      port: { value: 7421, from: "flag --port" },
      memory: { value: true, from: `${file}:4` },
      defaults: { cadence: { value: "10ms", from: "flag --cadence" } },
      namespaces: {
        games: {
          room: { capacity: { value: 2, from: `${file}:9` }, min: { value: 1, from: "default" } },
          cadence: { value: "5ms", from: `${file}:10` },
        },
        sensors: {
          cadence: { value: "10ms", from: "flag --cadence" },
          auth: { anonymous: { value: ["join"], from: `${file}:6` } },
        },
      },
    });
  });
});

describe("a file with mistakes", () => {
  const broken = join(folder, "broken.jsonc");
  const run = (...more: string[]) => home.run(["serve", "--config", broken, ...more]);
  beforeAll(() => writeFileSync(broken, '{\n  "prot": 1,\n  "defaults": { "grace": "soon" }\n}\n'));

  it("starts nothing, ends with 2, and tells all of them", async () => {
    const failed = await run();
    expect(failed).toMatchObject({ code: 2, stdout: "" });
    expect(failed.stderr.split("\n")).toEqual([
      `error: ${broken} has 2 mistakes; nothing was started.`,
      `  ${broken}:2:3: \`prot\` is no setting of the server: did you mean \`port\`?`,
      `  ${broken}:3:26: \`defaults.grace\` is "soon": a time from "1s" to "1d" is expected.`,
      "  See what there is to set: npx rtrooms serve --config-schema",
      "",
    ]);
  });

  it("tells programs the same", async () => {
    const { code, details } = JSON.parse((await run("--json")).stderr);
    expect(code).toBe("bad_config");
    expect(details).toHaveLength(2);
  });

  it("is missed where there is none", async () => {
    const failed = await home.run(["serve", "--config", join(folder, "nowhere")]);
    expect(failed.code).toBe(2);
    expect(failed.stderr).toContain("there is no such file");
  });
});

it("serve --config-schema prints a JSON schema", async () => {
  const { code, stdout } = await home.run(["serve", "--config-schema"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ type: "object", properties: { port: { maximum: 65_535 } } });
});
