// The bot of a few lines of shell: it answers who asks, nobody else, and is gone with its room.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { BINARY, Home } from "../support/binary.ts";

const BOT = new URL("../../examples/bot.sh", import.meta.url).pathname;
const home = new Home();
afterAll(() => home.clean());

it("answers in a room, and leaves nothing behind when the room is closed", async () => {
  const server = await home.serve("--memory");
  const env = home.env({ ...server.env, RTROOMS: `${process.execPath} ${BINARY}`, TMPDIR: home.folder });
  const ada = home.start(["chat", "ops", "--name", "ada"], { env: server.env, input: null });
  ada.write("before it came: !ping\n");
  const bot = spawn("sh", [BOT, "ops"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(bot, "exit");
  const watch = home.start(["join", "ops", "--ndjson"], { env: server.env, input: null });
  await watch.line((line) => /"(?:joined|member\.joined)".*"name":"bot"/.test(line));
  ada.write("!ping\nnothing for a bot\n!time\n");
  await ada.line((line) => / bot: ada: it is \d\d:\d\d$/.test(line));
  expect(ada.lines.map((line) => line.slice(6))).toEqual([
    "bot: ada: pong",
    expect.stringMatching(/^bot: ada: it is /),
  ]);
  const { code } = await home.run(["rooms", "close", "ops", "--yes"], { env: server.env });
  expect(code).toBe(0);
  expect((await ended)[0]).toBe(0);
  expect(readdirSync(home.folder).filter((name) => name.startsWith("tmp."))).toEqual([]);
});
