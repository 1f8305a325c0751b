// The contract suite that every engine must pass; the rules it cites stand in docs/engine-contract.md.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Engine, type Publication, roomKey, signalsTap } from "../../src/core/engine.ts";
import { DEFAULT_NAMESPACE, type Namespace } from "../../src/protocol/ids.ts";
import { limits, times } from "../../src/protocol/limits.ts";
import type { FakeClock } from "./fake-clock.ts";
import { RecordingSink } from "./recording-sink.ts";
import { fence, join, key, leave, look, message, peer, room, signalOf } from "./rooms.ts";

/** One engine under test, and how to start it again over what it left behind. */
export interface EngineSetup {
  clock: FakeClock;
  open(): Promise<Engine>;
  clean?(): Promise<void>;
}

export function engineContract(name: string, setup: () => Promise<EngineSetup>): void {
  describe(name, () => {
    let world: EngineSetup;
    let engine: Engine;
    let sink: RecordingSink;
    let markers = 0;
    const A = key("a");

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

    const restart = async (): Promise<void> => {
      await engine.close();
      engine = await world.open();
      sink = new RecordingSink();
      await engine.start(sink);
    };

    /** Everything that the room has announced so far has come: frames of one stream keep their order. */
    const quiet = async (name = "a"): Promise<void> => {
      const marker = `marker ${markers++}`;
      await engine.publish(key(name), message(name, "", { keep: false }, marker));
      await expect.poll(() => sink.passed(key(name), marker), { interval: 1 }).toBe(true);
    };

    const refusal = (code: string) => expect.objectContaining({ name: "RtError", code });

    describe("records", () => {
      it("[E1] takes commands in call order and counts each change", async () => {
        const answers = await Promise.all([
          engine.command(A, join("a", "ada", { capacity: 3 })),
          engine.command(A, join("a", "bob")),
          engine.command(A, look),
          engine.command(A, leave("ada")),
          engine.command(A, join("a", "cleo")),
        ]);
        expect(answers.map(({ result }) => result.view.version)).toEqual([1, 2, 2, 3, 4]);
        expect(answers.map(({ at }) => at.version)).toEqual([1, 2, 2, 3, 4]);
        expect(
          answers.map(({ result }) => result.members.map((each) => `${each.seat} ${each.peer}`)),
        ).toEqual([["1 ada"], ["1 ada", "2 bob"], ["1 ada", "2 bob"], ["2 bob"], ["2 bob", "3 cleo"]]);
        expect(answers[4]!.result.view.host).toBe("bob");
      });

      it("[E1] never seats more than the capacity, however many come at once", async () => {
        const answers = await Promise.allSettled(
          Array.from({ length: 40 }, (_, i) => engine.command(A, join("a", `p${i}`, { capacity: 4 }))),
        );
        expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
        expect((await engine.command(A, look)).result.view).toMatchObject({ members: 4, status: "active" });
      });

      it("[E2] refuses by code, changes nothing and announces nothing", async () => {
        await engine.attach(A);
        await expect(engine.command(A, look)).rejects.toEqual(refusal("not_found"));
        await expect(engine.command(A, join("a", "ada", false))).rejects.toEqual(refusal("not_found"));
        await engine.command(A, join("a", "ada", { capacity: 1 }));
        const before = await engine.command(A, look);
        await quiet();
        const seen = sink.delivered.length;
        await expect(engine.command(A, join("a", "bob"))).rejects.toEqual(refusal("room_full"));
        await expect(engine.command(A, leave("bob"))).rejects.toEqual(refusal("not_joined"));
        await expect(engine.command(A, { type: "close", by: fence("bob") })).rejects.toEqual(
          refusal("forbidden"),
        );
        await expect(
          engine.command(A, { type: "create", room: room("a"), by: null, options: {} }),
        ).rejects.toEqual(refusal("already_exists"));
        expect(await engine.command(A, look)).toEqual(before);
        await quiet();
        expect(sink.delivered).toHaveLength(seen);
      });

      it("[E3] refuses a room over the limit, and takes it when one has gone", async () => {
        const create = (i: number) =>
          engine.command(key(`r${i}`), { type: "create", room: room(`r${i}`), by: null, options: {} });
        await Promise.all(Array.from({ length: limits.rooms }, (_, i) => create(i)));
        await expect(create(limits.rooms)).rejects.toEqual(refusal("too_many_rooms"));
        await expect(engine.command(A, join("a", "ada"))).rejects.toEqual(refusal("too_many_rooms"));
        await engine.command(key("r7"), { type: "close", by: "admin" });
        expect((await engine.command(A, join("a", "ada"))).result.view.members).toBe(1);
      });

      it("[E4] lets a room go that nobody came to, or came back to", async () => {
        await engine.attach(A);
        await engine.command(A, { type: "create", room: room("a"), by: null, options: {} });
        world.clock.advance(times.emptyNeverJoined - 1);
        await engine.command(A, join("a", "ada"));
        world.clock.advance(10 * times.emptyNeverJoined);
        await engine.command(A, leave("ada"));
        world.clock.advance(times.emptyAfterLeave - 1);
        expect((await engine.command(A, look)).result.view.members).toBe(0);
        world.clock.advance(1);
        await expect(engine.command(A, look)).rejects.toEqual(refusal("not_found"));
        await expect.poll(() => sink.types(A).at(-1)).toBe("room.closed");
        expect(sink.of(A).at(-1)!.event).toMatchObject({ reason: "empty" });
        expect(await engine.census()).toEqual({ rooms: { waiting: 0, active: 0, finished: 0 }, seats: 0 });
      });

      it("[E4] lets a room go at the time that it asked for, and at once", async () => {
        await engine.command(A, join("a", "ada", { emptyTtl: 100_000 }));
        await engine.command(A, leave("ada"));
        world.clock.advance(99_999);
        expect((await engine.command(A, look)).result.view.members).toBe(0);
        await engine.command(A, { type: "update", by: "admin", changes: { emptyTtl: 0 } });
        world.clock.advance(1);
        await expect(engine.command(A, look)).rejects.toEqual(refusal("not_found"));
      });

      it("[E5] announces each event as a commit of its version, with the seats that end", async () => {
        await engine.attach(A);
        await engine.command(A, join("a", "ada", { capacity: 2 }));
        await engine.command(A, join("a", "bob"));
        await engine.command(A, leave("ada"));
        await engine.command(A, join("a", "cleo"));
        await engine.command(A, { type: "close", by: "admin" });
        await expect.poll(() => sink.types(A).at(-1), { interval: 1 }).toBe("room.closed");
        expect(
          sink.of(A).map(({ kind, at, leaves, event }) => [kind, at.version, event.type, leaves]),
        ).toEqual([
          ["commit", 1, "member.joined", []],
          ["commit", 2, "member.joined", []],
          ["commit", 2, "room.started", []],
          ["commit", 3, "member.left", ["ada"]],
          ["commit", 3, "host.changed", []],
          ["commit", 4, "member.joined", []],
          ["commit", 5, "room.closed", ["bob", "cleo"]],
        ]);
      });

      it("[E6] cuts the stream for a join: all that is up to it comes before all that is after", async () => {
        await engine.attach(A);
        await engine.command(A, join("a", "ada"));
        const cuts = await Promise.all(
          Array.from({ length: 12 }, async (_, i) => {
            const kept = [1, 2].map((n) => engine.publish(A, message("a", `${i}.${n}`)));
            const { at } = await engine.command(A, join("a", `p${i}`));
            await Promise.all(kept);
            return at;
          }),
        );
        await quiet();
        for (const { version, position } of cuts) {
          const offset = position?.offset ?? 0;
          const upTo = sink.of(A).map(({ kind, at }) => {
            return kind === "commit" ? at.version <= version : (at.position?.offset ?? 0) <= offset;
          });
          const cut = upTo.lastIndexOf(true) + 1;
          expect(upTo.slice(0, cut)).not.toContain(false);
          const kinds = sink.of(A).map(({ kind }) => kind);
          expect(kinds.slice(0, cut).filter((kind) => kind === "kept")).toHaveLength(offset);
          expect(kinds.slice(0, cut).filter((kind) => kind === "commit")).toHaveLength(version);
        }
        expect(cuts.map(({ position }) => position?.offset)).toEqual(cuts.map((_, i) => 2 * (i + 1)));
      });

      it("[E7] goes on counting versions where a room is made again while somebody listens", async () => {
        await engine.attach(A);
        await engine.command(A, join("a", "ada"));
        await engine.command(A, join("a", "bob"));
        await engine.command(A, { type: "close", by: "admin" });
        const again = await engine.command(A, join("a", "cleo"));
        expect(again.at.version).toBe(4);
        expect(again.result.view).toMatchObject({ version: 4, members: 1, host: "cleo" });
        await quiet();
        expect(sink.of(A).map(({ at }) => at.version)).toEqual([1, 2, 3, 4]);
      });
    });

    describe("streams", () => {
      beforeEach(async () => {
        await engine.attach(A);
        await engine.command(A, join("a", "ada"));
        await engine.command(A, join("a", "bob"));
      });

      const publish = (text: string, more: Partial<Publication> = {}) =>
        engine.publish(A, message("a", text, { from: fence("ada"), ...more }));
      const texts = () =>
        sink
          .of(A)
          .flatMap(({ event }) => (event.type === "message" ? (event.data as { text: string }).text : []));

      it("[E8] gives kept publications dense offsets in call order, announced once", async () => {
        const all = await Promise.all(Array.from({ length: 100 }, (_, i) => publish(`m${i}`)));
        await quiet();
        expect(all.map(({ position }) => position?.offset)).toEqual(all.map((_, i) => i + 1));
        expect(texts()).toEqual(all.map((_, i) => `m${i}`));
        const kept = sink.of(A).filter(({ kind }) => kind === "kept");
        expect(kept.map(({ at }) => at.position)).toEqual(all.map(({ position }) => position));
        expect(sink.offsets(A)).toEqual(all.map((_, i) => i + 1));
        expect(new Set(all.map(({ position }) => position!.epoch)).size).toBe(1);
        expect(new Set(all.map(({ position }) => position!.tag)).size).toBe(100);
        expect(all.some(({ duplicate }) => duplicate)).toBe(false);
      });

      it("[E8] goes on with the offsets after a restart, in the same epoch", async () => {
        const first = await publish("one");
        await restart();
        await engine.attach(A);
        const { at } = await engine.command(A, join("a", "ada"));
        expect(at.position).toEqual(first.position);
        const second = await publish("two");
        expect(second.position).toMatchObject({ epoch: first.position!.epoch, offset: 2 });
      });

      it("[E9] [E11] keeps the order between what is kept and what passes", async () => {
        const sent = ["kept 1", "passes 1", "kept 2", "passes 2", "passes 3", "kept 3"];
        await Promise.all(sent.map((text) => publish(text, { keep: text.startsWith("kept") })));
        await quiet();
        expect(texts()).toEqual(sent);
        expect(sink.offsets(A)).toEqual([1, null, 2, null, null, 3]);
        const messages = sink.of(A).filter(({ kind }) => kind !== "commit");
        expect(messages.map(({ at }) => at.position?.offset)).toEqual([1, 1, 2, 2, 2, 3]);
        expect(messages.map(({ at }) => at.version)).toEqual([2, 2, 2, 2, 2, 2]);
      });

      it("[E11] keeps by the room's option, and never what is for some only", async () => {
        const positions = async (name: string, history: "chat" | "all" | "none") => {
          await engine.command(key(name), join(name, "ada", { history }));
          const send = async (more: Partial<Publication>) =>
            (await engine.publish(key(name), message(name, "x", more))).position !== null;
          return [
            await send({}),
            await send({ chat: false }),
            await send({ chat: false, keep: true }),
            await send({ keep: false }),
            await send({ keep: true, only: [peer("ada")] }),
          ];
        };
        expect(await positions("chats", "chat")).toEqual([true, false, true, false, false]);
        expect(await positions("all", "all")).toEqual([true, true, true, false, false]);
        expect(await positions("none", "none")).toEqual([false, false, false, false, false]);
      });

      it("[E11] says who gets it", async () => {
        await publish("everyone");
        await publish("not the sender", { echo: false });
        await publish("bob", { only: [peer("bob")], echo: false });
        await engine.publish(A, message("a", "from outside", { echo: false }));
        await quiet();
        const messages = sink.of(A).filter(({ kind }) => kind !== "commit");
        expect(messages.map(({ only, skip }) => [only, skip])).toEqual([
          [null, null],
          [null, "ada"],
          [["bob"], "ada"],
          [null, null],
        ]);
      });

      it("[E12] takes publications from the seat's own fence only", async () => {
        await expect(publish("x", { from: fence("eve") })).rejects.toEqual(refusal("not_joined"));
        await expect(publish("x", { from: fence("ada", 2) })).rejects.toEqual(refusal("not_joined"));
        await engine.command(A, leave("ada"));
        await expect(publish("x")).rejects.toEqual(refusal("not_joined"));
        await expect(engine.publish(key("nowhere"), message("nowhere", "x"))).rejects.toEqual(
          refusal("not_found"),
        );
        await expect(
          engine.publish(key("nowhere"), message("nowhere", "x", { from: fence("ada") })),
        ).rejects.toEqual(refusal("not_joined"));
        await quiet();
        expect(texts()).toEqual([]);
        expect((await publish("y", { from: fence("bob") })).position?.offset).toBe(1);
      });

      it("[E12] [E14] lets spectators chat, and no more", async () => {
        const B = key("b");
        await engine.command(B, join("b", "ada", { spectators: 1 }));
        await engine.command(B, { ...join("b", "eve"), spectate: true });
        const say = (who: string, chat: boolean) =>
          engine.publish(B, message("b", "x", { from: fence(who), chat }));
        expect((await say("eve", true)).position?.offset).toBe(1);
        await expect(say("eve", false)).rejects.toEqual(refusal("forbidden"));
        expect((await say("ada", false)).duplicate).toBe(false);
        const frame = signalOf("{}");
        const [ada, eve] = [peer("ada"), peer("eve")];
        await expect(engine.signal(B, fence("eve"), ada, frame)).rejects.toEqual(refusal("forbidden"));
        await expect(engine.signal(B, fence("ada"), eve, frame)).rejects.toEqual(refusal("forbidden"));
        await expect(engine.signal(B, fence("fay"), eve, frame)).rejects.toEqual(refusal("not_joined"));
      });

      it("[E13] sends what has the same key once", async () => {
        const both = await Promise.all([
          publish("once", { key: "key-0001" }),
          publish("once", { key: "key-0001" }),
          publish("passes once", { keep: false, key: "key-0002" }),
          publish("passes once", { keep: false, key: "key-0002" }),
        ]);
        const later = await publish("once", { key: "key-0001" });
        await quiet();
        expect(both.map(({ duplicate }) => duplicate)).toEqual([false, true, false, true]);
        expect(later).toEqual({ position: both[0]!.position, duplicate: true });
        expect(both[1]!.position).toEqual(both[0]!.position);
        expect(both[3]!.position).toBeNull();
        expect(texts()).toEqual(["once", "passes once"]);
        await engine.command(key("b"), join("b", "ada"));
        const elsewhere = await engine.publish(key("b"), message("b", "once", { key: "key-0001" }));
        expect(elsewhere.duplicate).toBe(false);
      });

      it("[E13] forgets a key after five minutes, and not before, a restart between or not", async () => {
        const first = await publish("once", { key: "key-0001" });
        await restart();
        await engine.attach(A);
        await engine.command(A, join("a", "ada"));
        world.clock.advance(times.idempotency - 1);
        expect(await publish("once", { key: "key-0001" })).toEqual({ ...first, duplicate: true });
        world.clock.advance(1);
        expect(await publish("once", { key: "key-0001" })).toMatchObject({ duplicate: false });
        await quiet();
        expect(sink.offsets(A)).toEqual([2]);
      });

      it("[E14] brings a signal to its peer in order with the room's frames", async () => {
        const text = '{"type":"signal"}';
        const calls = [
          publish("before"),
          engine.signal(A, fence("ada"), peer("bob"), signalOf(text)),
          engine.command(A, join("a", "cleo")),
          engine.signal(A, fence("ada"), peer("cleo"), signalOf(text)),
          publish("after"),
        ];
        await Promise.all(calls);
        await quiet();
        expect(await calls[1]).toBe("delivered");
        expect(sink.order.slice(2)).toEqual([
          "chat",
          `bob: ${text}`,
          "member.joined",
          `cleo: ${text}`,
          "chat",
        ]);
      });

      it("[E14] says when a signal finds nobody, or comes from nobody", async () => {
        const frame = signalOf("{}");
        expect(await engine.signal(A, fence("ada"), peer("eve"), frame)).toBe("no_such_peer");
        await expect(engine.signal(A, fence("eve"), peer("ada"), frame)).rejects.toEqual(
          refusal("not_joined"),
        );
        await expect(engine.signal(A, fence("ada", 2), peer("bob"), frame)).rejects.toEqual(
          refusal("not_joined"),
        );
        await expect(engine.signal(key("b"), fence("ada"), peer("bob"), frame)).rejects.toEqual(
          refusal("not_joined"),
        );
      });

      it("[E14] keeps signals for who is lost, hands them over on its return, in order, and before what comes later", async () => {
        const say = (text: string, from = "ada") =>
          engine.signal(A, fence(from), peer("bob"), signalOf(text));
        sink.absent.add(peer("bob"));
        expect(await say("1")).toBe("queued");
        await engine.command(A, { type: "hold", fence: fence("bob") });
        expect(await say("2")).toBe("queued");
        sink.absent.delete(peer("bob"));
        const returned = engine.command(A, { type: "return", fence: fence("bob", 2) });
        expect(await say("3")).toBe("delivered");
        await returned;
        await quiet();
        expect(sink.order.slice(2)).toEqual(["member.held", "member.returned", "bob: 1", "bob: 2", "bob: 3"]);
      });

      it("[E14] gives signals back that were never collected", async () => {
        sink.absent.add(peer("bob"));
        for (const text of ["1", "2"]) await engine.signal(A, fence("ada"), peer("bob"), signalOf(text));
        await engine.command(A, { type: "leave", fence: fence("bob"), reason: "lost" });
        await quiet();
        expect(sink.order.slice(2)).toEqual(["member.left", "ada: expired 1", "ada: expired 2"]);
      });

      it("[E14] keeps so many signals for one peer, and so many bytes", async () => {
        sink.absent.add(peer("bob"));
        const say = (bytes: number) =>
          engine.signal(A, fence("ada"), peer("bob"), { ...signalOf("{}"), bytes });
        const full = expect.objectContaining({ code: "unavailable" });
        expect(await say(limits.queuedSignalBytes)).toBe("queued");
        await expect(say(1)).rejects.toEqual(full);
        for (let i = 1; i < limits.queuedSignals; i++) expect(await say(0)).toBe("queued");
        await expect(say(0)).rejects.toEqual(full);
      });

      it("[E15] delivers attached streams only, and counts", async () => {
        const B = key("b");
        await engine.command(B, join("b", "ada"));
        await engine.attach(B);
        await engine.attach(B);
        engine.detach(B);
        await engine.command(B, join("b", "bob"));
        await quiet("b");
        engine.detach(B);
        await engine.command(B, join("b", "cleo"));
        await quiet();
        expect(sink.of(B).map(({ event }) => event)).toEqual([
          expect.objectContaining({
            type: "member.joined",
            member: expect.objectContaining({ peer: "bob" }),
          }),
        ]);
      });

      it("[E15] passes what is published to a tap to those who watch", async () => {
        const tap = signalsTap();
        expect(engine.watched(tap)).toBe(false);
        await engine.publish(tap, message("a", "unseen"));
        await engine.attach(tap);
        expect(engine.watched(tap)).toBe(true);
        await engine.publish(tap, message("a", "seen"));
        await expect.poll(() => sink.of(tap).length).toBe(1);
        expect(sink.of(tap)[0]).toMatchObject({ kind: "passing", event: { data: { text: "seen" } } });
        engine.detach(tap);
        expect(engine.watched(tap)).toBe(false);
      });
    });

    describe("reading", () => {
      const offsets = async (name: string, range: { since?: number; before?: number; limit: number }) => {
        const { messages, more } = await engine.read(key(name), range);
        return [...messages.map(({ offset }) => offset), more];
      };

      it("[E16] pages forward and backward, ascending either way", async () => {
        await engine.command(A, join("a", "ada"));
        const sent = Promise.all(
          Array.from({ length: 7 }, (_, i) => engine.publish(A, message("a", `m${i + 1}`))),
        );
        // Called for before the answers are there: reading waits its turn.
        const newest = await engine.read(A, { limit: 3 });
        const last = (await sent).at(-1)!.position;
        expect(newest.messages.map(({ offset, data }) => [offset, data])).toEqual([
          [5, { text: "m5" }],
          [6, { text: "m6" }],
          [7, { text: "m7" }],
        ]);
        expect(newest).toMatchObject({ position: last, more: true });
        expect(await offsets("a", { limit: 7 })).toEqual([1, 2, 3, 4, 5, 6, 7, false]);
        expect(await offsets("a", { before: 5, limit: 2 })).toEqual([3, 4, true]);
        expect(await offsets("a", { before: 3, limit: 2 })).toEqual([1, 2, false]);
        expect(await offsets("a", { before: 1, limit: 2 })).toEqual([false]);
        expect(await offsets("a", { before: 99, limit: 2 })).toEqual([6, 7, true]);
        expect(await offsets("a", { since: 0, limit: 2 })).toEqual([1, 2, true]);
        expect(await offsets("a", { since: 5, limit: 2 })).toEqual([6, 7, false]);
        expect(await offsets("a", { since: 7, limit: 2 })).toEqual([false]);
        expect(await offsets("a", { since: 99, limit: 2 })).toEqual([false]);
        expect(await offsets("a", { since: 2, before: 6, limit: 2 })).toEqual([4, 5, true]);
      });

      it("[E16] keeps the history by the room's name, without the room, over a restart", async () => {
        await engine.command(A, join("a", "ada"));
        await engine.publish(A, message("a", "one"));
        await engine.command(A, { type: "close", by: "admin" });
        const before = await engine.read(A, { limit: 9 });
        await restart();
        expect(await engine.read(A, { limit: 9 })).toEqual(before);
        expect(before.messages).toMatchObject([
          { type: "message", offset: 1, room: "a", data: { text: "one" } },
        ]);
        expect(await engine.read(key("never"), { limit: 9 })).toEqual({
          messages: [],
          position: null,
          more: false,
        });
        await engine.command(A, join("a", "bob"));
        expect((await engine.publish(A, message("a", "two"))).position?.offset).toBe(2);
      });

      it("[E17] reads no more than is kept: by number", async () => {
        await engine.command(A, join("a", "ada"));
        const most = limits.historyMessages;
        await Promise.all(Array.from({ length: most + 130 }, () => engine.publish(A, message("a", "x"))));
        expect(await offsets("a", { since: 0, limit: 2 })).toEqual([131, 132, true]);
        expect(await offsets("a", { before: 132, limit: 2 })).toEqual([131, false]);
      });

      it("[E17] reads no more than is kept: by age", async () => {
        await engine.command(A, join("a", "ada"));
        await engine.publish(A, message("a", "old"));
        await engine.publish(A, message("a", "old"));
        world.clock.advance(limits.historyMs - 10);
        await engine.publish(A, message("a", "young"));
        expect(await offsets("a", { limit: 1 })).toEqual([3, true]);
        world.clock.advance(11);
        expect(await offsets("a", { limit: 1 })).toEqual([3, false]);
        expect(await offsets("a", { since: 0, limit: 1 })).toEqual([3, false]);
        world.clock.advance(limits.historyMs);
        expect(await engine.read(A, { limit: 9 })).toMatchObject({ messages: [], position: { offset: 3 } });
        expect((await engine.publish(A, message("a", "new"))).position?.offset).toBe(4);
      });

      it("[E18] lists rooms by name, in pages, per namespace", async () => {
        const other = "other" as Namespace;
        await Promise.all([
          ...["delta", "alpha", "charlie", "bravo", "Zulu"].map((name) =>
            engine.command(key(name), join(name, "ada")),
          ),
          engine.command(key("hidden"), join("hidden", "ada", { visibility: "unlisted" })),
          engine.command(key("closed"), join("closed", "ada", { visibility: "private" })),
          engine.command(roomKey(other, room("else")), join("else", "ada")),
        ]);
        const names = async (all: boolean, limit: number, namespace = DEFAULT_NAMESPACE) => {
          const found: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await engine.list({ namespace, limit, all, ...(cursor && { cursor }) });
            expect(page.rooms.length).toBeLessThanOrEqual(limit);
            found.push(...page.rooms.map((view) => view.room), `of ${page.total}`);
            cursor = page.next;
          } while (cursor);
          return found;
        };
        await expect
          .poll(() => names(false, 2))
          .toEqual(["Zulu", "alpha", "of 5", "bravo", "charlie", "of 5", "delta", "of 5"]);
        expect(await names(true, 100)).toEqual([
          "Zulu",
          "alpha",
          "bravo",
          "charlie",
          "closed",
          "delta",
          "hidden",
          "of 7",
        ]);
        expect(await names(true, 100, other)).toEqual(["else", "of 1"]);
        expect(await names(true, 100, "none" as Namespace)).toEqual(["of 0"]);
      });

      it("[E18] goes on with a listing whose last room has gone", async () => {
        for (const name of ["r1", "r2", "r3"]) await engine.command(key(name), join(name, "ada"));
        const { next } = await engine.list({ namespace: DEFAULT_NAMESPACE, limit: 1, all: false });
        await engine.command(key("r1"), { type: "close", by: "admin" });
        const query = { namespace: DEFAULT_NAMESPACE, limit: 1, all: false, cursor: next! };
        await expect.poll(async () => (await engine.list(query)).total).toBe(2);
        expect((await engine.list(query)).rooms.map((view) => view.room)).toEqual(["r2"]);
      });

      it("[E18] counts rooms by status and the seats", async () => {
        await engine.command(A, join("a", "ada", { capacity: 2 }));
        await engine.command(A, join("a", "bob"));
        await engine.command(key("b"), join("b", "ada"));
        await engine.command(key("c"), join("c", "ada", { capacity: 1 }));
        await engine.command(key("c"), { type: "finish", by: fence("ada") });
        await expect
          .poll(() => engine.census())
          .toEqual({ rooms: { waiting: 1, active: 1, finished: 1 }, seats: 4 });
        await engine.command(A, { type: "close", by: "admin" });
        await engine.command(key("b"), leave("ada"));
        await expect
          .poll(() => engine.census())
          .toEqual({ rooms: { waiting: 1, active: 0, finished: 1 }, seats: 1 });
      });

      it("[E33] shows rooms as a list does, private ones too, and null for one that is not there", async () => {
        await engine.command(A, join("a", "ada", { visibility: "private" }));
        const views = () => engine.views([A, key("b")]);
        expect(await views()).toMatchObject([{ room: "a", visibility: "private", members: 1 }, null]);
        await engine.command(A, leave("ada"));
        await expect.poll(views).toMatchObject([{ room: "a", members: 0 }, null]);
      });

      it("[E23] resolves a code from the moment a room has it to the moment it has it no more", async () => {
        const other = "other" as Namespace;
        const wish = (code: string) => ({ code: { any: false, codes: [code] } });
        const resolve = (code: string, namespace = DEFAULT_NAMESPACE) => engine.resolve(namespace, code);
        expect(await resolve("CAFE")).toBeNull();
        await engine.command(A, join("a", "ada", wish("CAFE")));
        await engine.command(roomKey(other, room("else")), join("else", "ada", wish("CAFE")));
        expect([await resolve("CAFE"), await resolve("CAFE", other)]).toEqual(["a", "else"]);
        await engine.command(A, { type: "update", by: fence("ada"), changes: wish("DACHA") });
        expect([await resolve("CAFE"), await resolve("DACHA")]).toEqual([null, "a"]);
        await engine.command(A, { type: "update", by: "admin", changes: { locked: true } });
        expect(await resolve("DACHA")).toBe("a");
        await engine.command(A, { type: "close", by: "admin" });
        expect(await resolve("DACHA")).toBeNull();
        expect(await resolve("CAFE", other)).toBe("else");
      });

      it("[E23] gives a code to one room only, however many ask for it at once", async () => {
        const names = Array.from({ length: 8 }, (_, i) => `r${i}`);
        const create = (name: string) =>
          engine.command(key(name), {
            type: "create",
            room: room(name),
            by: null,
            options: { code: { any: true, codes: ["AAAAAA", "CCCCCC"] } },
          });
        const made = await Promise.allSettled(names.map(create));
        expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
        for (const each of made) {
          if (each.status === "rejected") expect(each.reason).toEqual(refusal("already_exists"));
        }
        const found = [
          await engine.resolve(DEFAULT_NAMESPACE, "AAAAAA"),
          await engine.resolve(DEFAULT_NAMESPACE, "CCCCCC"),
        ];
        for (const name of found) {
          const { inside } = (await engine.command(key(name!), look)).result;
          expect(await engine.resolve(DEFAULT_NAMESPACE, inside.code!)).toBe(name);
        }
        expect(new Set(found).size).toBe(2);
      });

      it("[E19] settles what is under way when it closes, and takes nothing after", async () => {
        await engine.attach(A);
        await engine.command(A, join("a", "ada"));
        const sent = Array.from({ length: 20 }, (_, i) => engine.publish(A, message("a", `m${i}`)));
        await engine.close();
        expect((await Promise.all(sent)).map(({ position }) => position?.offset)).toEqual(
          sent.map((_, i) => i + 1),
        );
        await expect(engine.publish(A, message("a", "late"))).rejects.toEqual(refusal("unavailable"));
        await expect(engine.command(A, look)).rejects.toEqual(refusal("unavailable"));
        expect(world.clock.pending).toBe(0);
        expect(sink.offsets(A)).toEqual(sent.map((_, i) => i + 1));
      });
    });
  });
}
