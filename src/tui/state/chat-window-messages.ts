// Messages of a window that were there already: older ones put before them, and own ones as they are acknowledged.
import { safeText } from "../../protocol/safe-text.ts";
import type { Message } from "../../protocol/shapes.ts";
import { type Entry, entryOf } from "./chat-entry.ts";
import { type ChatWindow, ENTRIES } from "./chat-window.ts";
import { width } from "./text.ts";

/** The place in the history from which older ones are asked for. */
export const firstOffset = ({ entries }: ChatWindow): number | undefined =>
  entries.find(({ offset }) => offset !== undefined)?.offset;

/** From before everything that is shown; what is shown already is left out. */
export function withOlder(
  window: ChatWindow,
  { messages, more }: { messages: readonly Message[]; more: boolean },
): ChatWindow {
  const first = firstOffset(window) ?? Number.POSITIVE_INFINITY;
  const space = Math.max(0, ENTRIES - window.entries.length);
  const older = messages.filter(({ offset }) => offset !== undefined && offset < first);
  const found = space === 0 ? [] : older.slice(-space);
  // Ids count down from the first one, so that they stay in order.
  const firstId = (window.entries[0]?.id ?? window.nextId) - found.length;
  const added = found.map((message, at): Entry => ({ ...entryOf(window, message), id: firstId + at }));
  const full = found.length < older.length;
  return {
    ...window,
    entries: [...added, ...window.entries],
    widest: added.reduce((most, { name }) => Math.max(most, width(name)), window.widest),
    older: full ? "full" : more ? "more" : "start",
  };
}

/**
 * An own message can come back as history of a rejoin, before or after its acknowledgement. The text is compared too, since
 * offsets start again where a server has lost its store.
 */
export const isThere = (
  { entries, newest }: ChatWindow,
  offset: number | undefined,
  lines: readonly string[],
): boolean =>
  offset !== undefined &&
  offset <= newest &&
  entries.some((entry) => entry.offset === offset && entry.lines.join("\n") === lines.join("\n"));

/** The entry of this key, or what became of it; null leaves it out. */
function settled(window: ChatWindow, key: string, become: (entry: Entry) => Entry | null): ChatWindow {
  const at = window.entries.findLastIndex((entry) => entry.key === key);
  const pending = window.entries[at];
  if (!pending) return window;
  const next = become(pending);
  const entries = [...window.entries];
  entries.splice(at, 1, ...(next ? [next] : []));
  const done = pending.delivery === "sending" ? 1 : 0;
  return { ...window, entries, pending: window.pending - done };
}

export const withSent = (
  window: ChatWindow,
  { key, offset }: { key: string; offset?: number },
): ChatWindow => {
  const next = settled(window, key, (entry) =>
    isThere(window, offset, entry.lines) ? null : { ...entry, delivery: "sent", offset },
  );
  return { ...next, slowUntil: 0, newest: Math.max(next.newest, offset ?? 0) };
};

export const withFailed = (window: ChatWindow, key: string, message: string): ChatWindow =>
  settled(window, key, (entry) => ({ ...entry, delivery: "failed", why: safeText(message) }));
