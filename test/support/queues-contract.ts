// The part of the contract suite about queues; the rules it cites stand in docs/engine-contract.md.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Engine, queueKey } from "../../src/core/engine.ts";
import type { QueueCommand } from "../../src/core/rules/queue.ts";
import type { RoomCommand } from "../../src/core/rules/room.ts";
import type { Ticket } from "../../src/core/rules/ticket.ts";
import { DEFAULT_NAMESPACE, type QueueId } from "../../src/protocol/ids.ts";
import { times } from "../../src/protocol/limits.ts";
import type { EngineSetup } from "./engine-contract.ts";
import { RecordingSink } from "./recording-sink.ts";
import { fence, join, key, leave, look, peer, room } from "./rooms.ts";

const queue = "duel" as QueueId;
const Q = queueKey(DEFAULT_NAMESPACE, queue);
const A = key("a");

export function queuesContract(name: string, setup: () => Promise<EngineSetup>): void {
  describe(`${name}: queues`, () => {
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

    const ticket = (who: string, ms = 60_000): Ticket => {
      const since = engine.now();
      return {
        ...{ id: who, queue, where: {}, rank: null, spread: 0, widen: 0, min: 3, since },
        until: since + ms,
      };
    };
    const find = (who: string): QueueCommand => ({
      ...{ type: "find", ticket: ticket(who), members: [{ peer: peer(who), data: {} }], left: [] },
      ...{ room: room(`by-${who}`), create: { queue, capacity: 3 } },
    });
    const admit = (name: string, who: string, ms?: number): RoomCommand => ({
      ...{ type: "admit", room: room(name), create: { queue, capacity: 3 } },
      newcomers: [{ fence: fence(who), name: who, data: {}, ticket: ticket(who, ms) }],
    });
    const found = async (who: string) => (await engine.queue(Q, find(who))).found?.room;

    it("[E23] takes a queue's commands in call order", async () => {
      const rooms = await Promise.all(["ada", "bob", "cleo", "dan"].map(found));
      expect(rooms).toEqual(["by-ada", "by-ada", "by-ada", "by-dan"]);
    });

    it("[E23] refuses by code, and changes nothing", async () => {
      await engine.command(A, admit("a", "ada"));
      const party = {
        ...find("bob"),
        members: [peer("ada"), peer("bob")].map((each) => ({ peer: each, data: {} })),
      };
      const refused = engine.queue(Q, party as QueueCommand);
      await expect(refused).rejects.toMatchObject({ name: "RtError", code: "bad_request" });
      expect(await found("cleo")).toBe("a");
    });

    it("[E24] knows a room of the queue as soon as the command that changed it is answered", async () => {
      await engine.command(A, join("a", "ada", { queue, capacity: 3 }));
      expect(await found("bob")).toBe("a");
      await engine.command(A, { type: "update", by: "admin", changes: { locked: true } });
      expect(await found("cleo")).toBe("by-cleo");
      await engine.command(A, { type: "update", by: "admin", changes: { locked: false } });
      expect(await found("dan")).toBe("a");
      await engine.command(A, { type: "close", by: "admin" });
      expect(await found("eve")).toBe("by-cleo");
    });

    it("[E25] says that a queue is due while its rooms may come to fit, and not otherwise", async () => {
      await engine.command(A, admit("a", "ada"));
      world.clock.advance(2 * times.matchTick);
      await expect.poll(() => sink.queuesDue).toEqual([]);
      await engine.command(key("b"), admit("b", "bob"));
      world.clock.advance(times.matchTick);
      await expect.poll(() => sink.queuesDue).toEqual([Q]);
      expect((await engine.queue(Q, { type: "tick" })).merges).toHaveLength(1);
      world.clock.advance(times.matchTick);
      await expect.poll(() => sink.queuesDue).toEqual([Q, Q]);
      await engine.command(key("b"), leave("bob"));
      await engine.queue(Q, { type: "tick" });
      world.clock.advance(5 * times.matchTick);
      await engine.command(A, look);
      expect(sink.queuesDue).toEqual([Q, Q]);
    });

    it("[E26] tells the peer's node of a seat, and answers what that says", async () => {
      await engine.command(A, join("a", "ada"));
      sink.absent.add(peer("bob"));
      const by = { type: "match.moved", room: room("b") } as const;
      expect(await engine.seated(fence("ada"), A, by)).toBe(true);
      expect(await engine.seated(fence("bob"), A, by)).toBe(false);
      expect(sink.seatedThere).toEqual([`ada match.moved b → ${A}`]);
    });

    it("[E5] [E27] announces what is for one member to that one only, before what ends its seat", async () => {
      await engine.attach(A);
      await engine.command(A, admit("a", "ada", 1_000));
      await engine.command(A, admit("a", "bob"));
      world.clock.advance(1_000);
      await expect.poll(() => sink.types(A)).toContain("member.left");
      const told = sink.of(A).filter(({ event }) => /none|left/.test(event.type));
      expect(told.map(({ event, only, leaves, kind }) => [event.type, only, leaves, kind])).toEqual([
        ["match.none", ["ada"], [], "commit"],
        ["member.left", null, ["ada"], "commit"],
      ]);
      expect((await engine.command(A, look)).result.members.map((each) => each.peer)).toEqual(["bob"]);
    });

    it("[E28] answers with the seats where a command asks for them", async () => {
      await engine.command(A, admit("a", "ada"));
      const { result } = await engine.command(A, { type: "gather", fence: fence("ada") });
      expect(result.seats).toMatchObject([{ ...fence("ada"), seat: 1, ticket: { id: "ada" } }]);
      expect((await engine.command(A, look)).result.seats).toBeUndefined();
      const frozen = await engine.command(A, { type: "freeze", merge: "m" });
      expect(frozen.result.seats).toHaveLength(1);
      const gone = await engine.command(A, { type: "disband", moved: [peer("ada")] });
      expect(gone.result.seats?.map((seat) => seat.peer)).toEqual(["ada"]);
      await expect(engine.command(A, look)).rejects.toMatchObject({ code: "not_found" });
    });
  });
}
