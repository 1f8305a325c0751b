// Options before the command that they belong to are moved behind it; nothing else moves.
import { describe, expect, it } from "vitest";
import { placeOptions } from "../../src/cli/argv.ts";
import { createProgram } from "../../src/cli/program.ts";

const placed = (line: string): string => placeOptions(createProgram(), line.split(" ")).argv.join(" ");

describe("an option", () => {
  it.each([
    ["--url http://x stats --json", "stats --url http://x --json"],
    ["--url=http://x stats", "stats --url=http://x"],
    ["rooms --url http://x get lobby", "rooms get --url http://x lobby"],
    ["--ns games rooms --json wait duel", "rooms wait --ns games --json duel"],
    ["-y rooms close duel", "rooms close -y duel"],
    ["--watch stats", "stats --watch"],
    ["--watch 5s stats", "stats --watch 5s"],
    ["relay --fail-on sure lint call.jsonl", "relay lint --fail-on sure call.jsonl"],
  ])("in front of its command goes behind it: %s", (line, wanted) => {
    expect(placed(line)).toBe(wanted);
  });

  it.each([
    ["-q chat lobby"],
    ["chat lobby --url http://x"],
    ["rooms announce lobby --yes"],
    ["--bogus stats"],
    ["rooms --json"],
    ["-- stats --url x"],
  ])("stays where it is at home, or where nobody knows it: %s", (line) => {
    expect(placed(line)).toBe(line);
  });

  it.each([
    ["chat lobby -q", "-q chat lobby"],
    ["stats --json -q", "-q stats --json"],
    ["relay lint call.jsonl --no-color --json", "--no-color relay lint call.jsonl --json"],
    ["chat --name -q lobby", "chat --name -q lobby"],
    ["chat lobby -- -q", "chat lobby -- -q"],
  ])("of the program may stand anywhere: %s", (line, wanted) => {
    expect(placed(line)).toBe(wanted);
  });

  it("is not taken for a command where it is another one's value", () => {
    const { command, argv } = placeOptions(createProgram(), ["--name", "rooms", "chat", "lobby"]);
    expect(command.name()).toBe("chat");
    expect(argv).toEqual(["chat", "--name", "rooms", "lobby"]);
  });
});
