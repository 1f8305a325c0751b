// The contract of engines about changes of rooms, for those who watch a namespace's lobby: see docs/engine-contract.md.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Engine, type RoomChange, roomKey, roomsTap } from "../../src/core/engine.ts";
import { DEFAULT_NAMESPACE, type Namespace } from "../../src/protocol/ids.ts";
import { times } from "../../src/protocol/limits.ts";
import type { RoomView } from "../../src/protocol/shapes.ts";
import type { EngineSetup } from "./engine-contract.ts";
import { RecordingSink } from "./recording-sink.ts";
import { fence, join, key, leave, look, room } from "./rooms.ts";

export function lobbyContract(name: string, setup: () => Promise<EngineSetup>): void {
  describe(`changes of rooms: ${name}`, () => {
    const TAP = roomsTap(DEFAULT_NAMESPACE);
    const A = key("a");
    let world: EngineSetup;
    let engine: Engine;
    let sink: RecordingSink;

    beforeEach(async () => {
      world = await setup();
      engine = await world.open();
      sink = new RecordingSink();
      await engine.start(sink);
    });

    afterEach(async () => {
      await engine.close();
      await world.clean?.();
    });

    const close = (name: string) => engine.command(key(name), { type: "close", by: "admin" });
    const list = () => engine.list({ namespace: DEFAULT_NAMESPACE, limit: 100, all: true });
    const of = (name: string): RoomChange[] => sink.changes.filter(({ room }) => room === key(name));
    const come = (count: number) =>
      expect.poll(() => sink.changes.length, { interval: 1 }).toBeGreaterThanOrEqual(count);

    it("[E26] tells each change once, in the order of versions, with what it changed from", async () => {
      await engine.attach(TAP);
      await Promise.all([
        engine.command(A, join("a", "ada", { capacity: 2, visibility: "private" })),
        engine.command(A, join("a", "bob")),
        engine.command(key("b"), { type: "create", room: room("b"), by: null, options: {} }),
        engine.command(A, look),
        engine.command(A, join("a", "bob")),
        engine.command(A, leave("ada")),
        close("a"),
      ]);
      await come(5);
      expect(of("a").map(({ version, after }) => [version, after?.members ?? null, after?.status])).toEqual([
        [1, 1, "waiting"],
        [2, 2, "active"],
        [3, 1, "active"],
        [4, null, undefined],
      ]);
      expect(of("a").map(({ before }) => before)).toEqual([
        null,
        ...of("a").flatMap(({ after }) => after ?? []),
      ]);
      expect(of("b")).toMatchObject([{ before: null, after: { room: "b", members: 0 }, version: 1 }]);
      expect(sink.changes).toHaveLength(5);
    });

    it("[E26] tells of rooms that go by themselves, and nothing that was refused", async () => {
      await engine.attach(TAP);
      await engine.command(A, join("a", "ada", { capacity: 1 }));
      await expect(engine.command(A, join("a", "bob"))).rejects.toMatchObject({ code: "room_full" });
      await engine.command(A, leave("ada"));
      world.clock.advance(times.emptyAfterLeave);
      await come(3);
      expect(of("a").map(({ after }) => after?.members)).toEqual([1, 0, undefined]);
    });

    it("[E26] leaves no change out between a list and what is announced", async () => {
      const names = Array.from({ length: 8 }, (_, i) => `r${i}`);
      const busy = (async () => {
        for (let turn = 0; turn < 12; turn++) {
          const who = `p${turn}`;
          await Promise.all(names.map((name) => engine.command(key(name), join(name, who))));
          if (turn % 3 === 2) await Promise.all(names.map((name, i) => (i % 2 ? close(name) : null)));
        }
      })();
      await engine.attach(TAP);
      const { rooms } = await list();
      await busy;
      const end = await list();
      const known = new Map<string, RoomView | null>(rooms.map((view) => [view.room, view]));
      const settled = () => {
        for (const { room, after, version } of sink.changes.splice(0)) {
          const name = room.split("/")[1]!;
          if (version > (known.get(name)?.version ?? 0)) known.set(name, after);
        }
        return [...known.values()].filter((view) => view !== null).sort((a, b) => (a.room < b.room ? -1 : 1));
      };
      await expect.poll(settled, { interval: 1 }).toEqual(end.rooms);
    });

    it("[E7] counts on where a room is made again while its namespace is watched", async () => {
      await engine.attach(TAP);
      for (const who of ["ada", "bob"]) await engine.command(A, join("a", who));
      await close("a");
      const again = await engine.command(A, join("a", "cleo"));
      await come(4);
      const versions = of("a").map(({ version }) => version);
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
      expect(again.result.view.version).toBeGreaterThan(versions[2]!);
    });

    it("[E26] [E15] tells only of the namespace that is attached to, as long as it is", async () => {
      const other = "other" as Namespace;
      await engine.command(A, join("a", "ada"));
      await engine.attach(TAP);
      await engine.attach(TAP);
      engine.detach(TAP);
      await engine.command(roomKey(other, room("a")), join("a", "ada"));
      await engine.command(A, join("a", "bob"));
      await come(1);
      engine.detach(TAP);
      await engine.command(A, { type: "kick", peer: fence("bob").peer, by: "admin" });
      await engine.attach(roomsTap(other));
      await engine.command(roomKey(other, room("a")), join("a", "bob"));
      await come(2);
      expect(sink.changes.map(({ room, after }) => [room, after?.members])).toEqual([
        [A, 2],
        [roomKey(other, room("a")), 2],
      ]);
    });
  });
}
