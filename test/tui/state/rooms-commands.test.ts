// Commands of the console of rooms: what a typed line means, what is wrong with it, and how a word goes on.
import { expect, it } from "vitest";
import { completeCommand, readCommand } from "../../../src/tui/state/rooms-commands.ts";

const room = "duel" as never;
it.each([
  ["lock", { do: "lock", room, locked: true }],
  ["unlock den", { do: "lock", room: "den", locked: false }],
  ["close", { do: "close", room }],
  ["announce  back at  noon ", { do: "announce", room, text: "back at  noon" }],
  ["kick ada lovelace", { do: "kick", room, who: "ada lovelace" }],
  ["unban 7b12", { do: "unban", room, peer: "7b12" }],
  [
    "set capacity=4 password=123 data.map=7",
    { do: "set", room, changes: { capacity: 4, password: "123", data: { map: 7 } } },
  ],
  ["create den history=all queue=q", { do: "create", room: "den", options: { history: "all", queue: "q" } }],
  ["sort members", { do: "sort", column: "MEMBERS" }],
  ["q", { do: "quit" }],
])("%j", (text, command) => {
  expect(readCommand(text, room)).toEqual(command);
});

it.each([
  "",
  "nonsense",
  "set",
  "set hold=3",
  "create",
  "create a/b",
  "announce",
  "kick",
  "lock a/b",
  "sort x",
  "unban",
])("%j is answered in words", (text) => {
  expect(readCommand(text, room)).toEqual({ do: "wrong", text: expect.stringMatching(/\w/) });
});

it("asks for a room where none is selected", () => {
  for (const text of ["lock", "announce x", "kick ada", "set locked=true", "unban x"])
    expect(readCommand(text, null).do, text).toBe("wrong");
});

it("completes names of commands, rooms, members and settings", () => {
  const words = { rooms: ["duel-1", "duel-2", "den"], members: ["ada", "bob"] };
  expect(completeCommand("ann", words).text).toBe("announce ");
  expect(completeCommand("open d", words)).toEqual({
    text: "open d",
    choices: ["duel-1", "duel-2", "den"],
  });
  expect(completeCommand("open du", words).text).toBe("open duel-");
  expect(completeCommand("kick b", words).text).toBe("kick bob ");
  expect(completeCommand("set locked=true cap", words).text).toBe("set locked=true capacity=");
  expect(completeCommand("nothing x", words)).toEqual({ text: "nothing x", choices: [] });
});
