// Findings in words and as data, with the signals in which they show.
import type { SignalLine } from "../signals/capture/replay.ts";
import { type Replay, roomOf } from "../signals/capture/replay.ts";
import { codes } from "../signals/codes.ts";
import type { Found } from "../signals/tracker.ts";
import { bytes, preciseClock } from "../tui/state/format.ts";

export function countedIn(replay: Replay): Found[] {
  const found = [...replay.exchanges].flatMap((exchange) =>
    exchange.ledger.counted.map((finding) => ({ exchange, finding })),
  );
  return found.sort((a, b) => a.finding.time - b.finding.time);
}

export function foundData(replay: Replay, { exchange, finding }: Found) {
  const { code, trigger, strength, what, advice, peer, time, signals, withdrawn, contradicted } = finding;
  return {
    ...{
      time,
      room: roomOf(exchange),
      peers: exchange.sides.map((side) => side.peer),
      exchange: exchange.id,
    },
    ...{ code, trigger, strength, what, advice, peer, name: replay.nameOf(peer), signals },
    ...(withdrawn && { withdrawn }),
    ...(contradicted && { contradicted }),
  };
}

const between = (replay: Replay, { exchange }: Found): string =>
  exchange.sides.map((side) => replay.nameOf(side.peer)).join(" ↔ ");

/** One line where it occurs, and under it what to do. */
export function foundLines(replay: Replay, found: Found): string[] {
  const { code, strength, what, advice, time, withdrawn } = found.finding;
  const where = `${preciseClock(time)} ${roomOf(found.exchange)} ${between(replay, found)}`;
  if (withdrawn) return [`${where} ${code} taken back: ${what}`];
  return [`${where} ${code} ${strength}: ${what}`, `  → ${advice}`];
}

/** All of it: what it is called, each signal that shows it, and what to do. */
export function foundText(replay: Replay, found: Found): string[] {
  const { code, strength, what, advice, peer, signals } = found.finding;
  const lines = replay.signalsOf(found.finding);
  const unknown = signals.length - lines.length;
  return [
    `${code} ${strength}: ${codes[code].title}`,
    `  ${roomOf(found.exchange)}, ${between(replay, found)}: ${what}`,
    ...(lines.length === 0 ? [`  at ${preciseClock(found.finding.time)}, about ${replay.nameOf(peer)}`] : []),
    ...lines.map((line) => `  ${signalText(replay, line)}`),
    ...(unknown > 0 && lines.length > 0 ? [`  and ${unknown} that it doesn't have any more`] : []),
    `  → ${advice}`,
  ];
}

const signalText = (
  replay: Replay,
  { seq, time, from, to, kind, bytes: size, verdict }: SignalLine,
): string =>
  [
    ...[`#${seq}`, preciseClock(time), `${replay.nameOf(from)} → ${replay.nameOf(to)}`, kind, bytes(size)],
    ...(verdict && verdict !== "delivered" ? [verdict] : []),
  ].join("  ");
