// A server with a certificate of its own and a port for admins, and the commands that reach it.
import { afterAll, beforeAll, expect, it } from "vitest";
import { Home, type Server } from "../support/binary.ts";
import { type Certificate, makeCertificate } from "../support/certificate.ts";

const home = new Home();
let files: Certificate;
let server: Server;
beforeAll(async () => {
  files = makeCertificate(home.folder);
  const tls = ["--tls-cert", files.cert, "--tls-key", files.key];
  server = await home.serve("--memory", ...tls, "--admin-port", "0");
});
afterAll(() => home.clean());

const run = (args: string[], env: Record<string, string> = {}, input?: string) =>
  home.run(args, { env: { ...server.env, ...env }, ...(input !== undefined && { input }) });

it("says where it is, with TLS and for admins", () => {
  expect(server.url).toBe(`https://127.0.0.1:${server.port}`);
});

it("is reached over its socket with --ca, and with Node's own variable", async () => {
  for (const [args, env] of [
    [["--ca", files.cert], {}],
    [[], { NODE_EXTRA_CA_CERTS: files.cert }],
  ] as [string[], Record<string, string>][]) {
    const { code, stderr } = await run(["chat", "lobby", ...args], env, "hello\n");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  }
});

it("is not believed without, and says what to type", async () => {
  const { code, stderr } = await run(["chat", "lobby"], {}, "hello\n");
  expect(code).toBe(3);
  expect(stderr).toContain("certificate");
});

it("is asked for figures and changed at the admin port, which the commands of this user find", async () => {
  const created = await run(["rooms", "create", "duel", "--json"]);
  expect(created.code).toBe(0);
  const stats = await run(["stats", "--json"]);
  expect(JSON.parse(stats.stdout)).toMatchObject({ totalRooms: 2 });
});

it.each([
  [["--tls-cert", "/nowhere.pem"], "Name both"],
  [["--tls-cert", "/nowhere.pem", "--tls-key", "/nowhere.key"], "no such file"],
  [["--trust-proxy", "proxy.example"], "proxy.example is no address"],
])("is not started with %j", async (args, why) => {
  const { code, stderr } = await home.run(["serve", "--port", "0", "--memory", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(why);
});

it("is not reached with a certificate that can't be read", async () => {
  const { code, stderr } = await run(["chat", "lobby", "--ca", "/nowhere.pem"]);
  expect(code).toBe(2);
  expect(stderr).toContain("--ca FILE");
});
