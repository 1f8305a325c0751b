// The bad-input table: every row against one real server, which answers each as it must and goes on for everybody else.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { openSocket } from "../support/socket.ts";
import { unknownFields } from "./bad-input/fields.ts";
import { converse, difference, partsOf } from "./bad-input/table.ts";

const adminToken = "the-admin-of-the-bad-input-table";
const [wire, messages, http] = partsOf(adminToken, true);

let server: RunningServer;
let conversation: Awaited<ReturnType<typeof converse>>;
const faults: unknown[] = [];
const log = { debug() {}, info() {}, warn() {}, error: (entry: unknown) => void faults.push(entry) };

beforeAll(async () => {
  server = await serve({ port: 0, adminToken, log, limits: { enforce: "off" } });
  conversation = await converse(server);
});
afterAll(() => server.stop());

describe("the table", () => {
  it("has rows enough, and no two of one title", () => {
    const rows = [...wire.rows, ...messages.rows, ...http.rows];
    expect(wire.rows.length).toBeGreaterThanOrEqual(120);
    expect(messages.rows.length).toBeGreaterThanOrEqual(200);
    expect(http.rows.length).toBeGreaterThanOrEqual(60);
    const titles = rows.map(({ title }) => title);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
    console.info(`${wire.rows.length} + ${messages.rows.length} + ${http.rows.length} rows`);
  });

  it("has wrong values for every field of every request", () => {
    expect(unknownFields).toEqual([]);
  });
});

describe.each([wire, messages, http])("$name", ({ rows }) => {
  it.each(rows)("$title", async ({ reaction, react }) => {
    expect(difference(reaction, await react(server.port))).toBeNull();
  });
});

describe("[T6] [M6] a connection", () => {
  it("is closed with the tenth refused message", async () => {
    const socket = await openSocket(server.ws);
    for (let i = 0; i < 10; i++) socket.send(i % 2 ? "nonsense" : { type: "leave" });
    expect((await socket.closed).code).toBe(4500);
  });

  it("goes on after nine, and what is refused for other reasons doesn't count", async () => {
    const socket = await openSocket(server.ws);
    for (let i = 0; i < 9; i++) socket.send("nonsense");
    for (let i = 0; i < 20; i++) {
      expect(await socket.ask({ type: "leave", room: "den" })).toMatchObject({ code: "not_joined" });
    }
    expect(await socket.ask({ type: "ping" })).toMatchObject({ type: "ok" });
    socket.ws.close();
  });
});

describe("afterwards", () => {
  it("two who talked all the while have noticed nothing", async () => {
    const { rounds, disturbances } = await conversation.end();
    expect(disturbances).toEqual([]);
    expect(rounds).toBeGreaterThan(100);
  });

  it("[T8] no prototype has a new field", () => {
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("[T7] nothing was a mistake of ours", () => {
    expect(faults).toEqual([]);
  });
});
