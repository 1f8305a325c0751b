// What `rooms get` prints of negotiations: a line each with its times, and under it what is wrong and what to do.
import { expect, it } from "vitest";
import { exchangeLines } from "../../src/cli/rooms-exchanges.ts";
import type { ExchangeView } from "../../src/protocol/negotiations.ts";
import type { Member } from "../../src/protocol/shapes.ts";

const member = (peer: string, name: string) => ({ peer, name, seat: 1 }) as Member;
const members = [member("a1", "ada"), member("b1", "bob")];
const exchange = (more: object = {}) =>
  ({
    ...{ peers: ["a1", "b1"], exchange: "x", state: "connected", startedAt: 1, findings: [] },
    ...{ durations: { answerMs: 120, connectMs: 340 }, ...more },
  }) as unknown as ExchangeView;

it("names who, how far, how fast and what was found", () => {
  const finding = { code: "SIG007", strength: "sure", what: "wrong\u001b[2J", advice: "mend it", peer: "b1" };
  const wrong = exchange({ state: "failed", durations: {}, peers: ["a1", "gone"], findings: [finding] });
  expect(exchangeLines([exchange(), wrong], members)).toEqual([
    "BETWEEN      LINK        ANSWER   UP AFTER   FOUND",
    "ada ↔ bob    connected   120 ms   340 ms     nothing",
    "ada ↔ gone   failed      -        -          1",
    "  sure SIG007 of bob: wrong\\u{1b}[2J",
    "    mend it",
  ]);
});

it("says nothing of none, and how many there are besides the latest ten", () => {
  expect(exchangeLines([], members)).toEqual([]);
  const lines = exchangeLines(
    Array.from({ length: 13 }, () => exchange()),
    members,
  );
  expect(lines).toHaveLength(12);
  expect(lines.at(-1)).toBe("and 3 older: --json has them");
});
