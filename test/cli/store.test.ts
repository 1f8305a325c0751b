// The binary and its data folder: one server at a time, backups by signal, and looking through a history.
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { open } from "lmdb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Home, type Server } from "../support/binary.ts";
import { openSocket } from "../support/socket.ts";

const home = new Home();
const data = (): string => mkdtempSync(join(home.folder, "data-"));
afterAll(() => home.clean());

async function say(server: Server, room: string, count: number): Promise<void> {
  const socket = await openSocket(`${server.url.replace("http", "ws")}/ws`);
  await socket.ask({ type: "join", room });
  for (let i = 1; i <= count; i++) {
    const { type } = await socket.ask({ type: "publish", room, event: "chat", data: { text: `m${i}` } });
    expect(type).toBe("ok");
  }
  socket.ws.close(1000);
}

async function stop({ running }: Server): Promise<void> {
  running.kill("SIGTERM");
  await running.finished;
}

it("a second server on the same folder is refused, and says who has it", async () => {
  const dir = data();
  const first = await home.serve("--data-dir", dir);
  const second = await home.run(["serve", "--port", "0", "--data-dir", dir]);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`process id ${first.running.pid}`);
  const verify = await home.run(["serve", "--verify", "--data-dir", dir]);
  expect(verify.code).toBe(1);
  expect(verify.stderr).toContain(`process id ${first.running.pid}`);
  await say(first, "still-there", 1);
  await stop(first);
});

describe.runIf(process.platform !== "win32")("SIGUSR2", () => {
  it("takes a backup, from which another server starts with everything", async () => {
    const [dir, to] = [data(), data()];
    const server = await home.serve("--data-dir", dir, "--backup-to", to);
    await server.running.told("backup taken");
    await say(server, "kept", 5);
    server.running.kill("SIGUSR2");
    await expect.poll(() => readdirSync(to).filter((name) => name.endsWith(".lmdb")).length).toBe(2);
    await stop(server);

    const newest = readdirSync(to).sort().at(-1)!;
    const restored = data();
    const { copyFileSync } = await import("node:fs");
    copyFileSync(join(to, newest), join(restored, "history.lmdb"));
    const again = await home.serve("--data-dir", restored);
    const socket = await openSocket(`${again.url.replace("http", "ws")}/ws`);
    const { data: joined } = await socket.ask({ type: "join", room: "kept" });
    expect(joined.messages.map((message: { offset: number }) => message.offset)).toEqual([1, 2, 3, 4, 5]);
    socket.ws.close();
    await stop(again);
  });

  it("says so where there is no folder for backups, and goes on", async () => {
    const server = await home.serve("--data-dir", data());
    server.running.kill("SIGUSR2");
    await server.running.told("No folder for backups was named");
    await say(server, "on", 1);
    await stop(server);
  });
});

describe("serve --verify", () => {
  let dir: string;
  beforeAll(async () => {
    dir = data();
    const server = await home.serve("--data-dir", dir);
    await say(server, "harbour", 5);
    await stop(server);
  });

  it("finds nothing in a history that is whole", async () => {
    const { code, stdout } = await home.run(["serve", "--verify", "--data-dir", dir]);
    expect(code).toBe(0);
    expect(stdout).toBe("5 records of 1 rooms and topics looked at, 0 found damaged or missing\n");
  });

  it("names what is damaged, and changes nothing", async () => {
    const options = { path: join(dir, "history.lmdb"), noSubdir: true, encoding: "binary" } as const;
    const file = open<Buffer, [string, number]>({ ...options, keyEncoding: "ordered-binary" });
    for (const offset of [2, 5]) {
      const bytes = Buffer.from(file.get(["default/harbour", offset])!);
      bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20);
      file.putSync(["default/harbour", offset], bytes);
    }
    await file.close();
    for (let time = 0; time < 2; time++) {
      const { code, stdout, stderr } = await home.run(["serve", "--verify", "--json", "--data-dir", dir]);
      expect(code).toBe(1);
      expect(
        stdout
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      ).toMatchObject([
        { type: "finding", stream: "default/harbour", offset: 2, what: "damaged" },
        { type: "finding", stream: "default/harbour", offset: 5, what: "damaged" },
        { type: "verified", streams: 1, records: 5, findings: 2, whole: true },
      ]);
      expect(stderr).toContain("store_damaged");
    }
    expect(existsSync(join(dir, "quarantine.jsonl"))).toBe(false);
  });

  it("is followed by a start that tells the same and goes on", async () => {
    const server = await home.serve("--data-dir", dir);
    await server.running.told("Message 5 of room default/harbour was damaged");
    await server.running.told("Message 2 of room default/harbour is damaged");
    await say(server, "harbour", 1);
    await stop(server);
  });

  it("says where there is no history", async () => {
    const missing = join(home.folder, "nothing");
    const { code, stderr } = await home.run(["serve", "--verify", "--data-dir", missing]);
    expect(code).toBe(1);
    expect(stderr).toContain("--data-dir DIR");
    expect(existsSync(missing)).toBe(false);
  });
});
