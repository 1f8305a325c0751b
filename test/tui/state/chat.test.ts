// The chat's windows: where what is said goes, what is new in them, and the way from one to another.
import { beforeEach, describe, expect, it } from "vitest";
import { windowBar } from "../../../src/tui/state/chat-bar.ts";
import { plainText } from "../../../src/tui/state/lines.ts";
import { linkText } from "../../../src/tui/state/link.ts";
import { member, NOW, Reader, said, withData } from "../../support/chat.ts";

let ada: Reader;
const bar = (columns = 80) => plainText(windowBar(ada.state, columns));

beforeEach(() => {
  ada = new Reader("lobby", "dev", "ops");
});

describe("what is new", () => {
  it("is counted where nobody looks, and a mention marked", () => {
    ada.hears("lobby", { type: "message", message: said(1, "seen at once") });
    ada.hears(
      "dev",
      { type: "message", message: said(1, "one") },
      { type: "message", message: said(2, "two") },
    );
    ada.hears("ops", { type: "message", message: said(1, "Ada, come") });
    expect(bar()).toBe("[1:lobby] [2:dev 2] [3:ops!]");
    expect(ada.state.calls).toBe(1);
  });

  it("is not what only happens, and not what one said oneself", () => {
    ada.hears("dev", { type: "member.joined", member: member("p3", "cleo", 3) });
    ada.hears("dev", { type: "message", message: said(1, "from elsewhere", "p1", "ada") });
    expect(bar()).toBe("[1:lobby] [2:dev] [3:ops]");
  });

  it("is marked by a line above the first of it, which goes when one has read it and left", () => {
    ada.hears(
      "dev",
      { type: "message", message: said(1, "one") },
      { type: "message", message: said(2, "two") },
    );
    ada.does({ type: "go", to: 2 });
    const rows = ada.rows(40, 6);
    expect(rows.findIndex((row) => row.includes("─ new ─"))).toBe(
      rows.findIndex((row) => row.includes("one")) - 1,
    );
    expect(bar()).toBe("[1:lobby] [2:dev] [3:ops]");
    ada.hears("dev", { type: "message", message: said(3, "while looking") });
    expect(ada.rows(40, 6).filter((row) => row.includes("─ new ─"))).toHaveLength(1);
    ada.does({ type: "go", to: 1 }, { type: "go", to: 2 });
    expect(ada.rows(40, 6).join()).not.toContain("─ new ─");
  });

  it("is marked too where it was missed while the connection was away", () => {
    const seat = { view: ada.window as never, self: "p1", members: [member("p1", "ada", 1)] };
    ada.hears("lobby", { type: "rejoined", ...seat, missed: 1, complete: true });
    ada.hears("lobby", { type: "message", message: said(4, "missed") });
    expect(ada.rows(40, 3).map((row) => row.trim())[1]).toMatch(/─ new ─/);
  });
});

describe("the way", () => {
  it("leads to numbers, to the next one and around, back, and to where something is new", () => {
    const at = (...to: Parameters<typeof ada.does>) => {
      ada.does(...to);
      return ada.window.title;
    };
    expect(at({ type: "go", to: 3 })).toBe("ops");
    expect(at({ type: "go", to: { step: 1 } })).toBe("lobby");
    expect(at({ type: "go", to: { step: -1 } })).toBe("ops");
    expect(at({ type: "go", to: "previous" })).toBe("lobby");
    expect(at({ type: "go", to: "activity" }), "nothing is new").toBe("lobby");
    expect(at({ type: "go", to: 9 }), "there is no such window").toBe("lobby");
    ada.hears("dev", { type: "message", message: said(1, "hello") });
    ada.hears("ops", { type: "message", message: said(1, "ada!") });
    expect(at({ type: "go", to: "activity" }), "mentions first").toBe("ops");
    expect(at({ type: "go", to: "activity" })).toBe("dev");
  });

  it("keeps what was typed and where one read, in each window", () => {
    ada.type("half a thought");
    ada.acts({ type: "scroll", anchor: { id: 1, row: 0 } });
    ada.does({ type: "go", to: 2 });
    expect(ada.window.input.before).toBe("");
    ada.does({ type: "go", to: 1 });
    expect(ada.window.input.before).toBe("half a thought");
    expect(ada.window.anchor).not.toBeNull();
  });

  it("out of a window leads to the one before it", () => {
    ada.does({ type: "go", to: 2 }, { type: "close", id: "#dev" });
    expect(ada.window.title).toBe("lobby");
    expect(bar()).toBe("[1:lobby] [2:ops]");
  });

  it("is shown in part where there is no room for all windows", () => {
    for (let i = 0; i < 20; i++) ada.open(`room${i}`);
    ada.does({ type: "go", to: 10 });
    expect(bar(40).length).toBeLessThanOrEqual(40);
    expect(bar(40)).toMatch(/^… .*\[10:room6\].* …$/);
  });
});

describe("what is said to one alone", () => {
  const direct = (text: string) => withData(said(undefined, text), { direct: true });

  it("has a window of its own, which calls", () => {
    ada.hears("lobby", { type: "message", message: direct("psst") });
    expect(bar()).toBe("[1:lobby] [2:dev] [3:ops] [4:@bob!]");
    expect(ada.state.calls).toBe(1);
    ada.does({ type: "go", to: 4 });
    expect(ada.said).toEqual(["--: only bob and you see this; it is stored nowhere", "bob: psst"]);
  });

  it("is what was said to all if the history has it", () => {
    ada.hears("lobby", { type: "message", message: withData(said(7, "loud"), { direct: true }) });
    expect(ada.said.at(-1)).toBe("bob: loud");
    expect(ada.state.windows).toHaveLength(3);
  });

  it("ends when the other one is gone, and says so", () => {
    ada.does({ type: "direct", room: "#lobby", peer: "p2" });
    ada.hears("lobby", { type: "member.left", peer: "p2", reason: "lost" });
    expect(ada.window).toMatchObject({ kind: "direct", seated: false });
    expect(ada.said.at(-1)).toContain("bob is gone");
  });

  it("closes with its room", () => {
    ada.does({ type: "direct", room: "#lobby", peer: "p2" }, { type: "close", id: "#lobby" });
    expect(bar()).toBe("[1:dev] [2:ops]");
  });
});

it("who is ignored is not heard, nor seen typing, nor given a window", () => {
  ada.does({ type: "ignore", ignored: [{ peer: "p2", name: "bob" }] });
  const before = ada.state.windows;
  ada.hears("lobby", { type: "message", message: said(1, "hello ada") });
  ada.hears("lobby", { type: "typing", message: { ...said(undefined, ""), event: "typing" } });
  ada.hears("lobby", { type: "message", message: withData(said(undefined, "psst"), { direct: true }) });
  expect(ada.state.windows).toEqual(before);
});

describe("typing", () => {
  const typing = { type: "typing", message: { ...said(undefined, ""), event: "typing", data: {} } } as const;
  const status = () => ada.screen().at(-3);

  it("is told for a while, and is no line", () => {
    const before = ada.window.entries;
    ada.hears("lobby", typing);
    expect(status()).toContain("bob is typing…");
    ada.now = NOW + 6_000;
    ada.does({ type: "tick" });
    expect(status()).not.toContain("typing");
    expect(ada.window.entries).toBe(before);
  });

  it("ends with what was typed, and with who typed it", () => {
    ada.hears("lobby", typing, { type: "message", message: said(1, "typed") });
    expect(status()).not.toContain("typing");
    ada.hears("lobby", typing, { type: "member.left", peer: "p2", reason: "leave" });
    expect(status()).not.toContain("typing");
  });
});

it("the connection is told by a glyph and words", () => {
  expect(linkText({ state: "open" }, NOW)).toBe("● connected");
  expect(linkText({ state: "reconnecting", retryAt: NOW + 2_100 }, NOW)).toBe("○ reconnecting 3s");
  expect(linkText({ state: "closed", reason: "token refused" }, NOW)).toBe("✗ disconnected: token refused");
});
