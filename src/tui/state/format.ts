// Times, sizes and names as people read them.
import { safeText } from "../../protocol/safe-text.ts";

const two = (value: number): string => String(value).padStart(2, "0");

/** The local time of day, `14:02`. */
export function clock(time: number): string {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** To the millisecond, `14:02:07.031`, for things that follow each other closely. */
export function preciseClock(time: number): string {
  const date = new Date(time);
  return `${clock(time)}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** Powers of 1000: `512 B`, `3.1 kB`. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** The largest unit only, `42s`, `4m`, `9h`, `3d`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** Two units, `3d 4h`, `12m 5s`. */
export function longAge(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return "0s";
  return parts
    .slice(first, first + 2)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(" ");
}

/** Peer ids are long; their end tells them apart. */
export const shortPeer = (peer: string, columns: number): string =>
  peer.length <= columns ? peer : `…${peer.slice(1 - columns)}`;

/** An invite code in pieces that are easily said and typed: `K3M-P9T`. */
export const codeText = (code: string): string =>
  code.length < 6
    ? code
    : `${code.slice(0, Math.ceil(code.length / 2))}-${code.slice(Math.ceil(code.length / 2))}`;

/** The text of a chat message; null if a message carries something else. */
export function chatText(data: unknown): string | null {
  const text = typeof data === "object" && data !== null ? (data as { text?: unknown }).text : undefined;
  return typeof text === "string" ? text : null;
}

/** Application data as one short inert line. */
export function dataPreview(data: unknown, length = 200): string {
  const json = JSON.stringify(data) ?? "null";
  return safeText(json.length > length ? `${json.slice(0, length)}…` : json);
}
