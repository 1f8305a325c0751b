// The chat as lines that come once each: what is told, how it is worded for eyes and for ears, and nothing twice.
import { beforeEach, describe, expect, it } from "vitest";
import { news, nothingPrinted } from "../../../src/tui/state/chat-plain.ts";
import { plainText } from "../../../src/tui/state/lines.ts";
import { member, NOW, Reader, said, view, withData } from "../../support/chat.ts";

let reader: Reader;
let before = nothingPrinted;
/** What is new since the last time. */
function lines(readOut = false, columns = 80): string[] {
  const { lines: found, printed } = news(reader.state, before, { readOut, columns });
  before = printed;
  return found.map((line) => plainText(line).replace(/[\u2068\u2069]/g, ""));
}

beforeEach(() => {
  reader = new Reader();
  before = nothingPrinted;
});

describe("for eyes", () => {
  it("tells what was said before, where one is, and then each message once", () => {
    reader.open("lobby", [said(1, "from before")]);
    expect(lines()).toEqual([
      "12:00 bob: from before",
      "12:00 -- #lobby · 2/8 here: ada (you), bob",
      "12:00 -- Enter sends what you type · /help lists commands · Ctrl-D ends",
    ]);
    reader.hears("lobby", { type: "message", message: said(2, "ada: look\nat this") });
    expect(lines()).toEqual(["12:00 ! bob: ada: look", "      | at this"]);
    expect(lines()).toEqual([]);
    reader.hears("lobby", { type: "message", message: withData(said(3, "waves"), { action: true }) });
    reader.hears("lobby", { type: "announcement", text: "closing", from: "admin" });
    expect(lines()).toEqual(["12:00 * bob waves", "12:00 ** admin: closing"]);
  });

  it("tells comings and goings one by one, though a screen puts them together", () => {
    reader.open("lobby");
    lines();
    const cleo = member("p3", "cleo", 3);
    reader.hears("lobby", { type: "member.joined", member: cleo });
    expect(lines()).toEqual(["12:00 -- cleo joined"]);
    reader.hears("lobby", { type: "member.joined", member: member("p4", "dan", 4) });
    reader.hears("lobby", { type: "member.held", member: { ...cleo, state: "held" } });
    expect(lines()).toEqual(["12:00 -- dan joined · cleo lost the connection, seat kept 30 s"]);
    reader.hears("lobby", { type: "member.returned", member: cleo });
    expect(lines()).toEqual(["12:00 -- cleo is back"]);
    reader.hears("lobby", { type: "member.left", peer: "p3", reason: "kick" });
    expect(lines()).toEqual(["12:00 -- cleo was removed"]);
    expect(lines()).toEqual([]);
  });

  it("breaks what it tells between words, behind a margin, and leaves what others say to the terminal", () => {
    reader.open("lobby", [said(1, "as long as it is said, in one line")]);
    expect(lines(false, 30)).toEqual([
      "12:00 bob: as long as it is said, in one line",
      "12:00 -- #lobby · 2/8 here:",
      "         ada (you), bob",
      "12:00 -- Enter sends what you",
      "         type · /help lists",
      "         commands · Ctrl-D",
      "         ends",
    ]);
  });

  it("says of what day something is, where that is another one", () => {
    reader.open("lobby", [{ ...said(1, "early"), time: NOW - 24 * 3_600_000 }, said(2, "late")]);
    expect(lines().slice(0, 4)).toEqual([
      "12:00 -- Tuesday, 24 November 2026",
      "12:00 bob: early",
      "12:00 -- Wednesday, 25 November 2026",
      "12:00 bob: late",
    ]);
    expect(lines()).toEqual([]);
  });

  it("tells what is from before when it was asked for, once, also in a window that was emptied", () => {
    reader.open("lobby", [said(3, "three")]);
    lines();
    reader.hears("lobby", { type: "older", messages: [said(1, "one"), said(2, "two")], more: false });
    expect(lines()).toEqual(["12:00 bob: one", "12:00 bob: two"]);
    expect(lines()).toEqual([]);
    reader.acts({ type: "clear" });
    expect(lines()).toEqual([]);
    reader.hears("lobby", { type: "older", messages: [said(2, "two"), said(3, "three")], more: true });
    expect(lines()).toEqual(["12:00 bob: two", "12:00 bob: three"]);
    reader.hears("lobby", { type: "older", messages: [said(1, "one")], more: false });
    expect(lines()).toEqual(["12:00 bob: one"]);
  });

  it("leaves own lines as they were typed, and tells what could not be sent, also the second time", () => {
    reader.open("lobby");
    lines();
    reader.acts({ type: "send", key: "a", text: "hello", name: "ada", typed: true });
    expect(lines()).toEqual([]);
    reader.acts({ type: "sent", key: "a", offset: 1 });
    reader.acts({ type: "send", key: "b", text: "two", name: "ada" });
    reader.acts({ type: "failed", key: "b", message: "too long" });
    expect(lines()).toEqual(["12:00 -- not sent: two · too long · /resend tries again"]);
    reader.acts({ type: "resend", key: "b" });
    expect(lines()).toEqual([]);
    reader.acts({ type: "failed", key: "b", message: "still" });
    expect(lines()).toEqual(["12:00 -- not sent: two · still · /resend tries again"]);
    expect(lines()).toEqual([]);
  });

  it("says where something was said as soon as there are several windows", () => {
    reader.open("lobby");
    lines();
    reader.open("dev", [], true);
    reader.hears("lobby", { type: "message", message: said(1, "here") });
    reader.hears("dev", { type: "message", message: said(1, "there") });
    expect(lines()).toEqual([
      "12:00 #lobby bob: here",
      "12:00 #dev bob: there",
      "12:00 -- #dev · 2/8 here: ada (you), bob",
    ]);
  });

  it("tells what was asked for, and how the connection is", () => {
    reader.open("lobby");
    lines();
    reader.does({ type: "hint", text: "bob was removed" });
    reader.does({ type: "link", link: { state: "reconnecting", retryAt: NOW + 2_000 } });
    expect(lines()).toEqual([
      "12:00 -- reconnecting 2s · what you type is sent when it is back",
      "12:00 -- bob was removed",
    ]);
    reader.does({ type: "link", link: { state: "reconnecting", retryAt: NOW + 9_000 } });
    expect(lines()).toEqual([]);
    reader.does({ type: "link", link: { state: "open" } });
    const seat = { view: view("lobby"), self: "p1", members: [member("p1", "ada", 1)] };
    reader.hears("lobby", { type: "rejoined", missed: 0, complete: true, ...seat });
    expect(lines()).toEqual(["12:00 -- connected again"]);
    reader.acts({ type: "slow", until: NOW + 3_000 });
    expect(lines()).toEqual(["12:00 -- too fast: sending again in 3 s"]);
    reader.hears("lobby", {
      type: "ended",
      why: "you were removed from the room",
      next: "/join lobby comes back",
    });
    expect(lines()).toEqual(["12:00 -- you were removed from the room · /join lobby comes back"]);
  });
});

describe("for ears", () => {
  it("who speaks comes first, signs are words, and a message is one line", () => {
    reader.open("lobby");
    expect(lines(true)).toEqual([
      "You are in lobby, with 2 here: ada (you), bob",
      "Enter sends what you type. /help lists commands. Ctrl-D ends",
    ]);
    reader.hears("lobby", { type: "message", message: said(1, "one\nadmin, 12:00: two") });
    reader.hears("lobby", { type: "message", message: said(2, "hello ada") });
    reader.hears("lobby", { type: "message", message: withData(said(undefined, "psst"), { direct: true }) });
    reader.hears("lobby", { type: "announcement", text: "closing", from: "host" });
    expect(lines(true)).toEqual([
      "bob in lobby, 12:00: one / admin, 12:00: two",
      "bob to you in lobby, 12:00: hello ada",
      "Announcement of the host: closing",
      "only bob and you see this; it is stored nowhere",
      "bob to you alone, 12:00: psst",
    ]);
  });
});
