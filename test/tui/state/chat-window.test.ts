// One window of the chat: what is kept, told apart and shown once; and own lines from being typed to being stored.
import { beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../../src/protocol/shapes.ts";
import { linksIn, mentions } from "../../../src/tui/state/chat-entry.ts";
import { refusal } from "../../../src/tui/state/chat-window.ts";
import { member, NOW, Reader, said, view, withData } from "../../support/chat.ts";

let ada: Reader;
beforeEach(() => {
  ada = new Reader("r");
});
const back = (self: string) => ({
  type: "rejoined" as const,
  view: view("r"),
  self,
  members: [member(self, "ada", 1), member("p2", "bob", 2)],
  missed: 0,
  complete: true,
});

describe("what is shown", () => {
  it("is inert: names, texts, other data, announcements, topics and reasons", () => {
    ada.hears(
      "r",
      { type: "message", message: said(1, "a\u001b[2Jb\nc\u202ed", "p9", "e\u009bvil") },
      { type: "message", message: { ...said(2, ""), event: "mo\u0007ve", data: { x: "\u001b" } } as Message },
      { type: "member.joined", member: member("p3", "cl\u202eeo", 3) },
      { type: "announcement", text: "now\u001b[0m", from: "host" },
      { type: "room", view: view("r", { data: { topic: "t\u0007" } }) },
      { type: "typing", message: { ...said(undefined, "", "p4", "d\u0007an"), event: "typing" } },
      { type: "ended", why: "refused: \u001b]0;x\u0007", next: "" },
    );
    const shown = [...ada.said, ...ada.window.people.map(({ name }) => name), ...ada.screen()].join("\n");
    expect(shown).not.toMatch(/[\u001b\u009b\u202e\u0007]/);
    expect(ada.said[0]).toBe("e\\u{9b}vil: a\\u{1b}[2Jb|c\\u{202e}d");
  });

  it("tells look-alikes among the members apart, and only them", () => {
    ada.hears("r", { type: "member.joined", member: member("peer-3f2a", "BOB", 3) });
    expect(ada.window.people.map(({ name }) => name)).toEqual(["ada", "bob~p2", "BOB~3f2a"]);
    ada.hears("r", { type: "member.left", peer: "p2", reason: "leave" });
    expect(ada.window.people.map(({ name }) => name)).toEqual(["ada", "BOB"]);
  });

  it("is kept up to a limit, the newest of it", () => {
    for (let i = 1; i <= 5_010; i++) ada.hears("r", { type: "message", message: said(i, `m${i}`) });
    expect(ada.window.entries).toHaveLength(5_000);
    expect(ada.said.at(-1)).toBe("bob: m5010");
    ada.acts({ type: "older", messages: [said(1, "m1")], more: true });
    expect(ada.said[0]).not.toContain("m1:");
    expect(ada.window.older).toBe("full");
  });

  it("gets older messages in front, without those it has, and knows where they begin", () => {
    ada.hears("r", { type: "message", message: said(5, "five") });
    expect(ada.window.older).toBe("start");
    ada.acts({ type: "loading", loading: true });
    ada.acts({ type: "older", messages: [said(3, "three"), said(4, "four"), said(5, "five")], more: false });
    expect(ada.said).toEqual(["bob: three", "bob: four", "bob: five"]);
    const ids = ada.window.entries.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(ada.window.older).toBe("start");
  });

  it("asks for older ones only where there may be some", () => {
    const more = new Reader();
    more.open("m", [said(30, "thirty")]);
    expect(more.window.older).toBe("more");
    more.open("n", [said(1, "one")]);
    expect(more.state.windows[1]!.older).toBe("start");
  });

  it("says what somebody does without a colon, and what a host says aloud", () => {
    ada.hears("r", { type: "message", message: withData(said(1, "waves"), { action: true }) });
    ada.hears("r", { type: "announcement", text: "closing", from: "host" });
    expect(ada.rows(60, 2)).toEqual([
      expect.stringMatching(/^ 12:00 +\* │ bob waves$/),
      expect.stringMatching(/ host ! closing$/),
    ]);
  });

  it("tells what changed about the room", () => {
    ada.hears("r", {
      type: "room",
      view: view("r", { locked: true, status: "active", data: { topic: "tea" } }),
    });
    ada.hears("r", { type: "host.changed", host: "p2" });
    expect(ada.said).toEqual([
      "--: the room is active now",
      "--: the room is locked",
      "--: the topic is: tea",
      "--: bob is the host now",
    ]);
    expect(ada.screen()[0]).toMatch(/^ #r · active · locked · tea +2\/8 here · you are ada $/);
  });

  it("says what became of the seat, and what to type", () => {
    ada.hears("r", { type: "ended", why: "you were removed from the room", next: "/join r comes back" });
    expect(ada.said.at(-1)).toBe("--: you were removed from the room · /join r comes back");
    expect(refusal(ada.window, "x", true)).toContain("/join r");
  });

  it("says who is alone how others come in", () => {
    const alone = new Reader();
    const members = [member("p1", "ada", 1)];
    alone.does({ type: "open", room: "x", view: view("x"), self: "p1", members, messages: [], focus: true });
    expect(alone.said).toEqual(["--: you are alone here; others come in with: rtrooms chat x"]);
  });
});

describe("a mention", () => {
  it.each([
    ["ada?", true],
    ["hi ADA", true],
    ["(ada)", true],
    ["adage", false],
    ["canada", false],
    ["ada_l", false],
    ["", false],
  ])("%j: %s", (text, expected) => expect(mentions(text, "ada")).toBe(expected));

  it("may have any signs in its name", () => {
    expect(mentions("hey a.b+c!", "a.b+c")).toBe(true);
    expect(mentions("hey axb+c!", "a.b+c")).toBe(false);
    expect(mentions("привет Оля", "оля")).toBe(true);
    expect(mentions("anything", "")).toBe(false);
  });

  it("is marked by more than a colour", () => {
    ada.hears("r", { type: "message", message: said(1, "ada: look") });
    expect(ada.rows(60, 1)[0]).toContain("bob ! ada: look");
  });
});

it("links end before what ends a sentence", () => {
  expect(linksIn("see https://a.example/x?y=1#z, (http://b.example/c). ftp://no")).toEqual([
    "https://a.example/x?y=1#z",
    "http://b.example/c",
  ]);
});

describe("an own line", () => {
  const send = { type: "send", key: "k1", text: "mine", name: "ada", typed: true } as const;

  it("is sending, then sent, or failed with the reason, and may go again", () => {
    ada.type("mine");
    ada.acts(send);
    expect(ada.window.input.before).toBe("");
    expect(ada.window.pending).toBe(1);
    expect(ada.rows(60, 1)[0]).toMatch(/mine …$/);
    ada.acts({ type: "sent", key: "k1", offset: 4 });
    expect(ada.window.entries.at(-1)).toMatchObject({ delivery: "sent", offset: 4, mine: true });
    expect(ada.window.pending).toBe(0);
    ada.acts({ ...send, key: "k2" }, { type: "failed", key: "k2", message: "not joined" });
    expect(ada.rows(60, 1)[0]).toMatch(/mine ✗ not sent: not joined · \/resend$/);
    expect(ada.window.pending).toBe(0);
    ada.acts({ type: "resend", key: "k2" });
    expect(ada.window.entries.at(-1)).toMatchObject({ delivery: "sending" });
    expect(ada.window.pending).toBe(1);
  });

  it("is counted while the connection is away", () => {
    ada.acts(send, { ...send, key: "k2" });
    ada.does({ type: "link", link: { state: "reconnecting", retryAt: NOW + 2_100 } });
    expect(ada.screen().at(-3)).toMatch(/^ ○ reconnecting 3s \(2 queued\)/);
  });

  it("says that it was too fast, until it goes again", () => {
    ada.acts(send, { type: "slow", until: NOW + 1_500 });
    expect(ada.screen().at(-3)).toContain("too fast: sending again in 2 s");
    ada.acts({ type: "sent", key: "k1", offset: 1 });
    expect(ada.screen().at(-3)).not.toContain("too fast");
  });

  it("is shown once when it comes back as history before its acknowledgement", () => {
    ada.acts(send);
    ada.hears("r", back("p1b"), { type: "message", message: said(4, "mine", "p1", "ada") });
    ada.acts({ type: "sent", key: "k1", offset: 4 });
    expect(ada.said.filter((line) => line.endsWith("mine"))).toEqual(["ada: mine"]);
    expect(ada.window.entries.find(({ offset }) => offset === 4)).toMatchObject({ mine: true });
    expect(ada.window.pending).toBe(0);
  });

  it("is shown once when it comes back after its acknowledgement", () => {
    ada.acts(send, { type: "sent", key: "k1", offset: 4 });
    ada.hears("r", back("p1b"), { type: "message", message: said(4, "mine", "p1", "ada") });
    expect(ada.said.filter((line) => line.endsWith("mine"))).toHaveLength(1);
  });

  it("does not hide another message of the same offset from a store that began anew", () => {
    ada.acts(send, { type: "sent", key: "k1", offset: 1 });
    ada.hears("r", { type: "message", message: said(1, "new beginning") });
    expect(ada.said).toContain("bob: new beginning");
  });

  it("is refused while it can't be sent, with the reason", () => {
    expect(refusal(ada.window, "é".repeat(2048), true)).toBeNull();
    expect(refusal(ada.window, "é".repeat(2049), true)).toContain("4098 bytes");
    expect(refusal(ada.window, "x", false)).toContain("/quit");
  });
});

describe("comings and goings", () => {
  const cleo = member("p3", "cleo", 3);
  const dan = member("p4", "dan", 4);

  it("in a row are one line, until something is said", () => {
    ada.hears("r", { type: "member.joined", member: cleo }, { type: "member.joined", member: dan });
    ada.hears("r", { type: "member.left", peer: "p2", reason: "leave" });
    expect(ada.said).toEqual(["--: cleo, dan joined · bob left"]);
    ada.hears("r", { type: "message", message: said(1, "hi", "p3", "cleo") });
    ada.hears("r", { type: "member.left", peer: "p4", reason: "kick" });
    expect(ada.said.at(-1)).toBe("--: dan was removed");
    ada.now += 11 * 60_000;
    ada.hears("r", { type: "member.left", peer: "p3", reason: "ban" });
    expect(ada.said.at(-1)).toBe("--: cleo was banned");
  });

  it("say what came of it", () => {
    ada.hears("r", { type: "member.held", member: { ...member("p2", "bob", 2), state: "held" } });
    expect(ada.said).toEqual(["--: bob lost the connection, seat kept 30 s"]);
    expect(ada.screen(100).join("\n")).toMatch(/bob \(away\)/);
    ada.hears("r", { type: "member.left", peer: "p2", reason: "lost" });
    expect(ada.said).toEqual(["--: bob did not come back"]);
    ada.hears(
      "r",
      { type: "member.joined", member: cleo },
      { type: "member.left", peer: "p3", reason: "leave" },
    );
    expect(ada.said).toEqual(["--: bob did not come back · cleo came and left"]);
    ada.hears("r", { type: "member.joined", member: member("p2b", "bob", 7) });
    expect(ada.said).toEqual(["--: cleo came and left · bob left and came again"]);
  });

  it("name a few and count the rest", () => {
    for (let i = 0; i < 40; i++)
      ada.hears("r", { type: "member.joined", member: member(`q${i}`, `n${i}`, 10 + i) });
    expect(ada.said).toEqual(["--: n0, n1, n2, n3, n4 and 35 more joined"]);
  });
});
