// What a client must believe about a room after all that it was told, and where that contradicts itself.
import { Seen } from "../../src/client/seen.ts";
import type { Position } from "../../src/protocol/shapes.ts";
import type { Wire } from "../support/peer.ts";
import { must, same } from "./universe.ts";

export class Belief {
  /** Each with its readiness and whether it is held; null: not in the room. */
  members: Map<string, string> | null = null;
  host: string | null = null;
  locked = false;
  /** Of stored messages that were heard. */
  readonly texts = new Map<number, string>();
  /** The offset from which on nothing may be missing. */
  cut = 0;
  /** It was shown no position: nothing was stored, or the disk did not say what. */
  blind = false;
  #seen = new Seen(0, "");
  #epoch = "";
  /** Of the stream of events, which never goes back. */
  #last = 0;
  #leftBy = 0;
  #stay = "";
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get position(): Position {
    return { epoch: this.#epoch, offset: this.#seen.mark, tag: this.#seen.tag };
  }

  /** The answer to a join, whose request had this number; or a room of a resume (0). `since`: what was asked with it. */
  joined(id: number, joined: Wire, since?: Position): void {
    if (id < this.#leftBy) return;
    const { room, self, members, messages, position, recovered } = joined;
    const end = position?.offset ?? 0;
    must("never over capacity", members.length <= this.#capacity, `${members.length} members`);
    const seats = new Set(members.map(({ seat }: Wire) => seat));
    same(
      "one seat per peer",
      [seats.size, new Set(members.map(({ peer }: Wire) => peer)).size],
      [members.length, members.length],
    );
    const offsets = messages.map(({ offset }: Wire) => offset);
    if (recovered) {
      same("recovery is exact", offsets, range(since!.offset + 1, end));
    } else same("recent messages end at the cut", offsets.at(-1) ?? 0, offsets.length > 0 ? end : 0);
    // Joining a room that one is in shows it again; the stream goes on. Another seat is a new stay.
    const stay = `${room.createdAt} ${self.seat}`;
    const stays = this.members !== null && this.#stay === stay && id > 0;
    if (!stays) this.#begin(joined);
    this.#stay = stay;
    this.members = new Map(members.map((member: Wire) => [member.peer, flagsOf(member)]));
    this.host = room.host;
    this.locked = room.locked;
    if (!stays) for (const message of messages) this.#hear(message);
  }

  #begin({ position, recovered }: Wire): void {
    const end = position?.offset ?? 0;
    this.#last = end;
    if (!recovered) {
      this.texts.clear();
      this.cut = end;
      this.blind = position === null;
    }
    // A stream that has lost its tail gives those offsets out again.
    for (const offset of this.texts.keys()) if (offset > end) this.texts.delete(offset);
    this.#seen = new Seen(end, position?.tag ?? "");
    this.#epoch = position?.epoch ?? "";
  }

  #hear({ offset, tag, data }: Wire): void {
    this.texts.set(offset, data.text);
    this.#seen.add(offset, tag);
  }

  /** An own publication was kept. */
  acknowledged({ offset, tag }: Position): void {
    this.#seen.add(offset, tag);
  }

  left(id = 0): void {
    this.members = null;
    this.#leftBy = Math.max(this.#leftBy, id);
  }

  /** Requests are numbered anew. */
  reconnected(): void {
    this.#leftBy = 0;
  }

  event(event: Wire, self: string): void {
    // One's own leave may be told before it is answered.
    if (!this.members && event.type === "member.left" && event.peer === self) return;
    must("no word of a room to who is not in it", this.members !== null, event.type);
    const members = this.members!;
    if (event.member) members.set(event.member.peer, flagsOf(event.member));
    if (event.type === "host.changed") this.host = event.host;
    if (event.type === "room.updated") this.locked = event.view.locked;
    if (event.type === "member.left") {
      members.delete(event.peer);
      if (event.peer === self) this.left();
    }
    if (event.type === "room.closed") this.left();
    if (event.type === "message" && event.offset !== undefined) {
      must("messages come in order, once", event.offset > this.#last, `${event.offset} after ${this.#last}`);
      this.#last = event.offset;
      this.#hear(event);
    }
  }
}

const flagsOf = ({ ready, state }: Wire): string => `${ready ? "ready" : "not ready"}, ${state}`;

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(to - from + 1, 0) }, (_, i) => from + i);
