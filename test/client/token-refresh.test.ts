// A client whose token ends: it brings a newer one in time, and after 4001 comes back with a fresh one.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ClientState } from "../../src/client/connect.ts";
import { connect } from "../../src/client/node.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { mint } from "../../src/server/mint.ts";

const SECRET = "the secret of this client, which has 32 bytes and more";

let server: RunningServer;
beforeAll(async () => {
  server = await serve({ port: 0, defaults: { auth: { jwt: { secret: SECRET } } } });
});
afterAll(() => server.stop());

const token = async (ttlMs: number): Promise<string> =>
  (await mint({ secret: SECRET }, { sub: "ada", ttlMs }, Date.now())).token;

const state = (
  client: Awaited<ReturnType<typeof connect>>,
  wanted: ClientState["state"],
): Promise<ClientState> =>
  new Promise((resolve) => {
    const stop = client.on("state", (now) => {
      if (now.state !== wanted) return;
      stop();
      resolve(now);
    });
  });

describe("[A7] a client with a function for its token", () => {
  it("is asked for the next one, and stays connected past the end of the first", async () => {
    const times = [2_000, 60_000];
    let asked = 0;
    const client = await connect({ url: server.url, token: () => token(times[asked++]!) });
    const room = await client.join("lobby");
    const { expiresAt } = await new Promise<{ expiresAt: number }>((resolve) =>
      client.on("token.expiring", resolve),
    );
    expect(asked).toBe(2);
    const { peer } = client.welcome;
    await new Promise((resolve) => setTimeout(resolve, expiresAt - Date.now() + 200));
    expect(client.state).toBe("open");
    await room.publish("still here");
    expect(client.welcome.peer).toBe(peer);
    await client.close();
  });

  it("comes back as itself where the next one was not to be had in time", async () => {
    let asked = 0;
    const source = async (): Promise<string> => {
      if (++asked === 2) throw new Error("the sign-on is slow today");
      return token(asked === 1 ? 1_500 : 60_000);
    };
    const client = await connect({ url: server.url, token: source });
    await client.join("lobby");
    const { peer } = client.welcome;
    expect(await state(client, "reconnecting")).toMatchObject({ code: 4001, reason: "token expired" });
    expect(await state(client, "open")).toMatchObject({ resumed: true });
    expect(client.welcome.peer).toBe(peer);
    expect(asked).toBe(3);
    await client.close();
  });
});

it("[A6] a client with a text for its token tries once more, and then it is over", async () => {
  const given = await mint({ secret: SECRET }, { sub: "ada", ttlMs: 1_000 }, Date.now() - 29_000);
  const client = await connect({ url: server.url, token: given.token });
  expect(await state(client, "closed")).toMatchObject({ code: 4501, error: { code: "unauthorized" } });
});
