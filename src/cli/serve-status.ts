// The live status of a server as one line: what goes on right now, the less important left out first where there is no room.
import { age } from "../tui/state/format.ts";
import { type Line, lineWidth, type Segment } from "../tui/state/lines.ts";

export interface Moment {
  connections: number;
  rooms: number;
  seats: number;
  /** Messages a second since the moment before. */
  inRate: number;
  outRate: number;
  memoryBytes: number;
  loopMs: number;
  upMs: number;
  degraded: boolean;
  draining: boolean;
}

interface Part extends Segment {
  /** What has the highest number goes first. */
  rank: number;
}

const SEPARATOR: Segment = { text: "  " };
/** Beyond it a program that should answer at once doesn't. */
const LATE_MS = 100;

export function statusLine(moment: Moment, columns: number): Line {
  const parts = moment.draining ? drainParts(moment) : liveParts(moment);
  for (;;) {
    const line = joined(parts);
    if (lineWidth(line) <= columns) return line;
    if (parts.length === 1) return [];
    const last = Math.max(...parts.map(({ rank }) => rank));
    parts.splice(
      parts.findIndex(({ rank }) => rank === last),
      1,
    );
  }
}

const joined = (parts: readonly Part[]): Line => [
  { text: "  " },
  ...parts.flatMap(({ rank, ...segment }, at) => (at === 0 ? [segment] : [SEPARATOR, segment])),
];

function drainParts({ connections }: Moment): Part[] {
  return [{ text: `draining: ${counted(connections, "client")} left`, role: "warn", rank: 0 }];
}

function liveParts(moment: Moment): Part[] {
  const { connections, rooms, seats, inRate, outRate, memoryBytes, loopMs, upMs, degraded } = moment;
  const late = loopMs >= LATE_MS;
  return [
    degraded
      ? { text: "! store degraded", role: "bad", bold: true, rank: 0 }
      : { text: "● live", role: "good", rank: 7 },
    { text: counted(connections, "client"), rank: 1 },
    { text: counted(rooms, "room"), rank: 4 },
    { text: counted(seats, "seat"), rank: 6 },
    { text: `in ${short(inRate)}/s`, rank: 2 },
    { text: `out ${short(outRate)}/s`, rank: 2 },
    { text: `${Math.round(memoryBytes / 1e6)} MB`, rank: 5 },
    {
      text: `${late ? "! " : ""}loop ${loopMs < 1 ? "<1" : Math.round(loopMs)} ms`,
      ...(late && { role: "warn" }),
      rank: late ? 3 : 8,
    },
    { text: `up ${age(upMs)}`, rank: 9 },
  ];
}

export const counted = (count: number, what: string): string =>
  `${short(count)} ${what}${count === 1 ? "" : "s"}`;

/** `999`, `1.2k`, `34k`, `5.6M`. */
function short(count: number): string {
  const [value, unit] =
    count < 999.5 ? [count, ""] : count < 999_500 ? [count / 1e3, "k"] : [count / 1e6, "M"];
  return unit === "" || value >= 9.95 ? `${Math.round(value)}${unit}` : `${value.toFixed(1)}${unit}`;
}
