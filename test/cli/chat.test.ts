// `rtrooms chat` in pipes, through the real binary: lines in, lines and NDJSON out, and how it ends.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Home, type Server } from "../support/binary.ts";

const home = new Home();
let server: Server;
beforeAll(async () => {
  server = await home.serve("--memory");
});
afterAll(() => home.clean());

const chat = (room: string, ...args: string[]) => ["chat", room, ...args];
const json = (line: string) => JSON.parse(line) as Record<string, unknown>;

describe("sending", () => {
  it("says each line of stdin, in order, and ends with 0 once all are acknowledged", async () => {
    const lines = Array.from({ length: 150 }, (_, i) => `line ${i}`);
    const sent = await home.run(chat("many"), { env: server.env, input: `${lines.join("\n")}\n` });
    expect(sent).toMatchObject({ code: 0, stdout: "", stderr: "" });
    const heard = await home.run(chat("many", "--ndjson", "--count", "150", "--history", "150"), server);
    expect(
      heard.stdout
        .trim()
        .split("\n")
        .map((line) => (json(line).data as { text: string }).text),
    ).toEqual(lines);
  });

  it("sends a last line that has no newline, and leaves blank lines out", async () => {
    await home.run(chat("last"), { env: server.env, input: "one\n\n  \r\ntwo" });
    const heard = await home.run(chat("last", "--count", "2"), server);
    expect(heard.stdout).toMatch(/^\d\d:\d\d \S+: one\n\d\d:\d\d \S+: two\n$/);
  });

  it("refuses a line over 4096 bytes with its number, sends the others, and ends with 1", async () => {
    const input = `before\n${"x".repeat(4097)}\n${"é".repeat(2048)}\nafter\n`;
    const sent = await home.run(chat("long"), { env: server.env, input });
    expect(sent.code).toBe(1);
    expect(sent.stderr).toContain("Line 2 is longer than 4096 bytes");
    const heard = await home.run(chat("long", "--ndjson", "--count", "3"), server);
    const texts = heard.stdout
      .trim()
      .split("\n")
      .map((line) => (json(line).data as { text: string }).text);
    expect(texts).toEqual(["before", "é".repeat(2048), "after"]);
  });

  it("goes on printing after the end of stdin with --keep-open", async () => {
    const listener = home.start(chat("open", "--keep-open"), { env: server.env, input: "here I am\n" });
    await home.start(chat("open", "--ndjson", "--count", "1"), server).finished;
    await home.run(chat("open", "--name", "ada"), { env: server.env, input: "hello\n" });
    expect(await listener.line((line) => line.includes("hello"))).toMatch(/^\d\d:\d\d ada: hello$/);
    listener.kill("SIGTERM");
    expect((await listener.finished).code).toBe(143);
  });

  it("sends what is typed while the server is away once it is back, and nothing twice", async () => {
    const durable = await home.serve();
    const sender = home.start(chat("restart", "--keep-open"), { env: durable.env, input: null });
    sender.write("first\n");
    await home.run(chat("restart", "--ndjson", "--count", "1"), durable);
    durable.running.kill("SIGKILL");
    await sender.told("connection lost");
    sender.write("second\n");
    sender.write("third\n");
    const again = home.start(["serve", "--port", String(durable.port), "--json"]);
    await again.line((line) => line.includes('"listening"'));
    await sender.told("connected again");
    const heard = await home.run(chat("restart", "--count", "3", "--timeout", "15s"), durable);
    expect(heard.stdout.split("\n").map((line) => line.split(": ")[1])).toEqual([
      "first",
      "second",
      "third",
      undefined,
    ]);
    sender.kill("SIGINT");
    expect((await sender.finished).code).toBe(130);
    again.kill("SIGTERM");
  });
});

describe("listening", () => {
  it("prints messages as the server has them, with v, and ends at --count, history included", async () => {
    await home.run(chat("talk", "--name", "ada"), { env: server.env, input: "hello\n" });
    const heard = await home.run(chat("talk", "--ndjson", "--count", "1"), server);
    expect(heard.code).toBe(0);
    expect(json(heard.stdout)).toMatchObject({
      v: 1,
      type: "message",
      room: "talk",
      name: "ada",
      event: "chat",
      data: { text: "hello" },
      offset: 1,
    });
  });

  it("takes the newest messages when there are more than --count", async () => {
    await home.run(chat("newest"), { env: server.env, input: "one\ntwo\nthree\n" });
    const heard = await home.run(chat("newest", "--count", "1"), server);
    expect(heard.stdout).toContain("three");
    expect(heard.stdout).not.toContain("two");
  });

  it("waits for a message that comes later, without stdin and with one that ends at once", async () => {
    for (const input of [undefined, ""]) {
      const room = input === undefined ? "later" : "later-still";
      const listener = home.start(chat(room, "--ndjson", "--count", "1"), { env: server.env, input });
      const joined = home.start(["join", room, "--ndjson", "--until", "member.joined"], server);
      await Promise.race([
        joined.line((line) => line.includes("member.joined")),
        joined.line((line) => /"members":\[.*,/.test(line)),
      ]);
      joined.kill("SIGTERM");
      await home.run(chat(room), { env: server.env, input: "now\n" });
      expect(await listener.finished).toMatchObject({ code: 0, stdout: expect.stringContaining('"now"') });
    }
  });

  it("shows nothing from before with --history 0", async () => {
    await home.run(chat("fresh"), { env: server.env, input: "old\n" });
    const heard = await home.run(chat("fresh", "--history", "0", "--timeout", "300ms"), server);
    expect(heard).toMatchObject({ code: 0, stdout: "" });
  });

  it("ends with 6 when --count was not reached in time", async () => {
    const heard = await home.run(chat("quiet", "--count", "1", "--timeout", "300ms"), server);
    expect(heard).toMatchObject({ code: 6, stdout: "" });
    expect(heard.stderr).toContain("0 of 1 came");
  });

  it("ends quietly with 0 when its reader goes away", async () => {
    await home.run(chat("pipe"), { env: server.env, input: "one\n" });
    const listener = home.start(chat("pipe"), server);
    await listener.line((line) => line.includes("one"));
    listener.closeOutput();
    await home.run(chat("pipe"), { env: server.env, input: "two\n" });
    expect(await listener.finished).toMatchObject({ code: 0, stderr: "" });
  });

  it("makes hostile text inert in lines and keeps NDJSON free of raw escapes", async () => {
    const hostile = "a\u001b]52;c;aGk=\u0007b\u009b31mc\u202ed\re";
    await home.run(chat("hostile", "--name", "ada"), { env: server.env, input: `${hostile}\n` });
    const lines = await home.run(chat("hostile", "--count", "1"), server);
    expect(lines.stdout).toContain("a\\u{1b}]52;c;aGk=\\u{7}b\\u{9b}31mc\\u{202e}d");
    expect(lines.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    const ndjson = await home.run(chat("hostile", "--ndjson", "--count", "1"), server);
    expect((json(ndjson.stdout).data as { text: string }).text).toBe(hostile);
    expect(ndjson.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});
