// A recording played again on a stage: peers that join, signal and report as those of the recording did, at the same distances.
import { readFileSync } from "node:fs";
import type { PeerId, Room } from "../../src/client/node.ts";
import { CaptureReader } from "../../src/signals/capture/read.ts";
import type { TraceRecord } from "../../src/signals/trace.ts";
import type { Stage } from "./stage.ts";

/** Each record after it was played; `from` is when the first one is. */
export async function* replayed(stage: Stage, file: string, from: string): AsyncGenerator<TraceRecord> {
  const text = readFileSync(new URL(`../fixtures/${file}`, import.meta.url), "utf8");
  const records = new CaptureReader().piece(text);
  const start = Date.parse(`2026-01-05T${from}Z`);
  const rooms = new Map<string, Room>();
  const peers = new Map<string, PeerId>();
  for (const record of records) {
    stage.at(start + record.time - records[0]!.time);
    if (record.type === "watch.members") {
      if (record.what !== "joined") continue;
      const client = await stage.client(record.name);
      rooms.set(record.peer, await client.join(record.room));
      peers.set(record.peer, client.welcome.peer);
    } else {
      const { kind, data, exchange, state, pair } = record;
      const room = rooms.get(record.from)!;
      const to = peers.get(record.to)!;
      if (kind === "report")
        await room.report({ to, state: state!, ...(exchange && { exchange }), ...(pair && { pair }) });
      else if (kind !== "expired") await room.signal(to, kind, data, exchange);
    }
    yield record;
  }
}
