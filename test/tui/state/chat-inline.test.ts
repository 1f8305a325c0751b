// What the chat without a screen of its own prints, once each and in which order, and under which titles.
import { expect, it } from "vitest";
import { nothingPrinted, printed } from "../../../src/tui/state/chat-inline.ts";
import { plainText } from "../../../src/tui/state/lines.ts";
import { Reader, said } from "../../support/chat.ts";

function paper(reader: Reader): () => string[] {
  let before = nothingPrinted;
  return () => {
    const { lines, printed: now } = printed(reader.state, before, 60);
    before = now;
    return lines.map((line) =>
      plainText(line)
        .trim()
        .replace(/^\d\d:\d\d +/, ""),
    );
  };
}

it("prints what is from before when it was asked for, with a title, and goes on under the window's", () => {
  const reader = new Reader();
  reader.open("lobby", [said(3, "three")]);
  const news = paper(reader);
  expect(news()).toEqual(["bob │ three"]);
  reader.hears("lobby", { type: "older", messages: [said(1, "one"), said(2, "two")], more: false });
  expect(news()).toEqual(["── #lobby, older ──", "bob │ one", "bob │ two"]);
  expect(news()).toEqual([]);
  reader.hears("lobby", { type: "message", message: said(4, "four") });
  expect(news()).toEqual(["── #lobby ──", "bob │ four"]);
  reader.acts({ type: "clear" });
  expect(news()).toEqual([]);
  reader.hears("lobby", { type: "older", messages: [said(3, "three"), said(4, "four")], more: true });
  expect(news()).toEqual(["── #lobby, older ──", "bob │ three", "bob │ four"]);
  expect(news()).toEqual([]);
});

it("names the window of each line where there are several", () => {
  const reader = new Reader("lobby", "dev");
  const news = paper(reader);
  news();
  reader.hears("dev", { type: "message", message: said(1, "there") });
  reader.hears("lobby", { type: "message", message: said(1, "here") });
  expect(news()).toEqual(["── #lobby ──", "bob │ here", "── #dev ──", "bob │ there"]);
});

it("prints own messages when they are kept, and what could not be sent once", () => {
  const reader = new Reader("lobby");
  const news = paper(reader);
  reader.acts({ type: "send", key: "a", text: "hello", name: "ada", typed: true });
  expect(news()).toEqual([]);
  reader.acts({ type: "sent", key: "a", offset: 1 });
  expect(news()).toEqual(["ada │ hello"]);
  reader.acts({ type: "send", key: "b", text: "two", name: "ada" });
  reader.acts({ type: "failed", key: "b", message: "too long" });
  expect(news()).toEqual([expect.stringContaining("ada │ two ✗ not sent: too long")]);
  expect(news()).toEqual([]);
});
