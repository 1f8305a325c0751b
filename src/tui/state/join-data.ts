// Data of rooms and members as the join screen shows it: rows that tell when they changed, short lines, and the whole.
import { safeText } from "../../protocol/safe-text.ts";
import type { Data } from "../../protocol/shapes.ts";

export interface DataRow {
  key: string;
  text: string;
  /** When it last became what it is; null if it was so from the start. */
  changedAt: number | null;
}

/** Rows for a screen, and no more of them than one reads. */
const MOST_ROWS = 200;
const LENGTH = 200;
/** How long a row shows that it changed. */
const LIT_MS = 4_000;

export const isLit = ({ changedAt }: DataRow, now: number): boolean =>
  changedAt !== null && now - changedAt >= 0 && now - changedAt < LIT_MS;

export function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "null");
  return safeText(text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text);
}

/** The rows of `data`; `before` are those of what it was, or null at the start. */
export function dataRows(data: Data, before: readonly DataRow[] | null, now: number): DataRow[] {
  const known = new Map(before?.map((row) => [row.key, row]));
  return Object.entries(data)
    .slice(0, MOST_ROWS)
    .map(([name, value]) => {
      const [key, text] = [safeText(name.slice(0, LENGTH)), valueText(value)];
      const was = known.get(key);
      if (was?.text === text) return was;
      return { key, text, changedAt: before ? now : null };
    });
}

/** `score 3 · team red` */
export const dataLine = (data: Data): string =>
  Object.entries(data)
    .slice(0, 12)
    .map(([key, value]) => `${safeText(key.slice(0, LENGTH))} ${valueText(value)}`)
    .join(" · ");

/** A value in whole, line by line. */
export const wholeLines = (value: unknown): string[] =>
  (JSON.stringify(value, null, 2) ?? "null").split("\n").slice(0, 2_000).map(safeText);

/** What is different in words: `mode ctf, map gone`. */
export function dataChanges(before: Data, after: Data): string[] {
  const changed = Object.entries(after)
    .filter(([key, value]) => JSON.stringify(before[key]) !== JSON.stringify(value))
    .map(([key, value]) => `${safeText(key.slice(0, LENGTH))} ${valueText(value)}`);
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [...changed, ...gone.map((key) => `${safeText(key.slice(0, LENGTH))} gone`)].slice(0, 12);
}

const PAIR = /([^\s=]+)=("(?:[^"\\]|\\.)*"|\S*)/g;

/** `team=red score=3 tags=["a"]` into data: JSON where it is some, else text; nothing behind the `=` takes the key away. */
export function withPairs(data: Data, text: string): Data | null {
  const pairs = [...text.matchAll(PAIR)];
  if (pairs.length === 0 || text.replace(PAIR, "").trim() !== "") return null;
  const next = { ...data };
  for (const [, key, value] of pairs) {
    if (value === "") delete next[key!];
    else Object.defineProperty(next, key!, { value: parsed(value!), enumerable: true, configurable: true });
  }
  return next;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
