// Signals between members, and who of these comes and goes, in the order of their room: sent on, kept for who is lost, or given back.
import type { Fence, MemberChange, RoomKey, Signal, Sink } from "../../core/engine.ts";
import type { RoomPatch, Seat } from "../../core/rules/room-state.ts";
import type { Frame } from "../../protocol/codec.ts";
import type { PeerId } from "../../protocol/ids.ts";
import type { Verdict } from "../../protocol/shapes.ts";
import { Inbox } from "./inbox.ts";
import type { Line } from "./line.ts";

interface Surroundings {
  seatOf(room: RoomKey, peer: PeerId): Seat | undefined;
  sink(): Sink | null;
}

interface Settled {
  patch: RoomPatch | null;
  members: readonly MemberChange[];
}

export class Signalling {
  readonly #inbox = new Inbox();
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Null: it would have to wait, and there is no space. */
  send(room: RoomKey, line: Line, from: Fence, target: Seat, signal: Signal): Promise<Verdict | null> {
    return line.inOrder(() => {
      // Its peer may have returned, or have left and come again, since this was called.
      const seat = this.#around.seatOf(room, target.peer);
      if (seat?.seat !== target.seat) return this.given(signal, "no_such_peer");
      if (!this.#inbox.has(room, seat.peer) && this.#direct(room, seat, signal.frame))
        return this.given(signal, "delivered");
      return this.#inbox.add(room, seat.peer, from, signal) ? this.given(signal, "queued") : null;
    });
  }

  given(signal: Signal, verdict: Verdict): Verdict {
    signal.settled(verdict);
    return verdict;
  }

  /** After what a commit has announced: what waited reaches who has returned, and comes back from who has gone. */
  settle(room: RoomKey, line: Line, { patch, members }: Settled): void {
    if (members.length > 0)
      void line.inOrder(() => {
        for (const change of members) this.#around.sink()?.member(room, change);
      });
    if (patch?.closed) void line.inOrder(() => this.#expire(room));
    for (const [peer, seat] of patch?.seats ?? []) {
      if (!this.#inbox.has(room, peer)) continue;
      if (!seat) void line.inOrder(() => this.#expire(room, peer));
      else if (seat.heldUntil === null) void line.inOrder(() => this.#handOver(room, seat));
    }
  }

  #expire(room: RoomKey, peer?: PeerId): void {
    for (const { from, signal } of this.#inbox.drop(room, peer)) this.#direct(room, from, signal.expired());
  }

  #handOver(room: RoomKey, to: Fence): void {
    this.#inbox.drain(room, to.peer, ({ frame }) => this.#direct(room, to, frame));
  }

  /** True if a live connection took it. */
  #direct(room: RoomKey, to: Fence, frame: Frame): boolean {
    return this.#around.sink()?.direct(room, to, frame) ?? false;
  }
}
