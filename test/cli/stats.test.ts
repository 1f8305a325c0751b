// `rtrooms stats` in a pipe: every format from a real server, read back as its readers do.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Home, type Server } from "../support/binary.ts";
import { openSocket, type RawSocket } from "../support/socket.ts";

const home = new Home();
let server: Server;
let ada: RawSocket;
beforeAll(async () => {
  server = await home.serve("--memory");
  ada = await openSocket(`ws://127.0.0.1:${server.port}/ws`);
  await ada.ask({ type: "join", room: "lobby" });
  await ada.ask({ type: "kick", room: "nowhere", peer: "x" });
});
afterAll(() => home.clean());

const run = (...args: string[]) => home.run(["stats", ...args], server);

/** RFC 4180: rows of cells. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.trimEnd().split("\n")) {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
    rows.push(cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!));
  }
  return rows;
}

describe("--format csv", () => {
  it("is a header and a row, each figure in its column, all columns there whatever was counted", async () => {
    const [header = [], row = [], ...more] = parseCsv((await run("--format", "csv")).stdout);
    expect(more).toEqual([]);
    expect(row).toHaveLength(header.length);
    expect(new Set(header).size).toBe(header.length);
    const figures = Object.fromEntries(header.map((name, at) => [name, row[at]]));
    expect(figures).toMatchObject({
      ...{ engine: "embedded", store: "memory", ready: "true", totalRooms: "1", connections: "1" },
      ...{ "errors.not_found": "1", "errors.room_full": "0", "refused.slow_consumer": "0" },
      ...{ "signals.queued": "0", "links.failed": "0", storeBytes: "" },
    });
    expect(Number(figures["latency.requests.p99Ms"])).toBeGreaterThan(0);
  });

  it("is a row a sample with --watch, below one header", async () => {
    const followed = await run("--format", "csv", "--watch=20ms", "--count", "3");
    const [header, ...rows] = parseCsv(followed.stdout);
    expect(header!.slice(0, 3)).toEqual(["time", "node", "version"]);
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([header!.length]));
  });
});

describe("--format prometheus", () => {
  it("is what /metrics answers to who takes the older text: declared series with numbers, and a newline at the end", async () => {
    const { stdout, code } = await run("--format", "prometheus");
    expect(code).toBe(0);
    expect(stdout.endsWith("\n")).toBe(true);
    expect(stdout).not.toContain("# EOF");
    const types = new Map<string, string>();
    const series = new Map<string, number>();
    for (const line of stdout.trimEnd().split("\n")) {
      const [, name, type] = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line) ?? [];
      if (name && type) types.set(name, type);
      else if (!line.startsWith("# HELP ")) {
        const [, of, value] = /^([a-z0-9_]+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
        expect(Number.isFinite(Number(value)), line).toBe(true);
        series.set(of!, Number(value));
      }
    }
    expect(types.get("rtrooms_rooms")).toBe("gauge");
    expect(series.get("rtrooms_connections")).toBe(1);
    expect(series.get('rtrooms_errors_total{code="not_found"}')).toBe(1);
    const served = await (await fetch(`${server.url}/metrics`, { headers: { accept: "text/plain" } })).text();
    const names = (text: string) => text.split("\n").filter((line) => line.startsWith("# TYPE"));
    expect(names(stdout)).toEqual(names(served));
  });

  it("is not followed", async () => {
    const refused = await run("--format", "prometheus", "--watch");
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain("--format csv");
  });
});

describe("--format json and table", () => {
  it("are what --json and a pipe get", async () => {
    const [named, short] = [await run("--format", "json"), await run("--json")];
    expect(Object.keys(JSON.parse(named.stdout))).toEqual(Object.keys(JSON.parse(short.stdout)));
    const [table, piped] = [await run("--format", "table"), await run()];
    for (const { stdout } of [table, piped]) expect(stdout).toMatch(/^requests, 1 min +p50 .* of 2$/m);
  });

  it("is a row a sample where a table is followed", async () => {
    const { stdout } = await run("--format", "table", "--watch=20ms", "--count", "2");
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^TIME +CONN +ROOMS/);
    expect(lines).toHaveLength(3);
  });

  it("are two things to ask for", async () => {
    const refused = await run("--json", "--format", "csv");
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain("Leave one of them out");
  });
});

describe("--watch in a pipe", () => {
  it("is a line of JSON a sample, until the time is up", async () => {
    const { stdout, code, stderr } = await run("--watch=50ms", "--timeout", "400ms");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const samples = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) {
      expect(sample).toMatchObject({ v: 1, type: "stats", latency: { requests: { count: 2 } } });
      expect(sample.time).toBeTypeOf("number");
    }
  });

  it.each(["json", "csv", "table"])(
    "ends without a word when its reader of %s has had enough",
    async (format) => {
      const running = home.start(["stats", "--watch=20ms", "--format", format], server);
      await running.line(() => true);
      running.closeOutput();
      expect(await running.finished).toMatchObject({ code: 0, stderr: "" });
    },
  );

  it("ends with 3 when the server goes", async () => {
    const own = await home.serve("--memory");
    const running = home.start(["stats", "--watch=20ms"], own);
    await running.line(() => true);
    own.running.kill("SIGKILL");
    const { code, stderr } = await running.finished;
    expect(code).toBe(3);
    expect(stderr).toContain("Cannot reach a server");
  });
});

describe("--fail-if", () => {
  it("knows the columns of the CSV, and latencies by type", async () => {
    const held = await run("--fail-if", "errors.not_found>0", "--fail-if", "latency.types.join.p99Ms>60000");
    expect(held.code).toBe(6);
    expect(held.stdout).toMatch(/^FAILED +errors\.not_found>0/m);
    expect(held.stdout).toMatch(/^ok +latency\.types\.join\.p99Ms>60000/m);
    const none = await run("--fail-if", "storeBytes>=0", "--fail-if", "latency.types.ban.p50Ms>=0");
    expect(none.code).toBe(0);
  });
});
