// A look into a running server through its inspector: what its heap holds after a collection, and what keeps it awake.
import { once } from "node:events";
import { WebSocket } from "ws";
import type { ChaosServer } from "./server.ts";

interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } };
  nodes: number[];
  strings: string[];
}

/** For a server that was started with `--inspect=127.0.0.1:0`. */
export class Inspector {
  readonly #ws: WebSocket;
  readonly #waiting = new Map<number, (message: { result?: unknown; error?: unknown }) => void>();
  #chunks: string[] = [];
  #ids = 0;

  private constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.on("message", (data) => {
      const message = JSON.parse(data.toString());
      if (message.method === "HeapProfiler.addHeapSnapshotChunk") this.#chunks.push(message.params.chunk);
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    });
  }

  static async attach({ log }: ChaosServer): Promise<Inspector> {
    const url = /ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(log)?.[0];
    if (!url) throw new Error(`no inspector: ${log}`);
    const ws = new WebSocket(url, { perMessageDeflate: false });
    await once(ws, "open");
    return new Inspector(ws);
  }

  async #call(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#ids;
    const answer = new Promise<{ result?: unknown; error?: unknown }>((resolve) =>
      this.#waiting.set(id, resolve),
    );
    this.#ws.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  /** Bytes of the heap that are in use once all garbage is gone. */
  async heap(): Promise<number> {
    await this.#collect();
    return ((await this.#call("Runtime.getHeapUsage")) as { usedSize: number }).usedSize;
  }

  /** What Node waits for, by kind: timers, sockets. */
  async awake(): Promise<Map<string, number>> {
    const expression = "process.getActiveResourcesInfo()";
    const answer = (await this.#call("Runtime.evaluate", { expression, returnByValue: true })) as {
      result: { value: string[] };
    };
    return tally(answer.result.value);
  }

  /** Objects on the heap by the name of their class. */
  async objects(): Promise<Map<string, number>> {
    await this.#collect();
    this.#chunks = [];
    await this.#call("HeapProfiler.takeHeapSnapshot");
    const { snapshot, nodes, strings } = JSON.parse(this.#chunks.join("")) as Snapshot;
    this.#chunks = [];
    const { node_fields: fields, node_types: types } = snapshot.meta;
    const [type, name] = [fields.indexOf("type"), fields.indexOf("name")];
    const object = types[0].indexOf("object");
    const names: string[] = [];
    for (let at = 0; at < nodes.length; at += fields.length) {
      if (nodes[at + type] === object) names.push(strings[nodes[at + name]!]!);
    }
    return tally(names);
  }

  close(): void {
    this.#ws.terminate();
  }

  async #collect(): Promise<void> {
    await this.#call("HeapProfiler.enable");
    for (let n = 0; n < 3; n++) await this.#call("HeapProfiler.collectGarbage");
  }
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
