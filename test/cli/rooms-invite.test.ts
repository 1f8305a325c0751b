// Inviting: the code that a room has, or a new one, with what a guest types and opens.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { Home } from "../support/binary.ts";

const home = new Home();
afterAll(() => home.clean());

/** As much of a server as an invitation needs; without `makes` it knows nothing of codes. */
async function start(code: string | undefined, makes: string | undefined) {
  const asked: string[] = [];
  const room = { room: "duel" };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    asked.push(`${request.method} ${body}`.trim());
    if (request.method === "PATCH") code = makes;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.method === "GET" ? { room, members: [], code } : { room }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const invite = (...args: string[]) => home.run(["rooms", "invite", "duel", "--url", url, ...args]);
  return { url, asked, invite };
}

describe("rooms invite", () => {
  it("shows the room's code, and what to type and to open", async () => {
    const { url, asked, invite } = await start("pear-42", undefined);
    expect(await invite("--json")).toMatchObject({
      code: 0,
      stdout: `${JSON.stringify({
        room: "duel",
        code: "pear-42",
        command: `npx rtrooms join --code pear-42 --url ${url}`,
        link: `${url}/#code=pear-42`,
      })}\n`,
    });
    expect(asked).toEqual(["GET"]);
  });

  it("makes a code where there is none, and names the namespace", async () => {
    const { url, asked, invite } = await start(undefined, "plum-7");
    const shown = await invite("--ns", "games");
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain("plum-7\n");
    expect(shown.stdout).toContain(`npx rtrooms join --code plum-7 --url ${url} --ns games\n`);
    expect(asked).toEqual(["GET", 'PATCH {"code":true}', "GET"]);
  });

  it("says so where the server makes no codes", async () => {
    const { invite } = await start(undefined, undefined);
    const failed = await invite();
    expect(failed).toMatchObject({ code: 1, stdout: "" });
    expect(failed.stderr).toContain("made no invite code");
  });
});
