// A CI job's one line beside real pages in Chromium, through the real binary: 0 with a page that is right, 6 with one that isn't.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { triggers } from "../../src/signals/triggers.ts";
import { Home, type Server } from "../support/binary.ts";
import { hasBrowser } from "../support/browser.ts";
import { type Run, Stage } from "../support/stage.ts";
import { expectedOf, pages } from "./pages/findings.ts";

const CAST = ["chromium", "chromium"] as const;
/** Its seed. */
const RIGHT = 3;
/** What they send is never passed on: the sender is told what is wrong with it. */
const REFUSED = ["always-answer", "json-twice", "remote-sent-back", "object-as-text"];

const wrong = Object.entries(pages).flatMap(([name, row]) => {
  const [strength, trigger] = expectedOf(row, CAST)?.split(" ") ?? [];
  return strength === "sure" ? [[name, triggers[trigger as keyof typeof triggers].code] as const] : [];
});

describe.skipIf(!hasBrowser)("relay --until connected --fail-on sure", { timeout: 60_000 }, () => {
  const home = new Home();
  let server: Server;
  let stage: Stage;
  beforeAll(async () => {
    [server, stage] = await Promise.all([
      home.serve("--memory", "--limits", "off", "--allow-origin", "*"),
      Stage.open(),
    ]);
  });
  afterAll(async () => {
    await stage.close();
    await home.clean();
  });

  async function beside(
    room: string,
    play: (room: { url: string; room: string }) => Promise<Run>,
    timeout = "30s",
  ) {
    const until = ["--until", "connected", "--timeout", timeout, "--fail-on", "sure"];
    const relay = home.start(["relay", "--room", room, ...until], { env: server.env });
    await relay.told("watching signals");
    const run = await play({ url: `${server.url.replace(/^http/, "ws")}/ws`, room });
    return { ...(await relay.finished), run };
  }

  it("exits 0 with a right page", async () => {
    const { code, stdout, run } = await beside("right", (room) => stage.right(CAST, RIGHT, room));
    expect(run).toMatchObject({ errors: [], connected: ["connected", "connected"] });
    expect(stdout).toMatch(/ report .*connected/);
    expect(stdout).not.toMatch(/SIG\d+ sure/);
    expect(code).toBe(0);
  });

  it.concurrent.each(wrong.filter(([name]) => !REFUSED.includes(name)))(
    "exits 6 with %s: %s",
    async (name, sig) => {
      const { code, stdout } = await beside(name, (room) => stage.wrong(CAST, name, room));
      expect(stdout).toContain(`${sig} sure`);
      expect(code).toBe(6);
    },
  );

  it.concurrent.each(REFUSED)("exits 6 with %s, which the server refuses", async (name) => {
    const { code, stderr, run } = await beside(name, (room) => stage.wrong(CAST, name, room), "3s");
    expect(run.trace.map(({ verdict }) => verdict)).toContain("bad_request");
    expect(stderr).toContain("nothing was connected");
    expect(code).toBe(6);
  });
});
