// A seat as lines that come once each: what is told and asked, how it is worded for eyes and for ears, and nothing twice.
import { expect, it } from "vitest";
import { clock } from "../../../src/tui/state/format.ts";
import { reduceJoin } from "../../../src/tui/state/join.ts";
import { news, nothingPrinted, overlayText } from "../../../src/tui/state/join-plain.ts";
import type { JoinAction, JoinState } from "../../../src/tui/state/join-state.ts";
import { initialJoin } from "../../../src/tui/state/join-state.ts";
import { lineWidth, plainText } from "../../../src/tui/state/lines.ts";
import { happens, member, NOW, seated } from "../../support/join.ts";

const eyes = { readOut: false, columns: 100 };
const ears = { readOut: true, columns: 80 };

/** What each action tells; all of `eyes` is said of the same minute. */
function teller(manner = eyes) {
  let state: JoinState = initialJoin("duel", NOW);
  let before = nothingPrinted;
  let now = NOW;
  return {
    get state() {
      return state;
    },
    does(...actions: JoinAction[]): string[] {
      state = actions.reduce((next, action) => reduceJoin(next, action, now), state);
      return this.news();
    },
    later(ms: number): string[] {
      now += ms;
      return this.does({ type: "tick" });
    },
    news(): string[] {
      const { lines, printed } = news(state, before, manner);
      before = printed;
      return lines.map((line) =>
        plainText(line)
          .replaceAll(`${clock(NOW)} `, "")
          .replaceAll(clock(NOW), "T"),
      );
    },
  };
}

const chat = (from: string, name: string, text: string): JoinAction =>
  happens("message", { from, name, event: "chat", data: { text }, time: NOW });

it("tells where one is, what happens, and each thing once", () => {
  const seat = teller();
  expect(seat.does(seated({ code: "K3MP9T" }))).toEqual([
    "-- you took a seat",
    "-- duel · waiting · 3/4 here: ada, bob (you), cleo · host ada · code K3M-P9T",
    "-- Enter says what you type · :ready · :start · :help · Ctrl-D leaves",
  ]);
  expect(seat.does(chat("p1", "ada", "one\ntwo"))).toEqual(["ada: one ⏎ two"]);
  expect(seat.does(happens("notice", { text: "we begin", from: "host" }))).toEqual([
    "** notice of host: we begin",
  ]);
  expect(seat.does(happens("member.left", { peer: "p3", reason: "kick" }))).toEqual(["-- cleo was removed"]);
  expect(seat.news()).toEqual([]);
});

it("leaves what one says oneself as it was typed, but not what somebody says who is called so", () => {
  const seat = teller();
  seat.does(seated());
  expect(seat.does({ type: "said", text: "mine" })).toEqual([]);
  seat.does(happens("member.joined", { member: member("p9", "you", 4) }));
  expect(seat.does(chat("p9", "you", "not mine"))).toEqual([expect.stringMatching(/^you~\w+: not mine$/)]);
});

it("asks once, and again when it is asked again", () => {
  const seat = teller();
  seat.does(seated());
  const asking = { question: "Remove ada?", command: { does: "kick", peer: "p1" }, by: "key" } as const;
  expect(seat.does({ type: "ask", asking })).toEqual(["-- Remove ada? y or n"]);
  expect(seat.news()).toEqual([]);
  expect(seat.does({ type: "ask", asking: null })).toEqual([]);
  expect(seat.does({ type: "ask", asking })).toEqual(["-- Remove ada? y or n"]);
});

it("waits until signals have come to an end, and tells them as one", () => {
  const seat = teller();
  seat.does(seated());
  const signal = (kind: string) => happens("signal", { from: "p1", kind, data: {} });
  expect(seat.does(signal("offer"), signal("candidate"), signal("candidate"))).toEqual([]);
  expect(seat.later(1_000)).toEqual([]);
  expect(seat.later(1_001)).toEqual(["-- ada to you: offer, 2 candidates"]);
  expect(seat.later(5_000)).toEqual([]);
  seat.does(signal("offer"));
  expect(seat.does(chat("p1", "ada", "hi")), "what follows doesn't wait").toEqual([
    "-- ada to you: offer",
    expect.stringContaining("ada: hi"),
  ]);
});

it("is worded for ears", () => {
  const seat = teller(ears);
  expect(seat.does(seated())).toEqual([
    "you took a seat",
    "duel. waiting. 3/4 here: ada, bob (you), cleo. host ada",
    "Enter says what you type. Colon ready: you are ready. Colon help: commands. Ctrl-D leaves",
  ]);
  expect(seat.does(chat("p1", "ada", "hello"))).toEqual(["ada, T: hello"]);
});

it("prints the commands whole, and an invitation that can be copied", () => {
  const seat = teller();
  seat.does(seated({ code: "K3MP9T" }), { type: "overlay", overlay: "help" });
  const narrow = overlayText(seat.state, { ...eyes, columns: 40 });
  expect(Math.max(...narrow.map(lineWidth))).toBeLessThan(40);
  expect(narrow.map(plainText).join("\n")).toContain("   :ban NAME\n      and keep them out");
  expect(overlayText(seat.state, ears).map(plainText)).toContain("ban NAME: and keep them out");
  const command = `npx rtrooms join --code K3MP9T --url ${"http://long.example/".repeat(5)}`;
  seat.does({ type: "overlay", overlay: "invite", invitation: { command, here: true } });
  const words = overlayText(seat.state, { ...eyes, columns: 40 });
  expect(words.map(plainText)).toContain(command);
  expect(words.filter((line) => lineWidth(line) >= 40).map(plainText)).toEqual([command]);
  expect(overlayText(seat.state, ears).map(plainText)).toContainEqual(
    expect.stringMatching(/^This .* join with --url\.$/),
  );
});
