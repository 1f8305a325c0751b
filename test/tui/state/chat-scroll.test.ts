// The chat as rows: wrapped under the gutter, scrolled in its own history and the server's, and never more work than is seen.
import { beforeEach, describe, expect, it } from "vitest";
import { entryRows } from "../../../src/tui/state/chat-rows.ts";
import { scrolled, shownRows } from "../../../src/tui/state/chat-scroll.ts";
import { NOW, Reader, said } from "../../support/chat.ts";

const DAY = 24 * 3_600_000;
let ada: Reader;
const VIEW = { columns: 80, height: 5, now: NOW };
const texts = (height = 5) => ada.rows(80, height).map((row) => row.split("│ ")[1] ?? row.trim());
const scroll = (by: number) => {
  const { anchor, near } = scrolled(ada.window, by, VIEW);
  ada.acts({ type: "scroll", anchor });
  return near;
};

beforeEach(() => {
  ada = new Reader("r");
});
const says = (from: number, to: number) => {
  for (let i = from; i <= to; i++) ada.hears("r", { type: "message", message: said(i, `m${i}`) });
};

describe("rows", () => {
  it("wrap under the gutter, with time and name on the first one only", () => {
    ada.hears("r", { type: "message", message: said(1, "the quick brown fox jumps") });
    expect(ada.rows(31, 2)).toEqual([" 12:00   bob │ the quick brown", "             │ fox jumps"]);
  });

  it("leave a link whole where the gutter would break it", () => {
    const link = `https://example.com/${"x".repeat(40)}`;
    ada.hears("r", { type: "message", message: said(1, `look: ${link} nice`) });
    expect(ada.rows(90, 5).at(-1)).toContain(`│ look: ${link} nice`);
    const narrow = ada.rows(64, 5).map((row) => row.trim());
    expect(narrow).toContain(link);
    expect(narrow.at(-1)).toMatch(/│ nice$/);
  });

  it("say which day it is where it changes", () => {
    ada.hears("r", { type: "message", message: { ...said(1, "yesterday"), time: NOW - DAY } });
    ada.hears(
      "r",
      { type: "message", message: said(2, "today") },
      { type: "message", message: said(3, "still") },
    );
    const rows = ada.rows(60, 9);
    const days = rows.filter((row) => /─ \w+day, \d+ November 2026 ─/.test(row));
    expect(days).toEqual([expect.stringContaining("Tuesday, 24"), expect.stringContaining("Wednesday, 25")]);
    expect(rows.indexOf(days[1]!)).toBe(rows.findIndex((row) => row.includes("today")) - 1);
  });

  it("are no wider than the window", () => {
    const wide = "日本語の長いメッセージ".repeat(9);
    ada.hears("r", {
      type: "message",
      message: said(1, `${wide} ${"y".repeat(300)}`, "p9", "a very long name"),
    });
    for (const columns of [40, 61, 80])
      for (const line of ada.screen(columns, 20)) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it("are wrapped once for a width, however often they are shown", () => {
    says(1, 5_000);
    const entry = ada.window.entries.at(-1)!;
    const look = { columns: 80, names: 5, dated: false, marked: false };
    expect(entryRows(entry, look)).toBe(entryRows(entry, look));
    expect(shownRows(ada.window, VIEW).at(-1)!.line).toBe(shownRows(ada.window, VIEW).at(-1)!.line);
    expect(entryRows(entry, look)).not.toBe(entryRows(entry, { ...look, columns: 60 }));
  });

  it("that are shown are the only ones that are looked at", () => {
    says(1, 5_000);
    let looked = 0;
    const entries = new Proxy(ada.window.entries, {
      get(target, key, receiver) {
        if (typeof key === "string" && /^\d+$/.test(key)) looked++;
        return Reflect.get(target, key, receiver);
      },
    });
    shownRows({ ...ada.window, entries }, VIEW);
    shownRows({ ...ada.window, entries, anchor: { id: 2_500, row: 0 } }, VIEW);
    scrolled({ ...ada.window, entries, anchor: { id: 2_500, row: 0 } }, -4, VIEW);
    expect(looked).toBeLessThan(300);
  });
});

describe("scrolling", () => {
  it("goes by pages, holds still while messages come, counts them, and follows again at the end", () => {
    says(1, 20);
    expect(texts()).toEqual(["m16", "m17", "m18", "m19", "m20"]);
    expect(scroll(-4)).toBe(false);
    expect(texts()).toEqual(["m12", "m13", "m14", "m15", "m16"]);
    says(21, 21);
    expect(texts()).toEqual(["m12", "m13", "m14", "m15", "m16"]);
    expect(ada.screen().at(-3)).toContain("↓ 5 newer · Esc");
    scroll(100);
    expect(ada.window).toMatchObject({ anchor: null, below: 0 });
    expect(texts().at(-1)).toBe("m21");
  });

  it("stops at the beginning, which is said", () => {
    says(1, 20);
    scroll(-100);
    expect(texts()).toEqual(["this is where the history begins", "m1", "m2", "m3", "m4"]);
  });

  it("asks the server before the beginning is reached, and stays where it is when older ones come", () => {
    says(101, 120);
    ada.acts({ type: "loading", loading: false });
    expect(scroll(-4)).toBe(false);
    expect(scroll(-8)).toBe(true);
    ada.acts({ type: "loading", loading: true });
    scroll(-100);
    expect(texts()[0]).toBe("loading older messages…");
    const older = Array.from({ length: 100 }, (_, i) => said(i + 1, `m${i + 1}`));
    ada.acts({ type: "older", messages: older, more: false });
    expect(texts()).toEqual(["m100", "m101", "m102", "m103", "m104"]);
  });

  it("reaches every part of a message that is longer than the window", () => {
    const long = Array.from({ length: 40 }, (_, i) => `row${i}`).join("\n");
    ada.hears("r", { type: "message", message: said(1, long) }, { type: "message", message: said(2, "end") });
    const seen = new Set<string>(texts());
    for (let i = 0; i < 20; i++) {
      scroll(-4);
      for (const text of texts()) seen.add(text);
    }
    expect(seen.size).toBe(42);
  });

  it("of an empty window asks for older messages and moves nothing", () => {
    ada.acts({ type: "clear" });
    expect(scroll(-4)).toBe(true);
    expect(ada.window).toMatchObject({ anchor: null, older: "more" });
  });

  it("survives that entries are put away under it", () => {
    says(1, 5_000);
    scroll(-5_000);
    says(5_001, 5_400);
    expect(texts().at(-1)).toMatch(/^m\d+$/);
  });
});
