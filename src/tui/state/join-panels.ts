// The panels of the join screen beside the seats: the room with its data, the links, and what happened.
import { safeText } from "../../protocol/safe-text.ts";
import type { RoomView } from "../../protocol/shapes.ts";
import { clock, longAge } from "./format.ts";
import { isLit } from "./join-data.ts";
import { linksInOrder, type PeerLink, stateOfLink, wayOf } from "./join-links.ts";
import { entriesFor, type LogEntry } from "./join-log.ts";
import { factsOf, STEPS, startWords, timeWords } from "./join-room.ts";
import { type JoinState, personOf } from "./join-state.ts";
import { endsLine, type Line, lineOf, lineWidth, type Segment } from "./lines.ts";
import type { Person } from "./people.ts";
import { bar } from "./spark.ts";
import { field, truncate, width } from "./text.ts";
import type { Role } from "./theme.ts";

/** waiting → active → finished, with the one that is. */
export function progressLine({ view, people, startedAt, now }: JoinState, columns: number): Line {
  if (!view) return [];
  const at = STEPS.indexOf(view.status);
  const steps = STEPS.flatMap((step, place): Segment[] => {
    const text = step === "waiting" ? `${step} ${view.members}/${view.capacity}` : step;
    const mark = place < at ? "✔" : place === at ? "●" : "○";
    const look: Omit<Segment, "text"> =
      place === at ? { role: place === 1 ? "good" : "accent", bold: true } : { role: "faint" };
    return [
      { text: place === 0 ? " " : " ─ ", role: "faint" },
      { text: `${mark} ${text}`, ...look },
    ];
  });
  const [long, short] = rightWords(view, people, startedAt === null ? null : now - startedAt);
  // Where there is no room for all, first the words are fewer, and then the step that is has to do.
  const one: Segment[] = [{ text: " " }, ...steps.slice(at * 2 + 1, at * 2 + 2)];
  const tries = [[steps, long] as const, [steps, short] as const, [one, short] as const];
  const [shown, words] = tries.find(([left, right]) => lineWidth(left) + width(right) + 4 <= columns) ?? [
    one,
    "",
  ];
  return endsLine(shown, [{ text: `${words} `, role: view.locked ? "warn" : undefined }], columns);
}

function rightWords(view: RoomView, people: readonly Person[], forMs: number | null): [string, string] {
  const [long, short] = view.status === "waiting" ? startWords(view, people) : ["", ""];
  const since = view.status === "active" && forMs !== null ? `for ${longAge(forMs)}` : "";
  const words = (start: string): string =>
    [start, since, view.locked && "locked"].filter(Boolean).join(" · ");
  return [words(long), words(short)];
}

/** A match that goes on: where, who is enough, and how long it still looks. */
export function matchLine({ match, view, now }: JoinState, columns: number): Line | null {
  if (!match || view?.status !== "waiting") return null;
  const queue = view.queue === undefined ? "match" : safeText(view.queue);
  const enough = view.min > 1 && view.min < view.capacity;
  const left = Math.max(0, match.until - now);
  const time = ` ${timeWords(left)} left `;
  const text =
    columns >= 60
      ? ` match ${queue} · ${view.members} of ${view.capacity}${enough ? ` · at least ${view.min}` : ""} `
      : ` ${truncate(queue, Math.max(1, columns - width(time) - 14))} ${view.members}/${view.capacity}${enough ? ` ≥${view.min}` : ""} `;
  const room = Math.max(0, columns - width(text) - width(time));
  const filled = bar(left / Math.max(1, match.until - match.from), room);
  return [
    { text },
    { text: filled, role: left < 5_000 ? "warn" : "chart" },
    { text: "·".repeat(Math.max(0, room - width(filled))), role: "faint" },
    { text: time, bold: true },
  ];
}

export function roomLines({ view, data, now, tops }: JoinState, height: number): Line[] {
  if (!view) return [];
  const facts = factsOf(view);
  const keys = Math.min(
    16,
    Math.max(8, ...facts.map(([key]) => key.length), ...data.map(({ key }) => width(key))),
  );
  const lines: Line[] = [
    ...data.map((row): Line => {
      const lit = isLit(row, now);
      return [
        { text: lit ? "● " : "  ", role: "warn" },
        { text: `${field(row.key, keys)} `, role: lit ? "warn" : "accent" },
        { text: row.text, bold: lit || undefined, role: lit ? "warn" : undefined },
      ];
    }),
    ...facts.map(
      ([key, value]): Line => [
        { text: `  ${field(key, keys)} `, role: "faint" },
        { text: value, role: value === "locked" ? "warn" : undefined },
      ],
    ),
  ];
  return lines.slice(Math.min(tops.room, Math.max(0, lines.length - height)));
}

const linkLooks: Record<string, [mark: string, role: Role]> = {
  connecting: ["○", "warn"],
  connected: ["●", "good"],
  failed: ["✗", "bad"],
  closed: ["·", "faint"],
};

export function linkLines(state: JoinState, columns: number, height: number): Line[] {
  const links = linksInOrder(state.links);
  if (links.length === 0) {
    return [lineOf("none reported yet: pages and apps with a mesh do", { role: "faint" })];
  }
  const bySeat = state.people.map(({ peer }) => peer);
  const ends = links.map(({ peers }) => [...peers].sort((a, b) => bySeat.indexOf(a) - bySeat.indexOf(b)));
  const names = ends.map((peers) => peers.map((peer) => personOf(state, peer)).join(" ↔ "));
  const wide = Math.min(Math.max(...names.map(width)), Math.max(12, columns - 34));
  const lines = links.map((link, at) => linkLine(link, names[at]!, ends[at]![0]!, wide));
  return lines.slice(Math.min(state.tops.links, Math.max(0, lines.length - height)));
}

function linkLine(link: PeerLink, names: string, first: string, wide: number): Line {
  const now = stateOfLink(link);
  const [mark, role] = linkLooks[now] ?? ["·", "faint"];
  const took = now === "connected" && link.tookMs !== null ? `${link.tookMs} ms` : "";
  const by = Object.keys(link.ends).length === 1 && now !== "connecting" ? " (one end)" : "";
  return [
    { text: `${field(names, wide)} ` },
    { text: `${mark} ${field(now, 10)}`, role },
    { text: ` ${[wayOf(link, first), took].filter(Boolean).join(" · ")}` },
    { text: by, role: "faint" },
  ];
}

const entryRoles: Record<LogEntry["kind"], Role | undefined> = {
  event: "faint",
  chat: undefined,
  data: "info",
  signal: "chart",
  notice: "mention",
};

export function eventLines({ log, focus }: JoinState, height: number): Line[] {
  if (log.entries.length > 0 && entriesFor(log, height).length === 0) {
    return [lineOf("nothing fits the filter · Esc takes it away", { role: "faint" })];
  }
  return entriesFor(log, height).map(({ id, time, kind, who, text }) => {
    const inverse = (focus === "events" && id === log.selected) || undefined;
    return [
      { text: `${clock(time)} `, role: inverse ? undefined : "faint", inverse },
      ...(who === undefined ? [] : [{ text: `${who}: `, person: inverse ? undefined : who, inverse }]),
      { text, role: inverse ? undefined : entryRoles[kind], inverse },
    ];
  });
}
