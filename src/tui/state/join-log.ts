// What happened in a room, as the join screen keeps it: a bounded log that can be filtered, held still and looked through.
import { safeText } from "../../protocol/safe-text.ts";
import type { SignalKind } from "../../protocol/shapes.ts";

type LogKind = "event" | "chat" | "data" | "signal" | "notice";

export interface LogEntry {
  id: number;
  time: number;
  kind: LogKind;
  /** Who said it, where it is said by somebody; inert. */
  who?: string;
  /** One inert line. */
  text: string;
  /** What it is about in whole, to be opened; made inert when it is. */
  whole?: unknown;
  burst?: Burst;
}

/** Signals of one peer that follow each other closely are one entry. */
interface Burst {
  from: string;
  counts: ReadonlyMap<string, number>;
}

export interface Log {
  entries: readonly LogEntry[];
  nextId: number;
  /** The entry that is selected; null while the newest one is followed. */
  selected: number | null;
  /** Held still: what is older than this id is shown. */
  heldAt: number | null;
  /** Lower case; with a `!` before it what doesn't have it is shown. */
  filter: string;
}

export const emptyLog: Log = { entries: [], nextId: 1, selected: null, heldAt: null, filter: "" };

const MOST = 1_000;
const BURST_MS = 2_000;

export const logged = (log: Log, entry: Omit<LogEntry, "id">): Log => ({
  ...log,
  entries: [...log.entries.slice(1 - MOST), { ...entry, id: log.nextId }],
  nextId: log.nextId + 1,
});

/** A signal is added to the burst that goes on, or begins one. */
export function loggedSignal(log: Log, from: string, name: string, kind: SignalKind, time: number): Log {
  const last = log.entries.at(-1);
  const goesOn = last?.burst?.from === from && time - last.time < BURST_MS;
  const counts = new Map(goesOn ? last.burst!.counts : []);
  // A newer server may know other kinds.
  const word = safeText(kind);
  if (counts.has(word) || counts.size < 8) counts.set(word, (counts.get(word) ?? 0) + 1);
  const text = `${name} → you: ${[...counts].map(countWords).join(", ")}`;
  const entry = { time, kind: "signal", text, burst: { from, counts } } as const;
  if (!goesOn) return logged(log, entry);
  return { ...log, entries: [...log.entries.slice(0, -1), { ...entry, id: last.id }] };
}

const countWords = ([kind, count]: [string, number]): string => (count === 1 ? kind : `${count} ${kind}s`);

/** What the filter lets through, up to where the log is held still. */
export function shownEntries({ entries, heldAt, filter }: Log): readonly LogEntry[] {
  if (heldAt === null && filter === "") return entries;
  const inverse = filter.startsWith("!");
  const wanted = inverse ? filter.slice(1) : filter;
  const has = ({ who = "", text }: LogEntry): boolean => `${who} ${text}`.toLowerCase().includes(wanted);
  return entries.filter(
    (entry) => (heldAt === null || entry.id < heldAt) && (wanted === "" || has(entry) !== inverse),
  );
}

/** How many came while the log was held still. */
export const newerOf = ({ entries, heldAt }: Log): number =>
  heldAt === null ? 0 : entries.filter(({ id }) => id >= heldAt).length;

export const heldStill = (log: Log): Log =>
  log.heldAt === null ? { ...log, heldAt: log.nextId } : { ...log, heldAt: null, selected: null };

/** `by` entries on; beyond the newest one it is followed again. */
export function steppedLog(log: Log, by: number): Log {
  const shown = shownEntries(log);
  const at = log.selected === null ? shown.length : shown.findIndex(({ id }) => id >= log.selected!);
  const to = Math.max(0, (at < 0 ? shown.length : at) + by);
  return { ...log, selected: shown[to]?.id ?? null };
}

/** The entries for `height` lines: the last ones, or those around the selected one. */
export function entriesFor(log: Log, height: number): readonly LogEntry[] {
  const shown = shownEntries(log);
  const at = log.selected === null ? -1 : shown.findIndex(({ id }) => id >= log.selected!);
  if (at < 0) return height > 0 ? shown.slice(-height) : [];
  const first = Math.max(0, Math.min(at - Math.floor(height / 2), shown.length - height));
  return shown.slice(first, first + height);
}
