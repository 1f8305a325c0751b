// The /commands of a chat: what a typed line means, and what is said about one that means nothing.
import { describe, expect, it } from "vitest";
import {
  chatCommands,
  commandHelp,
  describeCommand,
  parseLine,
  specOf,
  usageOf,
} from "../../../src/tui/state/chat-commands.ts";

describe("a typed line", () => {
  it.each([
    ["hello", "hello"],
    ["//help", "/help"],
    [" /help", " /help"],
    ["a\n/quit", "a\n/quit"],
  ])("%j is said as %j", (typed, text) => {
    expect(parseLine(typed)).toEqual({ kind: "message", text });
  });

  it.each([
    ["/quit", "quit", []],
    ["/QUIT ", "quit", []],
    ["/leave", "part", []],
    ["/join dev", "join", ["dev"]],
    ["/join  dev  s3cret ", "join", ["dev", "s3cret"]],
    ["/msg bob are  you there?", "query", ["bob", "are  you there?"]],
    ["/query bob", "query", ["bob"]],
    ['/query "Ada Lovelace" hello "you"', "query", ["Ada Lovelace", 'hello "you"']],
    ['/kick "bob', "kick", ['"bob']],
    ["/me waves\nand leaves", "me", ["waves\nand leaves"]],
    ["/topic", "topic", []],
    ["/help /join", "help", ["/join"]],
  ])("%j is the command %s with %j", (typed, name, args) => {
    expect(parseLine(typed)).toEqual({ kind: "command", name, args });
  });

  it.each([
    ["/", "/help lists them"],
    ["/frob", "//frob"],
    ["/jion", "Did you mean /join ROOM [PASSWORD]?"],
    ["/announc", "Did you mean /announce TEXT?"],
    ["/join", "Type /join ROOM [PASSWORD], for example /join dev"],
    ["/lock it", "Type /lock"],
    ["/me ", "Type /me TEXT"],
    ["/nick cleo", "--name NAME"],
    ["/away", "/me is away"],
  ])("%j is refused, with what to type", (typed, said) => {
    const line = parseLine(typed);
    expect(line).toMatchObject({ kind: "error" });
    expect(line.kind === "error" && line.message).toContain(said);
  });
});

describe("the table", () => {
  it("has each name and alias once", () => {
    const words = chatCommands.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(words).size).toBe(words.length);
  });

  it.each(chatCommands)("has an example of /$name that works", ({ name, example }) => {
    expect(parseLine(example)).toMatchObject({ kind: "command", name: specOf(name)!.name });
  });

  it("is what help is made of", () => {
    expect(commandHelp()).toHaveLength(chatCommands.length);
    expect(describeCommand("/msg").join(" ")).toContain(usageOf(specOf("query")!));
    expect(describeCommand("kick")[0]).toContain("as host");
    expect(describeCommand("nick")[0]).toContain("--name");
    expect(describeCommand("frob")[0]).toContain("no /frob");
  });
});
