// The mesh in real browsers against a real server: links, glare, restarts, and what the server is told about them.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Mesh, Room } from "../../src/client/index.ts";
import { connect as connectFromNode } from "../../src/client/node.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { hasBrowser, launchBrowser, openWithClient } from "../support/browser.ts";

/** What a test keeps in a page between two steps. */
interface Kept {
  room: Room;
  mesh: Mesh;
  data: string[];
  tracks: string[];
  /** "peer's name: state" of each change. */
  states: string[];
  errors: string[];
  /** Descriptions refused on purpose. */
  refused: number;
  connection?: RTCPeerConnection | null;
}
declare global {
  var kept: Kept;
}

describe.skipIf(!hasBrowser)("a mesh", () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await serve({ port: 0, limits: { enforce: "off" } });
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** A page in this room, with its mesh under way. */
  async function member(room: string, name: string): Promise<Page> {
    const page = await openWithClient(browser, server.url);
    await page.evaluate(
      async ([id, name]) => {
        const client = await rtrooms.connect({ url: location.origin, name });
        const room = await client.join(id!);
        const mesh = room.mesh();
        globalThis.kept = { room, mesh, data: [], tracks: [], states: [], errors: [], refused: 0 };
        const nameOf = (peer: string) => room.members.get(peer as never)?.name ?? "gone";
        mesh.on("data", ({ peer, data }) => kept.data.push(`${nameOf(peer)}: ${data}`));
        mesh.on("track", ({ track }) => kept.tracks.push(track.kind));
        mesh.on("link", ({ peer, state, error }) => {
          kept.states.push(`${nameOf(peer)}: ${state}`);
          if (error) kept.errors.push(error.message);
        });
      },
      [room, name],
    );
    return page;
  }

  const linked = (page: Page, count = 1) =>
    page.waitForFunction(
      (count) =>
        [...kept.mesh.links.values()].filter(({ state, channel }) => state === "connected" && channel)
          .length === count,
      count,
    );
  const heard = (page: Page, text: string) => page.waitForFunction((text) => kept.data.includes(text), text);
  const send = (page: Page, text: string) => page.evaluate((text) => kept.mesh.send(text), text);
  const errors = (page: Page) => page.evaluate(() => kept.errors);
  const keepConnection = (page: Page) =>
    page.evaluate(() => {
      kept.connection = [...kept.mesh.links.values()][0]!.connection;
    });
  const hasSameConnection = (page: Page) =>
    page.evaluate(() => kept.connection === [...kept.mesh.links.values()][0]!.connection);

  /** A track of each kind on both sides in the same moment; done when both have heard of the other's, and agree. */
  async function addTracksAtOnce(ann: Page, bob: Page, round: number): Promise<void> {
    const startAt = Date.now() + 100;
    const add = (page: Page) =>
      page.evaluate(async (startAt) => {
        while (Date.now() < startAt) await new Promise((resolve) => setTimeout(resolve, 1));
        const { stream } = new AudioContext().createMediaStreamDestination();
        kept.mesh.addTrack(stream.getAudioTracks()[0]!, stream);
        const canvas = document.createElement("canvas");
        canvas.getContext("2d");
        const moving = canvas.captureStream(5);
        kept.mesh.addTrack(moving.getVideoTracks()[0]!, moving);
      }, startAt);
    await Promise.all([add(ann), add(bob)]);
    for (const page of [ann, bob]) {
      await page.waitForFunction((count) => kept.tracks.length >= count, round * 2);
      await page.waitForFunction(
        () => [...kept.mesh.links.values()][0]?.connection?.signalingState === "stable",
      );
    }
  }

  it("links two members; each hears what the other sends past the server", async () => {
    const ann = await member("two", "Ann");
    const bob = await member("two", "Bob");
    await Promise.all([linked(ann), linked(bob)]);
    expect(await send(ann, "hello")).toBe(1);
    await heard(bob, "Ann: hello");
    await send(bob, "hello back");
    await heard(ann, "Bob: hello back");
    const pair = await ann.evaluate(() => [...kept.mesh.links.values()][0]!.pair);
    expect(pair).toMatchObject({ local: expect.stringMatching(/host|prflx/), protocol: "udp" });
  });

  it("links three members, each with both others", async () => {
    const pages = [await member("three", "Ann"), await member("three", "Bob"), await member("three", "Cleo")];
    await Promise.all(pages.map((page) => linked(page, 2)));
    expect(await send(pages[1]!, "to both")).toBe(2);
    await heard(pages[0]!, "Bob: to both");
    await heard(pages[2]!, "Bob: to both");
  });

  it("closes the link with a member who leaves, and makes a new one when it comes back", async () => {
    const ann = await member("again", "Ann");
    const bob = await member("again", "Bob");
    await Promise.all([linked(ann), linked(bob)]);
    await bob.evaluate(() => kept.room.leave());
    await linked(ann, 0);
    expect(await ann.evaluate(() => kept.states.at(-1))).toBe("gone: closed");
    await bob.close();
    const back = await member("again", "Bob");
    await Promise.all([linked(ann), linked(back)]);
    await send(back, "here again");
    await heard(ann, "Bob: here again");
  });

  it("finds a member whose mesh begins long after its join", async () => {
    const ann = await member("late", "Ann");
    const bob = await openWithClient(browser, server.url);
    await bob.evaluate(async () => {
      const client = await rtrooms.connect({ url: location.origin, name: "Bob" });
      const room = await client.join("late");
      globalThis.kept = { room, data: [], tracks: [], states: [], errors: [], refused: 0 } as unknown as Kept;
    });
    await ann.waitForFunction(
      () => [...kept.mesh.links.values()][0]?.connection?.signalingState === "have-local-offer",
    );
    await bob.evaluate(() => {
      kept.mesh = kept.room.mesh();
    });
    await Promise.all([linked(ann), linked(bob)]);
  });

  it("can be closed and opened again, by the polite and by the other side", async () => {
    const ann = await member("reopen", "Ann");
    const bob = await member("reopen", "Bob");
    await Promise.all([linked(ann), linked(bob)]);
    for (const [closing, staying] of [
      [bob, ann],
      [ann, bob],
    ] as const) {
      await closing.evaluate(() => kept.mesh.close());
      await staying.waitForFunction(() => [...kept.mesh.links.values()][0]?.state === "waiting");
      await closing.evaluate(() => {
        kept.mesh = kept.room.mesh();
      });
      await Promise.all([linked(ann), linked(bob)]);
    }
  });

  it.each(["Ann", "Bob"])("restarts ICE when %s asks, over the same connection", async (who) => {
    const room = `restart-${who}`;
    const ann = await member(room, "Ann");
    const bob = await member(room, "Bob");
    await Promise.all([linked(ann), linked(bob)]);
    const ufrag = () =>
      ann.evaluate(() => {
        const { connection } = [...kept.mesh.links.values()][0]!;
        return /a=ice-ufrag:(\S+)/.exec(connection!.localDescription!.sdp)![1];
      });
    const before = await ufrag();
    await keepConnection(ann);
    await (who === "Ann" ? ann : bob).evaluate(() => [...kept.mesh.links.values()][0]!.restart());
    await expect.poll(ufrag).not.toBe(before);
    await ann.waitForFunction(
      () => [...kept.mesh.links.values()][0]?.connection?.signalingState === "stable",
    );
    await send(ann, "still here");
    await heard(bob, "Ann: still here");
    expect(await hasSameConnection(ann)).toBe(true);
    expect(await errors(ann)).toEqual([]);
  });

  it("survives both sides adding tracks at once, again and again", async () => {
    const watcher = await connectFromNode({ url: server.ws, token: server.adminToken });
    const descriptions: { kind: string; from: string }[] = [];
    watcher.on("watch.signals", ({ kind, from }) => {
      if (kind === "offer" || kind === "answer") descriptions.push({ kind, from });
    });
    await watcher.request("watch", { stream: "signals", room: "glare" as Room["id"] });
    const ann = await member("glare", "Ann");
    const bob = await member("glare", "Bob");
    await Promise.all([linked(ann), linked(bob)]);
    for (let round = 1; round <= 5; round++) {
      await addTracksAtOnce(ann, bob, round);
    }
    // Without an offer that crossed another one this test would show nothing.
    const crossed = descriptions.filter(({ kind, from }, index) => {
      const before = descriptions[index - 1];
      return kind === "offer" && before?.kind === "offer" && before.from !== from;
    });
    expect(crossed.length).toBeGreaterThan(0);
    // Of two that cross one is never answered; the other's sender has no reason to take it back.
    const answers = descriptions.filter(({ kind }) => kind === "answer");
    expect(answers.length).toBe(descriptions.length - answers.length - crossed.length);
    await watcher.close();
    expect([await errors(ann), await errors(bob)]).toEqual([[], []]);
    await send(bob, "in the middle of it all");
    await heard(ann, "Bob: in the middle of it all");
  });

  it("lets the polite side's offer through where its browser can't take the crossing one", async () => {
    const ann = await member("yield", "Ann");
    const bob = await member("yield", "Bob");
    await Promise.all([linked(ann), linked(bob)]);
    await keepConnection(bob);
    // What Firefox does to an offer that restarts ICE, and Chromium to some that reuse a mid.
    await bob.evaluate(() => {
      const take = RTCPeerConnection.prototype.setRemoteDescription;
      Object.assign(RTCPeerConnection.prototype, {
        setRemoteDescription(this: RTCPeerConnection, description: RTCSessionDescriptionInit) {
          const crossing = this.signalingState === "have-local-offer" && description.type === "offer";
          if (!crossing) return Reflect.apply(take, this, [description]);
          kept.refused += 1;
          return Promise.reject(new DOMException("refused", "InvalidAccessError"));
        },
      });
    });
    let round = 0;
    while ((await bob.evaluate(() => kept.refused)) === 0) await addTracksAtOnce(ann, bob, ++round);
    await send(ann, "the same connection");
    await heard(bob, "Ann: the same connection");
    expect([await errors(ann), await errors(bob)]).toEqual([[], []]);
    expect(await hasSameConnection(bob)).toBe(true);
  });

  it.each(["Ann", "Bob"])("makes a new connection where %s's browser refuses a description", async (who) => {
    const ann = await member(`renew-${who}`, "Ann");
    const bob = await member(`renew-${who}`, "Bob");
    await Promise.all([linked(ann), linked(bob)]);
    const refusing = who === "Ann" ? ann : bob;
    await refusing.evaluate(() => {
      const take = RTCPeerConnection.prototype.setRemoteDescription;
      RTCPeerConnection.prototype.setRemoteDescription = () => {
        RTCPeerConnection.prototype.setRemoteDescription = take;
        return Promise.reject(new DOMException("codec collision", "OperationError"));
      };
    });
    await ann.evaluate(() => {
      const { stream } = new AudioContext().createMediaStreamDestination();
      kept.mesh.addTrack(stream.getAudioTracks()[0]!, stream);
    });
    await bob.waitForFunction(() => kept.tracks.includes("audio"));
    await refusing.waitForFunction(() => kept.states.some((state) => state.endsWith("failed")));
    await Promise.all([linked(ann), linked(bob)]);
    expect(await errors(refusing)).toContain("codec collision");
    await send(ann, "over the new one");
    await heard(bob, "Ann: over the new one");
  });

  it("has a track for who comes after it was added", async () => {
    const ann = await member("track", "Ann");
    await ann.evaluate(() => {
      const { stream } = new AudioContext().createMediaStreamDestination();
      kept.mesh.addTrack(stream.getAudioTracks()[0]!, stream);
    });
    const bob = await member("track", "Bob");
    await bob.waitForFunction(() => kept.tracks.includes("audio"));
    await linked(bob);
  });

  it("[S4] [S11] tells server and members how each link went, with exchange ids that tell connections apart", async () => {
    const watcher = await connectFromNode({ url: server.ws, token: server.adminToken });
    const signals: Record<string, unknown>[] = [];
    const closed = new Promise<void>((resolve) => {
      watcher.on("watch.signals", (record) => {
        signals.push(record);
        if (record.state === "closed") resolve();
      });
    });
    await watcher.request("watch", { stream: "signals", room: "watched" as Room["id"] });
    const eve = await connectFromNode({ url: server.ws, name: "Eve" });
    const room = await eve.join("watched", { spectate: true, create: { spectators: 1 } });
    const told: { state: string; exchange?: string }[] = [];
    room.on("link", (link) => told.push(link));
    const ann = await member("watched", "Ann");
    const bob = await member("watched", "Bob");
    await Promise.all([linked(ann), linked(bob)]);
    await expect.poll(() => signals.filter(({ state }) => state === "connected").length).toBe(2);
    await ann.evaluate(() => kept.mesh.close());
    await closed;
    // [S11] Each end says when it begins, and how it went; the offerer that it is over.
    expect(told.map(({ state }) => state).sort()).toEqual([
      "closed",
      "connected",
      "connected",
      "connecting",
      "connecting",
    ]);
    expect(new Set(told.map(({ exchange }) => exchange)).size).toBe(1);
    await Promise.all([watcher.close(), eve.close()]);
    const annId = await ann.evaluate(() => kept.room.self.peer);
    expect(signals.find(({ kind }) => kind !== "report")).toMatchObject({
      kind: "offer",
      from: annId,
      verdict: "delivered",
    });
    expect(signals.find(({ kind }) => kind === "answer")).toMatchObject({ to: annId });
    expect(signals.find(({ state }) => state === "connected")).toMatchObject({ pair: { protocol: "udp" } });
    expect(new Set(signals.map(({ exchange }) => exchange)).size).toBe(1);
  });

  it("begins anew after the server was away, on both sides", async () => {
    const own = await serve({ port: 0, limits: { enforce: "off" } });
    const { url, port } = own;
    const pages = await Promise.all(
      ["Ann", "Bob"].map(async (name) => {
        const page = await openWithClient(browser, url);
        await page.evaluate(async (name) => {
          const client = await rtrooms.connect({ url: location.origin, name });
          const room = await client.join("anew");
          globalThis.kept = {
            room,
            mesh: room.mesh(),
            data: [],
            tracks: [],
            states: [],
            errors: [],
            refused: 0,
          };
        }, name);
        return page;
      }),
    );
    await Promise.all(pages.map((page) => linked(page)));
    const before = await pages[0]!.evaluate(() => [...kept.mesh.links.keys()][0]);
    await own.stop();
    const again = await serve({ port, limits: { enforce: "off" } });
    try {
      await Promise.all(
        pages.map((page) =>
          page.waitForFunction(
            (before) => kept.room.members.size === 2 && !kept.mesh.links.has(before as never),
            before,
          ),
        ),
      );
      await Promise.all(pages.map((page) => linked(page)));
    } finally {
      await again.stop();
    }
  });
});
