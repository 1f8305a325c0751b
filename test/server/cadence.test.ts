// The cadence: what may wait is written once a beat, what may not takes it along, and the order stays.
import { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../../src/serve.ts";
import { Flush, type Flushable, Flushes } from "../../src/server/flush.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { openSocket } from "../support/socket.ts";

/** A stream that counts its writes, corked and uncorked as a connection does it. */
class Counting implements Flushable {
  corked: Flushable["corked"] = null;
  readonly writes: string[] = [];
  readonly #stream: Duplex;
  readonly #flush: Flush;

  constructor(flush: Flush) {
    this.#flush = flush;
    const writes = this.writes;
    this.#stream = new Duplex({
      writev(chunks, done) {
        writes.push(chunks.map(({ chunk }) => String(chunk)).join(""));
        done();
      },
    });
  }

  send(text: string, mayWait: boolean): void {
    if (!this.corked) this.#stream.cork();
    this.#flush.add(this, mayWait);
    this.#stream.write(text);
  }

  flush(): void {
    this.#stream.uncork();
  }
}

const turn = () => new Promise(setImmediate);

describe("with a cadence", () => {
  it("[C1] writes once a beat, by one timer for all", async () => {
    const clock = new FakeClock();
    const flush = new Flush(16, (ms, task) => clock.after(ms, task));
    const sockets = [new Counting(flush), new Counting(flush)];
    for (const text of ["a", "b", "c"]) {
      for (const socket of sockets) socket.send(text, true);
      await turn();
    }
    expect(clock.pending).toBe(1);
    clock.advance(15);
    expect(sockets.map(({ writes }) => writes)).toEqual([[], []]);
    clock.advance(1);
    expect(sockets.map(({ writes }) => writes)).toEqual([["abc"], ["abc"]]);
    expect(clock.pending).toBe(0);
  });

  it("[C1] lets what may not wait take along what was before it", async () => {
    const clock = new FakeClock();
    const socket = new Counting(new Flush(16, (ms, task) => clock.after(ms, task)));
    socket.send("a", true);
    socket.send("b!", false);
    socket.send("c", true);
    await turn();
    expect(socket.writes).toEqual(["ab!c"]);
    socket.send("d", true);
    clock.advance(16);
    clock.advance(16);
    expect(socket.writes).toEqual(["ab!c", "d"]);
  });

  it("[C1] shares the beat with all of the same cadence, and with nobody else", () => {
    const clock = new FakeClock();
    const flushes = new Flushes((ms, task) => clock.after(ms, task));
    const [quick, same, slow] = [16, 16, 40].map((ms) => new Counting(flushes.of(ms)));
    for (const socket of [quick!, same!, slow!]) socket.send("a", true);
    expect(clock.pending).toBe(2);
    clock.advance(16);
    expect([quick, same, slow].map((socket) => socket!.writes)).toEqual([["a"], ["a"], []]);
    clock.advance(24);
    expect(slow!.writes).toEqual(["a"]);
  });

  it("writes at the end of the turn without one", async () => {
    const clock = new FakeClock();
    const socket = new Counting(new Flush(0, (ms, task) => clock.after(ms, task)));
    socket.send("a", true);
    socket.send("b", true);
    await turn();
    expect(socket.writes).toEqual(["ab"]);
    expect(clock.pending).toBe(0);
  });
});

describe("a server with a cadence", () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await serve({ port: 0, defaults: { cadenceMs: 20 } });
  });
  afterAll(() => server.stop());

  it("[C1] sends everything, in order, replies behind what was gathered before them", async () => {
    const [ada, bob] = [await openSocket(server.ws), await openSocket(server.ws)];
    for (const socket of [ada, bob]) await socket.ask({ type: "join", room: "game" });
    const order: string[] = [];
    bob.ws.on("message", (text) => {
      const { type, data } = JSON.parse(String(text));
      order.push(type === "message" ? `move ${data}` : type);
    });
    for (let n = 1; n <= 3; n++) await ada.ask({ type: "publish", room: "game", event: "move", data: n });
    await bob.ask({ type: "ping" });
    expect(order).toEqual(["move 1", "move 2", "move 3", "ok"]);
    for (let n = 4; n <= 50; n++) ada.send({ type: "publish", room: "game", event: "move", data: n });
    await expect.poll(() => order.at(-1)).toBe("move 50");
    expect(order.filter((each) => each !== "ok")).toEqual(
      Array.from({ length: 50 }, (_, i) => `move ${i + 1}`),
    );
    for (const { ws } of [ada, bob]) ws.close();
  });
});
