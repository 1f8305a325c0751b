// The frames of one socket of the rtrooms protocol as records: as if the server stood where this peer is.
import type { TraceRecord } from "../trace.ts";
import { isFields, isRecord } from "./records.ts";

type Frame = Record<string, unknown>;

export interface Heard {
  /** Whose socket it is. */
  self: string;
  /** When it was sent or received; a record has whole milliseconds only. */
  at: number;
  record: TraceRecord;
}

const MEMBERS: Readonly<Record<string, string>> = {
  "member.joined": "joined",
  "member.left": "left",
  "member.held": "held",
  "member.returned": "returned",
};
/** Of requests without an answer. */
const OPEN = 1_000;

export class Frames {
  readonly #heard: Heard[] = [];
  readonly #refused = new Set<Heard>();
  #self: string | null = null;
  #namespace = "default";
  /** What was sent and is not answered yet, by its id. */
  readonly #sent = new Map<unknown, { frame: Frame; at: Heard | null }>();

  /** What was refused was never passed on. */
  get heard(): Heard[] {
    return this.#heard.filter((one) => !this.#refused.has(one));
  }

  take(sent: boolean, time: number, frame: Frame): void {
    if (sent) this.#request(time, frame);
    else this.#received(time, frame);
  }

  #request(time: number, frame: Frame): void {
    const { type, room, to } = frame;
    const from = this.#self;
    let at: Heard | null = null;
    if (type === "signal") at = this.#add(time, { ...signalOf(frame), from, to, room });
    if (type === "report") {
      const { state, pair, exchange } = frame;
      at = this.#add(time, { kind: "report", from, to, room, bytes: 0, state, pair, exchange });
    }
    this.#sent.set(frame.id, { frame, at });
    if (this.#sent.size > OPEN) this.#sent.delete(this.#sent.keys().next().value);
  }

  #received(time: number, frame: Frame): void {
    const { type, room, from, to } = frame;
    if (type === "welcome") this.#welcome(frame);
    else if (type === "ok" || type === "error") this.#answer(time, frame);
    else if (type === "signal") this.#add(time, { ...signalOf(frame), from, to: this.#self, room });
    else if (type === "signal.expired") {
      const { kind: of, exchange } = frame;
      this.#add(time, { kind: "expired", of, from: this.#self, to, room, bytes: 0, exchange });
    } else if (type === "link") {
      const { state, pair, exchange } = frame;
      this.#add(time, { kind: "report", from, to, room, bytes: 0, state, pair, exchange });
    } else if (typeof type === "string" && Object.hasOwn(MEMBERS, type)) {
      const member = isFields(frame.member) ? frame.member : frame;
      const { reason } = frame;
      this.#member(time, room, { ...member, what: MEMBERS[type], reason });
    }
  }

  #welcome({ peer, namespace }: Frame): void {
    if (typeof peer === "string") this.#self = peer;
    if (typeof namespace === "string") this.#namespace = namespace;
  }

  #answer(time: number, { type, id, data }: Frame): void {
    const sent = this.#sent.get(id);
    if (!sent) return;
    this.#sent.delete(id);
    if (type === "error" && sent.at) this.#refused.add(sent.at);
    if (!isFields(data)) return;
    const { type: asked } = sent.frame;
    if (asked === "hello") this.#welcome(data);
    if (sent.at && typeof data.verdict === "string") Object.assign(sent.at.record, { verdict: data.verdict });
    if (asked === "join" || asked === "match") this.#joined(time, data);
  }

  #joined(time: number, { room, self, members }: Frame): void {
    const name = isFields(room) ? room.room : undefined;
    const own = isFields(self) ? self.peer : undefined;
    if (!Array.isArray(members)) return;
    for (const member of members.filter(isFields))
      this.#member(time, name, { ...member, what: member.peer === own ? "joined" : "present" });
  }

  #member(time: number, room: unknown, { peer, name, what, reason }: Frame): void {
    this.#add(time, {
      ...{ type: "watch.members", room, peer, name: typeof name === "string" ? name : String(peer), what },
      ...(reason !== undefined && { reason }),
    });
  }

  #add(time: number, fields: Frame): Heard | null {
    const given = Object.entries(fields).filter(([, value]) => value !== undefined);
    const record: unknown = {
      ...{ type: "watch.signals", seq: 0, time: Math.floor(time), namespace: this.#namespace },
      ...Object.fromEntries(given),
    };
    if (this.#self === null || !isRecord(record)) return null;
    const heard = { self: this.#self, at: time, record };
    this.#heard.push(heard);
    return heard;
  }
}

const signalOf = ({ kind, data, exchange }: Frame): Frame => ({
  ...{ kind, data, exchange, bytes: data === undefined ? 0 : JSON.stringify(data).length },
});
