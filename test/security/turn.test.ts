// [T27] TURN credentials: by known values, and by what a real coturn says to them; and the configuration that docs/turn.md shows.
import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/client/node.ts";
import type { IceServer } from "../../src/protocol/shapes.ts";
import { type RunningServer, serve } from "../../src/serve.ts";
import { createTurn } from "../../src/server/turn.ts";
import { documentText } from "../support/tables.ts";
import { hasTurnserver, ipv4Peer, startTurnserver, TurnClient, type TurnServer } from "../support/turn.ts";

const SECRET = "north";

describe("[T27] a credential", () => {
  // Worked out by: printf 1700000000:ada | openssl dgst -sha1 -hmac north -binary | base64
  it.each(vectors())("of %s with the secret %s is %s", (username, secret, credential) => {
    expect(createTurn({ urls: [], secret }).sign(username)).toBe(credential);
  });

  it("is as docs/turn.md says", () => {
    const of = (name: string): string =>
      new RegExp(`^${name} +(\\S+)$`, "m").exec(documentText("turn.md"))![1]!;
    expect(createTurn({ urls: [], secret: of("secret") }).sign(of("username"))).toBe(of("credential"));
  });
});

function vectors(): [string, string, string][] {
  return [
    ["1700000000:ada", "north", "ndZ88ryT1whVxdkcRLepT9D1MpM="],
    ["1:", "a secret with ünicode", "pOnFxEe+HgnCCG2tFgTeOrDWn8A="],
  ];
}

describe.skipIf(!hasTurnserver)("[T27] a coturn that shares the secret", () => {
  let turn: TurnServer;
  let server: RunningServer;
  const clients: TurnClient[] = [];
  beforeAll(async () => {
    turn = await startTurnserver(`use-auth-secret\nstatic-auth-secret=${SECRET}\nrealm=rtrooms.test`);
    const urls = [`turn:127.0.0.1:${turn.port}?transport=udp`];
    server = await serve({ port: 0, turn: { urls, secret: SECRET } });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(async () => {
    await server?.stop();
    await turn?.stop();
  });

  const client = (): TurnClient => {
    const made = new TurnClient(turn.port);
    clients.push(made);
    return made;
  };
  const told = async (): Promise<Required<IceServer>> => {
    const ada = await connect({ url: server.url });
    const { iceServers } = ada.welcome;
    await ada.close();
    return iceServers[0] as Required<IceServer>;
  };
  const inHours = (hours: number): string => `${Math.floor(Date.now() / 1_000) + hours * 3_600}:ada`;
  const signed = (username: string, secret = SECRET): [string, string] => [
    username,
    createHmac("sha1", secret).update(username).digest("base64"),
  ];

  it("relays for who was welcomed", async () => {
    const { username, credential } = await told();
    expect(await client().allocate(username, credential)).toBe(0);
  });

  it("relays for nobody else: another secret, another name, another time, none", async () => {
    const { username, credential } = await told();
    expect(await client().allocate(...signed(inHours(1), "south"))).toBe(401);
    expect(await client().allocate(`${username}x`, credential)).toBe(401);
    expect(await client().allocate(`9${username}`, credential)).toBe(401);
    expect(await client().allocate(username, "")).toBe(401);
  });

  it("relays no more for who comes after the time", async () => {
    expect(await client().allocate(...signed(inHours(0.1)))).toBe(0);
    expect(await client().allocate(...signed(inHours(-0.1)))).toBe(401);
  });
});

describe.skipIf(!hasTurnserver)("[T27] the configuration in docs/turn.md", () => {
  const config = /```conf\n(.*?)```/s.exec(documentText("turn.md"))![1]!.replace("CHANGE-ME", SECRET);
  const inside = [
    "0.0.0.0",
    "10.1.2.3",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "224.0.0.1",
  ];

  async function permitted(config: string, peers: readonly Buffer[]): Promise<number[]> {
    const turn = await startTurnserver(config);
    const client = new TurnClient(turn.port);
    try {
      const username = `${Math.floor(Date.now() / 1_000) + 600}:ada`;
      const allocated = await client.allocate(
        username,
        createTurn({ urls: [], secret: SECRET }).sign(username),
      );
      const answers = [allocated];
      for (const peer of peers) answers.push(await client.permit(peer));
      return answers;
    } finally {
      client.close();
      await turn.stop();
    }
  }

  it("relays to the internet, and to nothing inside", async () => {
    const answers = await permitted(config, ["198.51.100.7", ...inside].map(ipv4Peer));
    expect(answers).toEqual([0, 0, ...inside.map(() => 403)]);
  });

  it("is what keeps it from that: without those lines private networks are open", async () => {
    const open = config.replace(/^denied-peer-ip.*$/gm, "");
    expect(await permitted(open, [ipv4Peer("10.1.2.3")])).toEqual([0, 0]);
  });
});
