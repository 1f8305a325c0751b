// Records from a dump of chrome://webrtc-internals: what one browser was told to do with each of its connections.
import type { TraceRecord } from "../trace.ts";
import { isFields, isShallow, isTime } from "./records.ts";

/** The browser whose dump it is; what is at the other end of a connection has only a number. */
const BROWSER = "browser";

interface Update {
  time: number;
  type: string;
  value: unknown;
}

interface Seen {
  time: number;
  to: "browser" | "other";
  kind: "offer" | "answer" | "candidate" | "report";
  data?: unknown;
  state?: string;
}

export function recordsOfInternals(connections: unknown): TraceRecord[] {
  const seen = Object.entries(isFields(connections) ? connections : {}).flatMap(([id, connection]) =>
    isFields(connection) ? connectionRecords(id, connection) : [],
  );
  return seen
    .sort((a, b) => a.time - b.time)
    .map((record, at) => ({ ...record, seq: at + 1 }) as TraceRecord);
}

function connectionRecords(id: string, { url, updateLog }: Record<string, unknown>) {
  const other = `connection-${id.replace(/[^\w.-]/g, "-").slice(0, 64)}`;
  const place = { type: "watch.signals", namespace: "default", room: roomOf(url) };
  return signalsOf(updatesOf(updateLog)).map(({ to, ...seen }) => ({
    ...{ ...place, seq: 0, ...seen },
    ...(to === "other" ? { from: BROWSER, to: other } : { from: other, to: BROWSER }),
    ...{ bytes: seen.data === undefined ? 0 : JSON.stringify(seen.data).length },
  }));
}

const roomOf = (url: unknown): string =>
  (typeof url === "string" && /^\w+:\/\/([A-Za-z0-9][\w.-]{0,100})/.exec(url)?.[1]) || "page";

function updatesOf(log: unknown): Update[] {
  if (!Array.isArray(log)) return [];
  let last = 0;
  return log.filter(isFields).flatMap(({ timestamp, time, type, value }) => {
    const at = timeOf(timestamp ?? time);
    // Nothing is done before what stands above it.
    last = Math.max(last, at ?? last);
    return typeof type === "string"
      ? [{ time: last, type: type.replace(/^on/, ""), value: contentOf(value) }]
      : [];
  });
}

/** Milliseconds, or a date as older versions write it, in the words of where they ran. */
function timeOf(time: unknown): number | null {
  const ms = typeof time === "number" ? time : typeof time === "string" ? Date.parse(time) : Number.NaN;
  return isTime(Math.floor(ms)) ? Math.floor(ms) : null;
}

/** JSON, or `name: value, name: value` as older versions write it. */
function contentOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    const description = /^type: (\w+)(?:, sdp: ([\s\S]*))?$/.exec(value);
    if (description) return { type: description[1], sdp: description[2] };
    const candidate = /^sdpMid: (.*?), sdpMLineIndex: (\d+|null), candidate: ((?:candidate:)?[^,]*)/.exec(
      value,
    );
    if (!candidate) return value;
    const [, sdpMid, index, text] = candidate;
    return { candidate: text, sdpMid, sdpMLineIndex: index === "null" ? null : Number(index) };
  }
}

function signalsOf(updates: readonly Update[]): Seen[] {
  const signals: Seen[] = [];
  // Set when it succeeds: what a browser refuses to set of its own is not sent either.
  let local: unknown;
  for (const { time, type, value } of updates) {
    if (type === "setLocalDescription") local = value;
    else if (type === "setLocalDescriptionOnSuccess") {
      // Without an argument the browser makes it itself, and tells of it here.
      const signal = description(time, "other", isDescription(value) ? value : local);
      if (signal) signals.push(signal);
      local = undefined;
    } else if (type === "setRemoteDescription") {
      const signal = description(time, "browser", value);
      if (signal) signals.push(signal);
    } else if (type === "icecandidate" || type === "addIceCandidate") {
      if (!isFields(value) || !isShallow(value)) continue;
      const to = type === "icecandidate" ? "other" : "browser";
      signals.push({ time, to, kind: "candidate", data: candidateOf(value) });
    } else if (type === "connectionstatechange" || type === "iceconnectionstatechange") {
      const state = stateOf(value);
      if (state) signals.push({ time, to: "other", kind: "report", state });
    }
  }
  return signals;
}

const isDescription = (value: unknown): value is { type: string; sdp: string } =>
  isFields(value) && typeof value.type === "string" && typeof value.sdp === "string";

function description(time: number, to: Seen["to"], value: unknown): Seen | null {
  if (!isDescription(value)) return null;
  const { type, sdp } = value;
  if (type === "offer") return { time, to, kind: "offer", data: { type, sdp } };
  return type === "answer" || type === "pranswer" ? { time, to, kind: "answer", data: { type, sdp } } : null;
}

const candidateOf = ({ candidate, sdpMid, sdpMLineIndex, usernameFragment }: Record<string, unknown>) => ({
  ...{ candidate, sdpMid, sdpMLineIndex, usernameFragment },
});

const stateOf = (value: unknown): string | null =>
  typeof value === "string"
    ? (/(?:^|State)(connected|failed|closed)$/i.exec(value)?.[1]?.toLowerCase() ?? null)
    : null;
