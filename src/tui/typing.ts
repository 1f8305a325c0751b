// Tells a room that somebody is typing: seldom, only while somebody could see it, and never in the way of anything.
import type { Room } from "../client/room.ts";
import type { PeerId } from "../protocol/ids.ts";

const EVERY_MS = 3_000;

export interface OwnTyping {
  tell(to?: PeerId): void;
  /** What was typed is said: the next one is told at once. */
  said(): void;
}

export function createTyping(room: Room, now: () => number = Date.now): OwnTyping {
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    tell(to) {
      const self = room.members.get(room.self.peer);
      // A spectator may not, and alone it is told to nobody.
      if (room.ended || self?.role !== "player" || room.members.size < 2) return;
      if (now() - toldAt < EVERY_MS) return;
      toldAt = now();
      const options = { event: "typing", store: false, ...(to && { to: [to] }) };
      room.publish(to ? { direct: true } : {}, options).catch(() => {});
    },
    said() {
      toldAt = Number.NEGATIVE_INFINITY;
    },
  };
}
