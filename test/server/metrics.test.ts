// docs/metrics.md and /metrics say the same: names, types, labels and buckets, in either format.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { openSocket, refusedUpgrade } from "../support/socket.ts";
import { names, rowsUnder } from "../support/tables.ts";

const OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

let server: RunningServer;
const peers: string[] = [];
beforeAll(async () => {
  server = await serve({ port: 0 });
  const [ada, bob] = [await openSocket(server.ws), await openSocket(server.ws)];
  for (const socket of [ada, bob]) {
    const { data } = await socket.ask({ type: "join", room: "secretroom" });
    peers.push(data.self.peer);
  }
  const to = peers[1];
  await ada.ask({ type: "publish", room: "secretroom", event: "chat", data: { text: "hello" } });
  await ada.ask({ type: "signal", room: "secretroom", to, kind: "offer", data: { sdp: "v=0" } });
  await ada.ask({ type: "report", room: "secretroom", to, state: "connected" });
  await ada.ask({ type: "kick", room: "nowhere", peer: "x" });
  await refusedUpgrade(server.ws, [], { origin: "https://elsewhere.example" });
});
afterAll(() => server.stop());

async function scrape(accept?: string) {
  const response = await fetch(`${server.url}/metrics`, { headers: accept === undefined ? {} : { accept } });
  return { type: response.headers.get("content-type"), text: await response.text() };
}

interface Metric {
  type: string;
  labels: Set<string>;
  bounds: number[];
}

/** By the name under which its series are found; a histogram by its own. */
function parse(text: string): Map<string, Metric> {
  const metrics = new Map<string, Metric>();
  let metric: Metric = { type: "", labels: new Set(), bounds: [] };
  for (const line of text.split("\n")) {
    const [, declared, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (declared && type) {
      metric = { type, labels: new Set(), bounds: [] };
      metrics.set(type === "counter" ? declared.replace(/(_total)?$/, "_total") : declared, metric);
    }
    for (const [, label, value] of line.startsWith("#") ? [] : line.matchAll(/(\w+)="([^"]*)"/g)) {
      if (label !== "le") metric.labels.add(label!);
      else if (value !== "+Inf" && !metric.bounds.includes(Number(value))) metric.bounds.push(Number(value));
    }
  }
  return metrics;
}

describe("/metrics", () => {
  it.each([
    [undefined, OPEN_METRICS],
    ["*/*", OPEN_METRICS],
    ["application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2", OPEN_METRICS],
    ["text/plain;version=0.0.4;q=0.5,application/openmetrics-text;q=0.2", PROMETHEUS],
    ["text/plain", PROMETHEUS],
    ["application/openmetrics-text;q=0,text/*", PROMETHEUS],
    ["image/png", OPEN_METRICS],
  ])("answers a scraper that accepts %s with %s", async (accept, type) => {
    expect((await scrape(accept)).type).toBe(type);
  });

  it("ends OpenMetrics with its mark, and Prometheus text without", async () => {
    const [newer, older] = [(await scrape()).text, (await scrape("text/plain")).text];
    expect(newer.endsWith("\n# EOF\n")).toBe(true);
    expect(older).not.toContain("# EOF");
    expect(newer).toContain("# TYPE rtrooms_published counter\nrtrooms_published_total 1\n");
    expect(older).toContain("# TYPE rtrooms_published_total counter\nrtrooms_published_total 1\n");
  });

  it.each(["application/openmetrics-text", "text/plain"])(
    "has in %s every name, type and label of docs/metrics.md, and no other",
    async (accept) => {
      const documented = rowsUnder("metrics.md", "Names").map(([name, type, label]) => [
        names(name!)[0],
        type,
        names(label!).join(", "),
      ]);
      const served = [...parse((await scrape(accept)).text)].map(([name, { type, labels }]) => [
        name,
        type,
        [...labels].join(", "),
      ]);
      expect(served.sort()).toEqual(documented.sort());
    },
  );

  it("has the buckets of docs/metrics.md, whose counts only grow", async () => {
    const { text } = await scrape();
    const documented = rowsUnder("metrics.md", "Buckets").map(([name, bounds]) => [
      names(name!)[0],
      bounds!.split(", ").map(Number),
    ]);
    const served = [...parse(text)].filter(([, { type }]) => type === "histogram");
    expect(Object.fromEntries(served.map(([name, { bounds }]) => [name, bounds]))).toEqual(
      Object.fromEntries(documented),
    );
    const counts = [...text.matchAll(/^rtrooms_message_received_bytes_(?:bucket|count)\S* (\d+)$/gm)];
    const numbers = counts.map(([, count]) => Number(count));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(numbers.at(-1)).toBe(6);
  });

  it("counts requests by type, and publications that are kept", async () => {
    const { text } = await scrape();
    expect(text).toContain('rtrooms_request_seconds_count{type="join"} 2\n');
    expect(text).toContain('rtrooms_request_seconds_count{type="kick"} 1\n');
    expect(text).toContain("rtrooms_publish_durable_seconds_count 1\n");
    expect(text).toContain('rtrooms_request_seconds_bucket{type="join",le="5.0"} 2\n');
  });

  it("never names a room or a peer", async () => {
    const { text } = await scrape();
    for (const name of ["secretroom", ...peers]) expect(text).not.toContain(name);
  });
});
