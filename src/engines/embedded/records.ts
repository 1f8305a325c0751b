// The records of all rooms, in maps, with what is counted and listed about them.
import { type Census, namespaceOf, type RoomKey, type RoomPage, roomKey, roomOf } from "../../core/engine.ts";
import { apply, type RoomPatch, type RoomState, viewOf } from "../../core/rules/room-state.ts";
import type { Namespace, RoomId } from "../../protocol/ids.ts";
import { NameIndex } from "./name-index.ts";

interface Listing {
  all: NameIndex<RoomId>;
  public: NameIndex<RoomId>;
}

export class Records {
  readonly #rooms = new Map<RoomKey, RoomState>();
  readonly #listings = new Map<Namespace, Listing>();
  readonly #census: Census = { rooms: { waiting: 0, active: 0, finished: 0 }, seats: 0 };

  get size(): number {
    return this.#rooms.size;
  }

  get(key: RoomKey): RoomState | null {
    return this.#rooms.get(key) ?? null;
  }

  /** The room as it is now; null if the patch ended it. */
  apply(key: RoomKey, patch: RoomPatch): RoomState | null {
    const before = this.get(key);
    const listed = before?.head.visibility === "public";
    if (before) this.#count(before, -1);
    const after = apply(before, patch);
    if (after) this.#count(after, 1);
    if (!before && after) {
      this.#rooms.set(key, after);
      this.#index(key, "add");
    } else if (before && !after) {
      this.#rooms.delete(key);
      this.#index(key, "delete");
    }
    const lists = after?.head.visibility === "public";
    if (lists !== listed) this.#listings.get(namespaceOf(key))?.public[lists ? "add" : "delete"](roomOf(key));
    return after;
  }

  list(query: { namespace: Namespace; cursor?: string; limit: number; all: boolean }): RoomPage {
    const { namespace, cursor = "", limit, all } = query;
    const listing = this.#listings.get(namespace);
    if (!listing) return { rooms: [], total: 0 };
    const names = all ? listing.all : listing.public;
    const page = names.page(cursor, limit + 1);
    const more = page.length > limit;
    if (more) page.pop();
    const rooms = page.map((name) => {
      const { head, seats } = this.#rooms.get(roomKey(namespace, name))!;
      return viewOf(head, seats.size);
    });
    return { rooms, total: names.size, ...(more && { next: page.at(-1) }) };
  }

  census(): Census {
    return { rooms: { ...this.#census.rooms }, seats: this.#census.seats };
  }

  #count(state: RoomState, sign: 1 | -1): void {
    this.#census.rooms[state.head.status] += sign;
    this.#census.seats += sign * state.seats.size;
  }

  #index(key: RoomKey, change: "add" | "delete"): void {
    const namespace = namespaceOf(key);
    let listing = this.#listings.get(namespace);
    if (!listing) {
      listing = { all: new NameIndex(), public: new NameIndex() };
      this.#listings.set(namespace, listing);
    }
    listing.all[change](roomOf(key));
    if (listing.all.size === 0) this.#listings.delete(namespace);
  }
}
