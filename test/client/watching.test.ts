// Who watches signals misses none that come in one piece with the answer, nor after a lost connection.
import { afterEach, describe, expect, it } from "vitest";
import { connect } from "../../src/client/node.ts";
import { watchSignals } from "../../src/client/watching.ts";
import { type ScriptedServer, startScriptedServer } from "../support/scripted-server.ts";

let server: ScriptedServer;
afterEach(() => server.close());

const record = (seq: number, type: "watch.signals" | "watch.members" = "watch.signals") => ({
  ...{ type, seq, time: 1, namespace: "default", room: "call", bytes: 1, kind: "offer" },
  ...(type === "watch.signals" ? { from: "a", to: "b" } : { peer: "a", name: "ada", what: "present" }),
});

describe("watching signals", () => {
  it("hands over what came with the answer, in order, before what comes later", async () => {
    server = await startScriptedServer();
    const connecting = connect({ url: server.url });
    const there = await server.connection();
    await there.welcome();
    const client = await connecting;
    const asking = watchSignals(client, { stream: "signals", data: true });
    const asked = await there.request("watch");
    const socket = (there.ws as unknown as { _socket: { cork(): void; uncork(): void } })._socket;
    socket.cork();
    there.send(record(1, "watch.members"));
    there.ok(asked, {});
    there.send(record(2));
    socket.uncork();
    const watching = await asking;
    const seen: number[] = [];
    await new Promise<void>((resolve) => {
      watching.listen(({ seq }) => {
        seen.push(seq);
        if (seq === 2) there.send(record(3));
        else if (seq === 3) resolve();
      });
    });
    expect(seen).toEqual([1, 2, 3]);
    watching.stop();
    await client.close();
  });

  it("asks again on a new connection, for the same", async () => {
    server = await startScriptedServer();
    const connecting = connect({ url: server.url });
    const first = await server.connection();
    await first.welcome();
    const client = await connecting;
    const asking = watchSignals(client, { stream: "signals", data: true });
    first.ok(await first.request("watch"), {});
    const watching = await asking;
    first.ws.terminate();
    const second = await server.connection();
    await second.welcome();
    expect(await second.request("watch")).toMatchObject({ stream: "signals", data: true });
    watching.stop();
    await client.close();
  });

  it("says what the server says, and listens no more", async () => {
    server = await startScriptedServer();
    const connecting = connect({ url: server.url });
    const there = await server.connection();
    await there.welcome();
    const client = await connecting;
    const asking = watchSignals(client, { stream: "signals" });
    there.refuse(await there.request("watch"), "forbidden");
    await expect(asking).rejects.toMatchObject({ code: "forbidden" });
    await client.close();
  });
});
