// Records from a HAR file of a browser: what the pages in it said to an rtrooms server over their sockets, and what they heard.
import type { TraceRecord } from "../trace.ts";
import { Frames, type Heard } from "./frames.ts";
import { isFields } from "./records.ts";

/** As DevTools writes them; the protocol of HAR itself has no WebSockets. */
interface Message {
  sent: boolean;
  /** Milliseconds, with what is less than one: it orders what several sockets have. */
  time: number;
  frame: Record<string, unknown>;
}

export function recordsOfHar(log: unknown): TraceRecord[] {
  const entries = isFields(log) && Array.isArray(log.entries) ? log.entries : [];
  const sockets = entries.map((entry) => (isFields(entry) ? messagesOf(entry._webSocketMessages) : []));
  const heard = sockets.flatMap((messages) => {
    const frames = new Frames();
    for (const { sent, time, frame } of messages) frames.take(sent, time, frame);
    return frames.heard;
  });
  return withoutEchoes(heard)
    .sort((a, b) => a.at - b.at)
    .map(({ record }, at) => ({ ...record, seq: at + 1 }));
}

/** Of two pages in one file each hears what the other one says: the saying counts. */
function withoutEchoes(heard: readonly Heard[]): Heard[] {
  const speakers = new Set(heard.map(({ self }) => self));
  return heard.filter(({ self, record }) => {
    if (record.type !== "watch.members") return record.from === self || !speakers.has(record.from);
    const comes = record.what === "joined" || record.what === "present";
    return !comes || record.peer === self || !speakers.has(record.peer);
  });
}

function messagesOf(messages: unknown): Message[] {
  if (!Array.isArray(messages)) return [];
  return messages.filter(isFields).flatMap(({ type, time, opcode, data }) => {
    const frame = opcode === undefined || opcode === 1 ? frameOf(data) : null;
    if (!frame || typeof time !== "number" || !(time >= 0)) return [];
    return [{ sent: type === "send" || type === "request", time: time * 1_000, frame }];
  });
}

function frameOf(data: unknown): Record<string, unknown> | null {
  if (typeof data !== "string") return null;
  try {
    const frame: unknown = JSON.parse(data);
    return isFields(frame) ? frame : null;
  } catch {
    return null;
  }
}
