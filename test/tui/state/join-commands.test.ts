// What is typed behind the `:` of the join screen, what one may do in a room, and what is asked before it is done.
import { describe, expect, it } from "vitest";
import { joinFooter } from "../../../src/tui/join-footer.ts";
import { candidatesOf, completedCommand, parseCommand } from "../../../src/tui/state/join-commands.ts";
import { questionFor, whyNot, whyNotOn } from "../../../src/tui/state/join-rights.ts";
import { happens, member, reached, seated, three } from "../../support/join.ts";

const asMember = reached(seated());
const asHost = reached(seated({ data: { mode: "ctf", "map name": 1 } }, "p1"));

describe("a command", () => {
  it.each([
    ["ready", { does: "ready" }],
    ["kick cleo", { does: "kick", peer: "p3" }],
    ["ban 3", { does: "ban", peer: "p3" }],
    ["host CL", { does: "host", peer: "p3" }],
    ["announce  two minutes ", { does: "announce", text: "two minutes" }],
    ["set round=2 mode=", { does: "set", data: { "map name": 1, round: 2 } }],
    [
      'data team="the red" tags=["a"] n=1e2',
      { does: "data", data: { score: 3, team: "the red", tags: ["a"], n: 100 } },
    ],
    ["data __proto__=1", { does: "data" }],
    ["capacity 8", { does: "capacity", seats: 8 }],
    ["visibility private", { does: "visibility", visibility: "private" }],
    ["q", { does: "leave" }],
  ])(":%s", (text, command) => {
    expect(parseCommand(text, asHost)).toMatchObject(command);
  });

  it.each([
    ["", "no command"],
    ["frobnicate", "there is no :frobnicate"],
    ["kick", "whom?"],
    ["kick dan", "nobody here is called dan"],
    ["set nothing", "like :set"],
    ["capacity many", "how many?"],
    ["capacity 0", "how many?"],
    ["visibility hidden", "one of: :visibility public | unlisted | private"],
    ["ready now", ":ready takes nothing more"],
  ])(":%s is none, and it is said why", (text, why) => {
    expect(parseCommand(text, asHost)).toContain(why);
  });

  it("about a name that two have asks for the number of the seat", () => {
    const twins = reached(seated({}, "p1", [...three(), member("p4", "cleo", 4)]));
    expect(parseCommand("kick cleo", twins)).toContain("more than one");
    expect(parseCommand("kick 4", twins)).toEqual({ does: "kick", peer: "p4" });
  });

  it.each([
    ["ki", "kick "],
    ["kick c", "kick cleo "],
    ["kick a", null],
    ["set mo", "set mode= "],
    ["visibility p", null],
    ["visibility pr", "visibility private "],
  ])(":%s and Tab", (text, longer) => {
    expect(completedCommand(text, asHost)).toBe(longer);
  });

  it("shows beside it what it may become", () => {
    expect(candidatesOf("un", asHost)).toBe("unready unlock");
    expect(candidatesOf("kick ", asHost)).toBe("bob cleo");
    expect(candidatesOf("announce ", asHost)).toBe(":announce TEXT · a notice to everybody in the room");
  });
});

describe("what one may do", () => {
  it("says why not", () => {
    expect(whyNot(asMember, "start")).toBe("only the host may do that: ada");
    expect(whyNot(asMember, "ready")).toBeNull();
    expect(whyNot(asHost, "start")).toBeNull();
    expect(whyNot(asHost, "finish")).toContain("has to start");
    const active = reached(seated({ status: "active" }, "p1"));
    expect([whyNot(active, "start"), whyNot(active, "finish")]).toEqual(["the room is active already", null]);
    const over = reached(seated(), { type: "ended", why: "kicked", reason: "kick" });
    expect(whyNot(over, "say")).toContain("no seat");
    expect(whyNot(over, "leave")).toBeNull();
    const eve = member("p2", "eve", 2, { role: "spectator" });
    expect(whyNot(reached(seated({}, "p2", [eve])), "ready")).toContain("spectators");
    expect(whyNotOn(asHost, "kick", "p1")).toContain("select another member");
    expect(whyNotOn(asHost, "kick", "p3")).toBeNull();
  });

  it("asks before what can't be undone, with the name in the question", () => {
    expect(questionFor(asHost, { does: "kick", peer: "p3" })?.question).toBe("Remove cleo from the room?");
    expect(questionFor(asHost, { does: "close" })).toMatchObject({ by: "name" });
    expect(questionFor(asHost, { does: "lock" })).toBeNull();
    expect(questionFor(asHost, { does: "leave" })).toBeNull();
    const active = reached(seated({ status: "active" }));
    expect(questionFor(active, { does: "leave" })?.question).toContain("while it is active");
  });
});

describe("the footer", () => {
  it("names the keys that do something now, and always the way out", () => {
    expect(joinFooter(asMember, 200)).toBe(
      "Space ready · c chat · i invite · : command · Tab panel · Enter open · ? help · q leave",
    );
    expect(joinFooter(reached(seated({}, "p1"), { type: "step", by: 1 }), 200)).toContain(
      "s start · i invite · K kick",
    );
    expect(joinFooter(asHost, 200)).not.toContain("kick");
    expect(joinFooter(asMember, 40)).toBe("Space ready · c chat · ? help · q leave");
    const ready = happens("member.updated", { member: member("p2", "bob", 2, { ready: true }) });
    expect(joinFooter(reached(seated(), ready), 80)).toMatch(/^Space not ready/);
    const over = reached(seated(), { type: "ended", why: "kicked", reason: "kick" });
    expect(joinFooter(over, 80)).not.toContain("chat");
  });
});
