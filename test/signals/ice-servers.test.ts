// ICE servers that a browser would throw at, and those that it takes.
import { describe, expect, it } from "vitest";
import { judgeIceServers } from "../../src/signals/ice-servers.ts";

const turn = { username: "u", credential: "c" };

describe("a list of ICE servers", () => {
  it.each([
    { urls: "stun:stun.example" },
    { urls: ["stun:stun.example:3478", "stuns:[2001:db8::1]:5349"] },
    { urls: "turn:turn.example:3478?transport=udp", ...turn },
    { urls: "turns:turn.example?transport=udp", ...turn },
  ])("is taken with $urls", (server) => {
    expect(judgeIceServers([server])).toEqual([]);
  });

  it.each([
    { urls: "http://turn.example" },
    { urls: "turn://turn.example", ...turn },
    { urls: "turn:user@turn.example", ...turn },
    { urls: "turn:turn.example/path", ...turn },
    { urls: "stun:stun.example?transport=udp" },
    { urls: "turn:turn.example:70000", ...turn },
    { urls: "turn:2001:db8::1", ...turn },
    { urls: "turn:turn.example?transport=sctp", ...turn },
    { urls: "turn:turn.example" },
    { urls: [] },
  ])("is refused with $urls", (server) => {
    expect(judgeIceServers([server]).map(({ trigger }) => trigger)).toEqual(["ice-servers"]);
  });
});
