// From what a person types to the socket's URL.
import { describe, expect, it } from "vitest";
import { socketUrl } from "../../src/client/address.ts";

describe("an address", () => {
  it.each([
    ["ws://host:7420", undefined, "ws://host:7420/ws"],
    ["http://host:7420/", undefined, "ws://host:7420/ws"],
    ["https://host", undefined, "wss://host/ws"],
    ["localhost:7420", undefined, "ws://localhost:7420/ws"],
    ["ws://[::1]:7420/ws", "game", "ws://[::1]:7420/ws/game"],
    ["ws://host", "game", "ws://host/ws/game"],
    ["wss://host/ws/game", undefined, "wss://host/ws/game"],
    ["https://host/behind/ws/", "game", "wss://host/behind/ws/game"],
  ])("%s with namespace %s is %s", (address, namespace, url) => {
    expect(socketUrl(address, namespace)).toBe(url);
  });

  it.each([
    ["ftp://host", undefined],
    ["ws://", undefined],
    ["ws://me:secret@host", undefined],
    ["ws://host/ws/game", "other"],
    ["ws://host", "../admin"],
  ])("%s with namespace %s is refused with an example of a right one", (address, namespace) => {
    expect(() => socketUrl(address, namespace)).toThrow("looks like ws://127.0.0.1:7420");
  });
});
