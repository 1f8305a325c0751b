// Typing notices: seldom, stored nowhere, and only where somebody may see them.
import { beforeEach, expect, it } from "vitest";
import type { Room } from "../../src/client/room.ts";
import type { PeerId } from "../../src/protocol/ids.ts";
import { createTyping, type OwnTyping } from "../../src/tui/typing.ts";
import { member } from "../support/chat.ts";

let sent: unknown[];
let now: number;
let typing: OwnTyping;
const inRoom = (...members: ReturnType<typeof member>[]): void => {
  const publish = async (data: unknown, options: unknown) => void sent.push([data, options]);
  const all = new Map(members.map((one) => [one.peer, one]));
  const room = { ended: null, self: { peer: "p1" }, members: all, publish } as unknown as Room;
  typing = createTyping(room, () => now);
};

beforeEach(() => {
  sent = [];
  now = 0;
  inRoom(member("p1", "ada", 1), member("p2", "bob", 2));
});

it("are sent at most every three seconds, and at once after what was typed is said", () => {
  typing.tell();
  now = 2_999;
  typing.tell();
  expect(sent).toEqual([[{}, { event: "typing", store: false }]]);
  now = 3_000;
  typing.tell();
  expect(sent).toHaveLength(2);
  typing.said();
  typing.tell();
  expect(sent).toHaveLength(3);
});

it("go to one member alone where that is whom one writes to", () => {
  typing.tell("p2" as PeerId);
  expect(sent).toEqual([[{ direct: true }, { event: "typing", store: false, to: ["p2"] }]]);
});

it("are not sent by who is alone, and not by spectators", () => {
  inRoom(member("p1", "ada", 1));
  typing.tell();
  inRoom(member("p1", "ada", 1, { role: "spectator" }), member("p2", "bob", 2));
  typing.tell();
  expect(sent).toEqual([]);
});
