// Topics as an application has them: the value, its changes, and what was missed, over real sockets and a real server.
import { describe, expect, it, onTestFinished } from "vitest";
import { type Client, connectIn } from "../../src/client/connect.ts";
import { NodeWebSocket } from "../../src/client/node-socket.ts";
import type { Resubscribed, TopicEnd } from "../../src/client/topic.ts";
import { serve } from "../../src/serve.ts";
import { FakeWorld } from "../support/fake-world.ts";
import { startScriptedServer } from "../support/scripted-server.ts";

async function start() {
  const server = await serve({ port: 0 });
  const world = new FakeWorld();
  world.random = () => 0.5;
  const sockets: NodeWebSocket[] = [];
  class Watched extends NodeWebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  const client = await connectIn(world, { url: server.url, WebSocket: Watched });
  onTestFinished(async () => {
    await client.close();
    await server.stop();
  });
  const push = async (data: unknown): Promise<void> => {
    const headers = { authorization: `Bearer ${server.adminToken}` };
    await fetch(`${server.url}/topics/t`, { method: "POST", body: JSON.stringify(data), headers });
  };
  const lose = async (): Promise<void> => {
    const away = stateOf(client, "reconnecting");
    sockets.at(-1)!.terminate();
    await away;
  };
  const comeBack = async (): Promise<void> => {
    const open = stateOf(client, "open");
    world.advance(1_000);
    await open;
  };
  return { client, world, push, lose, comeBack };
}

const stateOf = (client: Client, state: Client["state"]): Promise<void> =>
  new Promise((resolve) => {
    const off = client.on("state", (now) => {
      if (now.state !== state) return;
      off();
      resolve();
    });
  });

describe("a followed topic", () => {
  it("tells a listener the current value first, and then every change", async () => {
    const { client, world, push } = await start();
    await push("first");
    const heard: unknown[] = [];
    const topic = await client.subscribe("t", ({ data }) => heard.push(data));
    expect(topic.value).toMatchObject({ offset: 1, data: "first" });
    world.advance(0);
    for (const data of ["second", { n: 3 }]) await push(data);
    await expect.poll(() => heard).toEqual(["first", "second", { n: 3 }]);
    expect(topic.value).toMatchObject({ offset: 3, data: { n: 3 } });
  });

  it("[V2] is followed again after a loss, and tells each value once", async () => {
    const { client, world, push, lose, comeBack } = await start();
    await push(0);
    const heard: unknown[] = [];
    const again: Resubscribed[] = [];
    const topic = await client.subscribe("t", ({ data }) => heard.push(data));
    topic.on("resubscribed", (missed) => again.push(missed));
    world.advance(0);
    await push(1);
    await expect.poll(() => heard).toEqual([0, 1]);
    await lose();
    await push(2);
    await push(3);
    await comeBack();
    await push(4);
    await expect.poll(() => heard).toEqual([0, 1, 2, 3, 4]);
    expect(again).toEqual([{ missed: expect.any(Number), complete: true }]);
    // From the last value, not from where the first answer stood.
    await lose();
    await comeBack();
    await expect.poll(() => again.length).toBe(2);
    expect(again[1]).toEqual({ missed: 0, complete: true });
    expect(heard).toEqual([0, 1, 2, 3, 4]);
  });

  it("[V2] says so when only the present value can be had", async () => {
    const { client, push, lose, comeBack } = await start();
    await push("old");
    const heard: unknown[] = [];
    const again: Resubscribed[] = [];
    const topic = await client.subscribe("t", ({ data }) => heard.push(data));
    topic.on("resubscribed", (missed) => again.push(missed));
    await lose();
    await Promise.all(Array.from({ length: 301 }, (_, i) => push(i)));
    await comeBack();
    await expect.poll(() => again).toEqual([{ missed: 1, complete: false }]);
    expect(topic.value?.offset).toBe(302);
    expect(heard).toHaveLength(2);
  });

  it("is shared by those who ask for it twice, and over for all when it is left", async () => {
    const { client, push } = await start();
    const [one, two] = await Promise.all([client.subscribe("t"), client.subscribe("t")]);
    expect(one).toBe(two);
    const ends: TopicEnd[] = [];
    two.on("closed", (end) => ends.push(end));
    const heard: unknown[] = [];
    one.on("data", (value) => heard.push(value));
    await one.unsubscribe();
    await one.unsubscribe();
    expect(ends).toEqual([{ reason: "unsubscribed" }]);
    await push(1);
    expect(heard).toEqual([]);
    const anew = await client.subscribe("t");
    expect(anew).not.toBe(one);
    expect(anew.value?.data).toBe(1);
  });

  it("ends with its client, and refuses what is no name", async () => {
    const { client } = await start();
    const topic = await client.subscribe("t");
    const ended = new Promise((resolve) => topic.on("closed", resolve));
    await client.close();
    expect(await ended).toEqual({ reason: "disconnected" });
    await expect(client.subscribe("not a name")).rejects.toMatchObject({ code: "bad_request" });
  });

  it("holds back what comes before its owner has it", async () => {
    const server = await startScriptedServer();
    const world = new FakeWorld();
    const coming = connectIn(world, { url: server.url, WebSocket: NodeWebSocket });
    const connection = await server.connection();
    await connection.welcome();
    const client = await coming;
    onTestFinished(async () => {
      await client.close();
      await server.close();
    });
    const subscribing = client.subscribe("t");
    const position = { epoch: "e", offset: 1, tag: "a" };
    const request = await connection.request("subscribe");
    connection.ok(request, { topic: "t", value: { offset: 1, data: 1, time: 1 }, position });
    const event = { type: "data", topic: "t", offset: 2, tag: "b", data: 2, time: 2 };
    const came = new Promise((resolve) => client.on("data", resolve));
    connection.send(event);
    const topic = await subscribing;
    await came;
    const heard: unknown[] = [];
    topic.on("data", ({ data }) => heard.push(data));
    expect(topic.value?.data).toBe(1);
    world.advance(0);
    expect(heard).toEqual([2]);
  });
});
