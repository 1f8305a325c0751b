// ICE servers of a peer: a TURN credential of its own for who may signal, renewed in time, and not given without end.
import { expect, it } from "vitest";
import { IceServers, type Turn } from "../../src/core/ice.ts";
import { defaultSettings, type SettingsOf } from "../../src/core/settings.ts";
import { createEmbeddedEngine } from "../../src/engines/embedded/engine.ts";
import { createMemoryStore } from "../../src/engines/embedded/memory-store.ts";
import type { NodeId } from "../../src/protocol/ids.ts";
import { ADMIN_TOKEN, startCore } from "../support/core.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const STUN = { urls: "stun:stun.example.org" };
const HOUR = 3_600_000;
const turn: Turn = {
  urls: ["turn:turn.example.org"],
  ttlMs: HOUR,
  sign: (username) => `signed ${username}`,
};

async function start(settings: SettingsOf = () => defaultSettings) {
  const clock = new FakeClock();
  const random = new SeededRandom(1);
  const store = createMemoryStore();
  const engine = createEmbeddedEngine({
    node: "n1" as NodeId,
    clock,
    random,
    store,
    settings,
    onFault: (error) => {
      throw error;
    },
  });
  return { clock, ...(await startCore(engine, random, { settings, clock, turn })) };
}

const credentialOf = (peer: string, now: number) => {
  const username = `${(now + HOUR) / 1_000}:${peer}`;
  return { urls: ["turn:turn.example.org"], username, credential: `signed ${username}` };
};

it("[S10] a peer gets a credential that names it and ends after the time", async () => {
  const { clock, peer } = await start();
  const ada = peer();
  const welcome = await ada.ask("hello", {});
  expect(welcome.iceServers).toEqual([STUN, credentialOf(ada.id, clock.now())]);
});

it("[S10] the next one comes at four fifths of the time, again and again, until the peer is gone", async () => {
  const { clock, peer } = await start();
  const ada = peer();
  await ada.ask("hello", {});
  clock.advance(HOUR * 0.8 - 1);
  expect(ada.log.filter(({ type }) => type === "ice")).toEqual([]);
  clock.advance(1);
  expect(ada.log.at(-1)).toEqual({ type: "ice", iceServers: [STUN, credentialOf(ada.id, clock.now())] });
  clock.advance(HOUR * 0.8);
  expect(ada.log.at(-1)).toEqual({ type: "ice", iceServers: [STUN, credentialOf(ada.id, clock.now())] });
  ada.session.end(true);
  const { length } = ada.log;
  clock.advance(2 * HOUR);
  expect(ada.log.length).toBe(length);
});

it("[S10] [T27] who may not signal gets none", async () => {
  const { peer } = await start(() => ({
    ...defaultSettings,
    auth: { ...defaultSettings.auth, anonymous: ["join"] },
  }));
  expect((await peer().ask("hello", {})).iceServers).toEqual([STUN]);
  expect((await peer().ask("hello", { token: ADMIN_TOKEN })).iceServers).toHaveLength(2);
});

it("[S10] [T27] a peer gets five in a minute; the next comes by itself when the minute is over", async () => {
  const { clock, hub, peer } = await start();
  const ada = peer();
  await ada.ask("hello", {});
  for (let more = 1; more < 5; more++) expect(hub.ice.of(ada.session)).toHaveLength(2);
  clock.advance(20_000);
  expect(hub.ice.of(ada.session)).toEqual([STUN]);
  clock.advance(39_999);
  expect(ada.log.filter(({ type }) => type === "ice")).toEqual([]);
  clock.advance(1);
  expect(ada.log.at(-1)).toEqual({ type: "ice", iceServers: [STUN, credentialOf(ada.id, clock.now())] });
  // Others were never concerned.
  expect((await peer().ask("hello", {})).iceServers).toHaveLength(2);
});

it("[T27] a user's connections count as one", async () => {
  const { hub, peer } = await start();
  const peers = Array.from({ length: 6 }, () => peer("ada"));
  for (const { session } of peers) session.grant = { ...session.grant, subject: "ada" };
  const given = peers.map(({ session }) => hub.ice.of(session).length);
  expect(given).toEqual([2, 2, 2, 2, 2, 1]);
});

it("[T27] a credential is over where its user had too many for the next one to go out in time", async () => {
  const { clock, peer } = await start();
  const ice = new IceServers({ iceServers: [], turn: { ...turn, ttlMs: 60_000 }, clock });
  const peers = Array.from({ length: 6 }, () => peer("ada"));
  for (const { session } of peers) session.grant = { ...session.grant, subject: "ada" };
  const [{ session: ada }, ...others] = peers as [(typeof peers)[0], ...typeof peers];
  expect([ice.hasTurn(ada), ice.turnIsOver(ada)]).toEqual([false, false]);
  ice.of(others[0]!.session);
  clock.advance(30_000);
  ice.of(ada);
  clock.advance(47_000);
  for (const { session } of others) ice.of(session);
  clock.advance(12_999);
  expect([ice.hasTurn(ada), ice.turnIsOver(ada)]).toEqual([true, false]);
  clock.advance(1);
  expect([ice.hasTurn(ada), ice.turnIsOver(ada)]).toEqual([false, true]);
  clock.advance(60_000);
  expect([ice.hasTurn(ada), ice.turnIsOver(ada)]).toEqual([true, false]);
});
