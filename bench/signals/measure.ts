// Negotiations through the tracker and through the relay, with the processor's time of each.
import { type RoomKey, roomKey } from "../../src/core/engine.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import { encodeSignal } from "../../src/protocol/codec.ts";
import type { Namespace, NodeId, PeerId, RoomId } from "../../src/protocol/ids.ts";
import { systemClock, systemRandom } from "../../src/server/system.ts";
import { guardSignal } from "../../src/signals/guard.ts";
import { type Seen, Tracker } from "../../src/signals/tracker.ts";
import { negotiation } from "./negotiation.ts";

const roomOf = (number: number) => `call${number}` as RoomId;
const keyOf = (number: number): RoomKey => roomKey("default" as Namespace, roomOf(number));
const fenceOf = (peer: string) => ({ peer: peer as PeerId, gen: 1, node: "n1" as NodeId });

const cpuMicros = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

export interface Round {
  /** Microseconds each, of the processor and by the clock. */
  candidate: { cpu: number; wall: number };
  kilobyte: { cpu: number; wall: number };
  findings: string[];
}

/** Each kind by itself, so that a clock of whole microseconds is good enough for it. */
export function trackRound(count: number, first: number): Round {
  const tracker = new Tracker();
  let seq = 0;
  const runs = Array.from({ length: count }, (_, at) => ({
    steps: stepsOf(negotiation(first + at, keyOf(at)).map((each) => ({ ...each, seq: ++seq }))),
  }));
  const spent = { candidate: { cpu: 0, wall: 0 }, description: { cpu: 0, wall: 0 } };
  let [candidates, bytes] = [0, 0];
  // All negotiations of the round take their first step, then their second: as on a server with many.
  for (let step = 0; step < runs[0]!.steps.length; step++) {
    const batch = runs.flatMap(({ steps }) => steps[step]!);
    const { kind } = batch[0]!;
    const [wall, cpu] = [performance.now(), cpuMicros()];
    for (const seen of batch) tracker.take(seen);
    if (kind === "report") continue;
    const of = kind === "candidate" ? spent.candidate : spent.description;
    of.cpu += cpuMicros() - cpu;
    of.wall += (performance.now() - wall) * 1_000;
    if (kind === "candidate") candidates += batch.length;
    else bytes += batch.reduce((sum, { data }) => sum + (data as { sdp: string }).sdp.length, 0);
  }
  const per = ({ cpu, wall }: { cpu: number; wall: number }, units: number) => ({
    cpu: cpu / units,
    wall: wall / units,
  });
  const findings = [...tracker.exchanges.values()].flatMap(({ ledger }) =>
    ledger.all.map(({ trigger, strength }) => `${trigger} (${strength})`),
  );
  return {
    candidate: per(spent.candidate, candidates),
    kilobyte: per(spent.description, bytes / 1_000),
    findings: [...new Set(findings)],
  };
}

/** Neighbours of one kind in one step. */
function stepsOf(signals: Seen[]): Seen[][] {
  const steps: Seen[][] = [];
  for (const signal of signals) {
    const last = steps.at(-1);
    if (last?.[0]?.kind === signal.kind) last.push(signal);
    else steps.push([signal]);
  }
  return steps;
}

/** What the server does for the same signals without a tracker: checked, encoded, and given to the peer's connection. */
export async function relayRound(count: number, first: number): Promise<Round> {
  const engine = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock: systemClock,
    random: systemRandom,
    store: createMemoryStore(),
  });
  const yes = () => true;
  const none = () => {};
  await engine.start({
    ...{ deliver: none, direct: yes, seated: yes, member: none },
    ...{ due: none, changed: none, broken: none },
  });
  const runs = Array.from({ length: count }, (_, at) => negotiation(first + at, keyOf(at)));
  for (const [at, run] of runs.entries())
    for (const peer of new Set(run.map(({ from }) => from)))
      await engine.command(keyOf(at), {
        ...{ type: "join", room: roomOf(at), fence: fenceOf(peer), name: peer, data: {}, create: {} },
      });
  const signals = runs.flat();
  const spent = { candidate: { cpu: 0, wall: 0 }, description: { cpu: 0, wall: 0 } };
  let [candidates, bytes] = [0, 0];
  for (const kinds of [["offer", "answer"], ["candidate"]]) {
    const batch = signals.filter(({ kind }) => kinds.includes(kind));
    const of = kinds.length === 1 ? spent.candidate : spent.description;
    const [wall, cpu] = [performance.now(), cpuMicros()];
    for (const { room, from, to, kind, data, exchange } of batch) {
      const checked = guardSignal(kind as "offer", data as never);
      const head = { type: "signal", room: roomOf(0), from: from as PeerId, exchange } as const;
      const { frame, bytes: size } = encodeSignal({ ...head, kind: kind as "offer", data: checked });
      await engine.signal(room as RoomKey, fenceOf(from), to as PeerId, {
        ...{ frame, bytes: size, settled: none, expired: () => frame },
      });
      if (kind === "candidate") candidates++;
      else bytes += size;
    }
    of.cpu += cpuMicros() - cpu;
    of.wall += (performance.now() - wall) * 1_000;
  }
  await engine.close();
  return {
    candidate: { cpu: spent.candidate.cpu / candidates, wall: spent.candidate.wall / candidates },
    kilobyte: {
      cpu: spent.description.cpu / (bytes / 1_000),
      wall: spent.description.wall / (bytes / 1_000),
    },
    findings: [],
  };
}
