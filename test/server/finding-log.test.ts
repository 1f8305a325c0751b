// What a server's log says of ICE servers before anybody is told of them.
import { expect, it } from "vitest";
import { logIceServers } from "../../src/server/finding-log.ts";
import type { Log } from "../../src/server/log.ts";

function said(iceServers: { urls: string }[], urls?: string[]): string[] {
  const lines: string[] = [];
  const log = { warn: (_: object, text: string) => void lines.push(text) } as unknown as Log;
  logIceServers(log, { iceServers, turn: urls && { urls } });
  return lines;
}

it("names every address that a browser would throw at, also of TURN servers with credentials of each peer", () => {
  expect(said([{ urls: "stun:stun.example" }], ["turn:turn.example?transport=udp"])).toEqual([]);
  expect(said([{ urls: "stun://stun.example" }], ["turn://turn.example", "turns:turn.example"])).toEqual([
    expect.stringMatching(/^SIG018: stun:\/\/stun\.example: /),
    expect.stringMatching(/^SIG018: turn:\/\/turn\.example: /),
  ]);
});
