// Records as a HAR file: a socket for each peer, with the frames that the records stand for, as DevTools of browsers show them.
import type { MemberRecord, SignalRecord } from "../../protocol/events.ts";
import type { TraceRecord } from "../trace.ts";
import type { CaptureHead } from "./lines.ts";

interface Frame {
  type: "send" | "receive";
  /** Seconds. */
  time: number;
  opcode: 1;
  data: string;
}

interface Socket {
  peer: string;
  name: string;
  namespace: string;
  /** The rooms that it is in. */
  rooms: Set<string>;
  frames: Frame[];
  asked: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** HAR has no field for these; ours have the name of who writes them in front, as the format asks for. */
export interface Kept extends CaptureHead {
  until: number | null;
}

/** The text of the file, in parts of a socket each. */
export function* harOf(records: Iterable<TraceRecord>, head: Kept, version: string): Generator<string> {
  const sockets = socketsOf(records);
  const log = {
    version: "1.2",
    creator: { name: "rtrooms", version },
    comment:
      head.redacted.length > 0
        ? `Addresses, passwords and fingerprints in it stand for others: ${head.redacted.join(", ")}.`
        : "Not redacted: it has addresses, passwords and fingerprints of people in it.",
    _rtrooms: head,
    pages: [],
  };
  yield `{"log":${JSON.stringify(log).slice(0, -1)},"entries":[`;
  let first = true;
  for (const socket of sockets) {
    yield `${first ? "" : ","}\n${JSON.stringify(entryOf(socket))}`;
    first = false;
  }
  yield "]}}\n";
}

function entryOf({ peer, name, frames }: Socket) {
  const [begin, end] = [frames[0]?.time ?? 0, frames.at(-1)?.time ?? 0];
  const bare = { httpVersion: "HTTP/1.1", cookies: [], headers: [], headersSize: -1 };
  return {
    startedDateTime: isoOf(begin * 1_000),
    time: Math.round((end - begin) * 1_000),
    comment: `${name} (${peer})`,
    request: {
      ...{ method: "GET", url: `wss://rtrooms.invalid/ws?peer=${encodeURIComponent(peer)}`, ...bare },
      ...{ queryString: [{ name: "peer", value: peer }], bodySize: 0 },
    },
    response: {
      ...{ status: 101, statusText: "Switching Protocols", ...bare },
      ...{ content: { size: 0, mimeType: "x-unknown" }, redirectURL: "", bodySize: 0 },
    },
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, send: 0, wait: 0, receive: 0, ssl: -1 },
    ...{ _resourceType: "websocket", _webSocketMessages: frames },
  };
}

/** The latest that a date can be. */
const LATEST = 8.64e15;
const isoOf = (ms: number): string => new Date(Math.min(ms, LATEST)).toISOString();

function socketsOf(records: Iterable<TraceRecord>): Iterable<Socket> {
  const sockets = new Map<string, Socket>();
  const clock = new Clock();
  for (const record of records) {
    const at = clock.of(record.time);
    if (record.type === "watch.members") takeMember(sockets, record, at);
    else takeSignal(sockets, record, at);
  }
  return sockets.values();
}

/**
 * What has one time in the records, or goes back, stays in its order: a microsecond lies between two of them. The first one,
 * too, is past its millisecond, which is then the same however it is rounded.
 */
class Clock {
  #last = -1;
  #same = 0;

  of(ms: number): number {
    this.#same = ms > this.#last ? 1 : this.#same + 1;
    this.#last = Math.max(ms, this.#last);
    return this.#last / 1_000 + this.#same / 1_000_000;
  }
}

function socketOf(
  sockets: Map<string, Socket>,
  { namespace, peer, name, at }: { namespace: string; peer: string; name?: string; at: number },
): Socket {
  const key = `${namespace}/${peer}`;
  const known = sockets.get(key);
  if (known) return known;
  const socket = {
    ...{ peer, name: name ?? peer, namespace },
    ...{ rooms: new Set<string>(), frames: [], asked: 0 },
  };
  sockets.set(key, socket);
  receive(socket, at, { type: "welcome", peer, name: socket.name, namespace });
  return socket;
}

const add = (socket: Socket, type: Frame["type"], time: number, frame: Fields): void =>
  void socket.frames.push({ type, time, opcode: 1, data: JSON.stringify(frame) });
const receive = (socket: Socket, at: number, frame: Fields): void => add(socket, "receive", at, frame);

function ask(socket: Socket, at: number, request: Fields, reply: Fields): void {
  const id = ++socket.asked;
  add(socket, "send", at, { ...request, id });
  receive(socket, at, { type: "ok", id, data: reply });
}

function takeMember(sockets: Map<string, Socket>, record: MemberRecord, at: number): void {
  const { namespace, room, peer, name, what, reason } = record;
  const socket = socketOf(sockets, { namespace, peer, name, at });
  socket.name = name;
  const member = { peer, name };
  const others = [...sockets.values()].filter(
    (other) => other !== socket && other.namespace === namespace && other.rooms.has(room),
  );
  if (what === "joined" || what === "present") {
    const self = what === "joined" ? { self: member } : {};
    const members = [...others.map((other) => ({ peer: other.peer, name: other.name })), member];
    ask(socket, at, { type: "join", room }, { room: { room }, ...self, members });
    socket.rooms.add(room);
    if (what === "present") return;
  }
  const frame = { type: `member.${what}`, room, member, peer, ...(reason !== undefined && { reason }) };
  // Somebody has to hear it, or the file doesn't have it.
  const hear = others.length > 0 || what === "joined" ? others : [socket];
  for (const other of hear) receive(other, at, frame);
  if (what === "left") socket.rooms.delete(room);
}

function takeSignal(sockets: Map<string, Socket>, record: SignalRecord, at: number): void {
  const { namespace, room, from, to, kind, of, data, verdict, exchange, state, pair } = record;
  const sender = socketOf(sockets, { namespace, peer: from, at });
  const link = { ...(exchange !== undefined && { exchange }) };
  if (kind === "expired") {
    receive(sender, at, { type: "signal.expired", room, to, kind: of, ...link });
    return;
  }
  if (kind === "report") {
    const about = { room, to, state, ...(pair !== undefined && { pair }), ...link };
    ask(sender, at, { type: "report", ...about }, {});
    const other = sockets.get(`${namespace}/${to}`);
    if (other && other !== sender) receive(other, at, { type: "link", from, ...about });
    return;
  }
  const signal = { type: "signal", room, kind, ...(data !== undefined && { data }), ...link };
  ask(sender, at, { ...signal, to }, verdict === undefined ? {} : { verdict });
  // A queued one was collected later, or expired: when, no record says.
  if (from === to || (verdict !== undefined && verdict !== "delivered")) return;
  receive(socketOf(sockets, { namespace, peer: to, at }), at, { ...signal, from });
}
