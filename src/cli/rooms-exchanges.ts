// What `rooms get` says of a room's WebRTC negotiations: a line each, and under it what is wrong.
import { shownNames } from "../protocol/look-alike.ts";
import type { ExchangeView } from "../protocol/negotiations.ts";
import type { Member } from "../protocol/shapes.ts";
import { shortPeer } from "../tui/state/format.ts";
import { inLine } from "../tui/state/people.ts";
import { columns, lineColumns } from "./columns.ts";
import { inertLine } from "./output.ts";

/** The latest; `--json` has them all. */
const MOST = 10;

export function exchangeLines(exchanges: readonly ExchangeView[], members: readonly Member[]): string[] {
  if (exchanges.length === 0) return [];
  const shown = exchanges.slice(-MOST);
  const names = shownNames(members);
  const nameOf = (peer: string): string => {
    const known = names.get(peer);
    return known ? inLine(known) : inertLine(shortPeer(peer, 80), true);
  };
  const [head, ...rows] = columns(
    ["BETWEEN", "LINK", "ANSWER", "UP AFTER", "FOUND"],
    shown.map((exchange) => rowOf(exchange, nameOf)),
    { within: lineColumns(process.stdout), spare: ["ANSWER", "UP AFTER"] },
  );
  const lines = rows.flatMap((row, at) => [row, ...findingLines(shown[at]!, nameOf)]);
  const older = exchanges.length - shown.length;
  return [head!, ...lines, ...(older > 0 ? [`and ${older} older: --json has them`] : [])];
}

function rowOf({ peers, state, durations, findings }: ExchangeView, nameOf: (peer: string) => string) {
  const [a, b] = peers;
  const time = (ms: number | undefined): string => (ms === undefined ? "-" : `${ms} ms`);
  return [
    `${nameOf(a!)} ↔ ${nameOf(b!)}`,
    inertLine(state, true),
    time(durations.answerMs),
    time(durations.connectMs),
    findings.length === 0 ? "nothing" : String(findings.length),
  ];
}

const findingLines = ({ findings }: ExchangeView, nameOf: (peer: string) => string): string[] =>
  findings.flatMap(({ code, strength, what, advice, peer }) => [
    `  ${inertLine(strength, true)} ${inertLine(code, true)} of ${nameOf(peer)}: ${inertLine(what, true)}`,
    `    ${inertLine(advice, true)}`,
  ]);
