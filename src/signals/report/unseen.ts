// What a relay can't see, and what a recording doesn't have: said in each report, so that nothing is taken for more than it is.
import type { Source } from "./report.ts";
import { counted } from "./times.ts";

export function unseenIn(
  { what, complete, until }: Source,
  { unreported, forgotten }: { unreported: number; forgotten: number },
): string[] {
  return [
    "Whether a page applied what it was passed: it may have dropped it, or thrown an exception.",
    `Checks between candidates, DTLS and media: whether a link came up is known from the page's own report only${
      unreported > 0 ? `, and of ${counted(unreported, "exchange")} there is none` : ""
    }.`,
    ...OF[what],
    ...(forgotten > 0
      ? [`The first ${counted(forgotten, "exchange")}: there were too many after them.`]
      : []),
    ...(complete ? [] : ["What came before the recording began: what rests on it is likely at most."]),
    ...(until === null ? ["What came after the last record: the recording was cut off, or goes on."] : []),
  ];
}

const OF: Readonly<Record<Source["what"], readonly string[]>> = {
  capture: ["Who had TURN credentials: SIG003 is found by the server only, in its log."],
  har: [
    "What the pages of this file neither sent nor received.",
    "Who had TURN credentials: SIG003 is found by the server only, in its log.",
  ],
  internals: [
    "The other browser: what is told is what this one made and was given, not what was on its way.",
    "Names and rooms: connections have numbers here.",
  ],
};
