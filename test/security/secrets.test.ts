// [T30] Nothing that the binary prints has a secret in it: at every log level, over errors, mistakes in its file, and a crash.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Finished, Home, type Running } from "../support/binary.ts";
import { openSocket, refusedUpgrade } from "../support/socket.ts";

const ADMIN = "admin-token-47f1a9c0de";
const TURN = 'turn-"secret"-b81c22e7';
const PASSWORD = "room-password-5d02ac";
const SENSOR = "sensor-token-90ee13bb";
const CREDENTIAL = "turn-credential-c0ffee";
const JWT =
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEiLCJleHAiOjQxMDI0NDQ4MDB9.c2lnbmF0dXJlLXRoYXQtaXMtbm90LW9uZQ";
const SECRETS = { ADMIN, TURN, PASSWORD, SENSOR, CREDENTIAL, JWT };

const home = new Home();
const config = join(home.folder, "rtrooms.jsonc");
const crash = join(home.folder, "crash.mjs");
const env = { RTROOMS_ADMIN_TOKEN: ADMIN, RTROOMS_TURN_SECRET: TURN };
/** Said by a welcome, so known only once there was one. */
const resumeSecrets: string[] = [];

function expectNoSecret({ stdout, stderr }: Pick<Finished, "stdout" | "stderr">): void {
  const printed = stdout + stderr;
  for (const [name, secret] of Object.entries(SECRETS)) {
    expect(printed.includes(secret), `${name} in ${printed}`).toBe(false);
    expect(printed.includes(JSON.stringify(secret).slice(1, -1)), `${name} in ${printed}`).toBe(false);
  }
  for (const secret of resumeSecrets) expect(printed.includes(secret), printed).toBe(false);
}

beforeAll(() => {
  writeFileSync(join(home.folder, "sensor.token"), SENSOR);
  writeFileSync(
    config,
    JSON.stringify({
      port: 0,
      memory: true,
      iceServers: [{ urls: "turn:turn.example.org", username: "u", credential: CREDENTIAL }],
      turn: { servers: ["turn:127.0.0.1:3478"] },
      defaults: { auth: { tokens: [{ name: "s", scopes: ["publish"], tokenFile: "sensor.token" }] } },
    }),
  );
  // What a mistake of ours would do: an error with everything in its text, thrown where nobody catches it.
  writeFileSync(
    crash,
    `const everything = () => new Error("broken: " + ${JSON.stringify(`${SENSOR} ${JWT} `)} + JSON.stringify(process.env));
     process.on("SIGUSR2", () => { throw everything(); });
     process.on("SIGHUP", () => { Promise.reject(everything()); });`,
  );
});
afterAll(() => home.clean());

async function start(more: string[] = []): Promise<{ running: Running; url: string; ws: string }> {
  const running = home.start(["serve", "--config", config, "--json", "--log-level", "trace", ...more], {
    env: { ...env, NODE_OPTIONS: `--import ${crash}` },
  });
  const { url, ws } = JSON.parse(await running.line((line) => line.includes('"listening"')));
  return { running, url, ws };
}

describe("[T30] a server", () => {
  it("says no secret over a day's errors, at any log level", async () => {
    const { running, url, ws } = await start();
    const ada = await openSocket(ws);
    const welcome = await ada.ask({ type: "hello", token: ADMIN });
    resumeSecrets.push(welcome.data.secret);
    await ada.ask({ type: "create", room: "vault", password: PASSWORD });
    const bob = await openSocket(ws);
    await bob.ask({ type: "join", room: "vault", password: `${PASSWORD}x` });
    const resume = { session: welcome.data.session, secret: `${welcome.data.secret}x` };
    const eve = await openSocket(ws);
    await eve.ask({ type: "hello", resume });
    const wrong = await openSocket(ws);
    await wrong.ask({ type: "hello", token: JWT });
    await refusedUpgrade(`${ws}?token=${ADMIN}`);
    await refusedUpgrade(ws, ["rtrooms.v1", `bearer.${JWT}`]);
    for (const authorization of [`Bearer ${ADMIN}`, `Bearer ${JWT}`, `Bearer ${SENSOR}`]) {
      await fetch(`${url}/rooms/vault?token=${TURN}`, { method: "DELETE", headers: { authorization } });
      await fetch(`${url}/topics/t`, { method: "POST", headers: { authorization }, body: `{"a":"${SENSOR}` });
    }
    running.kill("SIGTERM");
    const finished = await running.finished;
    expect(finished.code).toBe(0);
    expect(finished.stderr).toContain("draining");
    expectNoSecret(finished);
  });

  it.each(["SIGUSR2", "SIGHUP"] as const)(
    "ends with 1 after a fault that nobody caught, and says no secret (%s)",
    async (signal) => {
      const { running, ws } = await start();
      const ada = await openSocket(ws);
      resumeSecrets.push((await ada.ask({ type: "hello" })).data.secret);
      running.kill(signal);
      expect((await ada.closed).code).toBe(1001);
      const finished = await running.finished;
      expect(finished.code).toBe(1);
      expect(finished.stderr).toContain("fault that nobody caught");
      // It is the error itself that was logged, with its secrets taken out.
      expect(finished.stderr).toContain("broken: ");
      expect(finished.stderr).toContain("(hidden)");
      expectNoSecret(finished);
    },
  );
});

describe("[T30] a command", () => {
  it("prints what is in force without secrets", async () => {
    const finished = await home.run(["serve", "--config", config, "--print-config"], { env });
    expect(finished.code).toBe(0);
    expectNoSecret(finished);
  });

  it.each([
    [
      "a secret where none belongs",
      `{"port": "${CREDENTIAL}", "iceServers": [{"credential": ["${CREDENTIAL}"]}]}`,
    ],
    ["a file that ends early", `{"iceServers": [{"urls": "turn:x", "credential": "${CREDENTIAL}`],
    ["a name that isn't known", `{"iceServers": [{"urls": "turn:x", "credental": "${CREDENTIAL}"}]}`],
    [
      "a token in place of its digest",
      `{"defaults": {"auth": {"tokens": [{"name": "a", "sha256": "${SENSOR}"}]}}}`,
    ],
  ])("tells of mistakes in a file without what stands there: %s", async (_, text) => {
    const file = join(home.folder, "mistake.jsonc");
    writeFileSync(file, text.replace(`"port": "${CREDENTIAL}", `, ""));
    const finished = await home.run(["serve", "--config", file], { env });
    expect(finished.code).toBe(2);
    expectNoSecret(finished);
  });

  it.each([
    [["chat", "lobby", "--token", ADMIN]],
    [["rooms", "get", "lobby", `--token=${ADMIN}`, "--json"]],
    [["join", "lobby", "--password", PASSWORD, "--token", JWT]],
    [["stats", `--tokn=${JWT}`]],
  ])("fails without repeating its secrets: %j", async (args) => {
    const finished = await home.run(args, { env: { ...env, RTROOMS_URL: "http://127.0.0.1:1", DEBUG: "1" } });
    expect([2, 3]).toContain(finished.code);
    expectNoSecret(finished);
  });
});
