// The records of all rooms, in maps, with what is counted and listed about them.
import {
  type Census,
  namespaceOf,
  type RoomKey,
  type RoomPage,
  type RoomQuery,
  roomKey,
  roomOf,
} from "../../core/engine.ts";
import { reaches } from "../../core/rights.ts";
import { apply, fits, type RoomPatch, type RoomState, viewOf } from "../../core/rules/room-state.ts";
import type { SettingsOf } from "../../core/settings.ts";
import type { Namespace, PeerId, RoomId } from "../../protocol/ids.ts";
import { limits } from "../../protocol/limits.ts";
import type { RoomView } from "../../protocol/shapes.ts";
import { NameIndex } from "./name-index.ts";

interface Listing {
  all: NameIndex<RoomId>;
  public: NameIndex<RoomId>;
}

/** Neither has a space. */
const codeKey = (namespace: Namespace, code: string): string => `${namespace} ${code}`;

export class Records {
  readonly #settings: SettingsOf;
  readonly #rooms = new Map<RoomKey, RoomState>();
  readonly #seats = new Map<PeerId, Set<RoomKey>>();
  /** By namespace and code. */
  readonly #codes = new Map<string, RoomId>();
  readonly #listings = new Map<Namespace, Listing>();
  readonly #census: Census = { rooms: { waiting: 0, active: 0, finished: 0 }, seats: 0 };

  constructor(settings: SettingsOf) {
    this.#settings = settings;
  }

  /** Whether one more room would be too many, in its namespace or in all. */
  full(key: RoomKey): boolean {
    const namespace = namespaceOf(key);
    const there = this.#listings.get(namespace)?.all.size ?? 0;
    return this.#rooms.size >= limits.rooms || there >= this.#settings(namespace).limits.rooms;
  }

  get(key: RoomKey): RoomState | null {
    return this.#rooms.get(key) ?? null;
  }

  seatsOf(peer: PeerId): RoomKey[] {
    return [...(this.#seats.get(peer) ?? [])];
  }

  byCode(namespace: Namespace, code: string): RoomId | null {
    return this.#codes.get(codeKey(namespace, code)) ?? null;
  }

  /** The room as it is now; null if the patch ended it. */
  apply(key: RoomKey, patch: RoomPatch): RoomState | null {
    const before = this.get(key);
    const listed = before?.head.visibility === "public";
    const code = before?.head.code ?? null;
    if (before) this.#count(before, -1);
    this.#note(key, patch, before);
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
    this.#indexCode(key, code, after?.head.code ?? null);
    return after;
  }

  #indexCode(key: RoomKey, before: string | null, after: string | null): void {
    if (before === after) return;
    if (before !== null) this.#codes.delete(codeKey(namespaceOf(key), before));
    if (after !== null) this.#codes.set(codeKey(namespaceOf(key), after), roomOf(key));
  }

  list({ namespace, cursor = "", limit, all, within, ...filter }: RoomQuery): RoomPage {
    const listing = this.#listings.get(namespace);
    if (!listing) return { rooms: [], total: 0 };
    const names = all ? listing.all : listing.public;
    const filtered = filter.status !== undefined || filter.available !== undefined || within !== undefined;
    const shows = (view: RoomView) => reaches({ rooms: within }, view.room) && fits(view, filter);
    // Only a list that picks has to look at every room.
    const rooms = names
      .page(cursor, filtered ? names.size : limit + 1)
      .map((name) => this.#view(namespace, name));
    const page = filtered ? rooms.filter(shows) : rooms;
    const total = filtered ? this.#total(namespace, names, shows) : names.size;
    const more = page.length > limit;
    const shown = page.slice(0, limit);
    return { rooms: shown, total, ...(more && { next: shown.at(-1)!.room }) };
  }

  #total(namespace: Namespace, names: NameIndex<RoomId>, shows: (view: RoomView) => boolean): number {
    const all = names.page("", names.size);
    return all.filter((name) => shows(this.#view(namespace, name))).length;
  }

  #view(namespace: Namespace, name: RoomId): RoomView {
    return this.view(roomKey(namespace, name))!;
  }

  view(key: RoomKey): RoomView | null {
    const state = this.get(key);
    return state && viewOf(state.head, state.seats.size);
  }

  census(): Census {
    return { rooms: { ...this.#census.rooms }, seats: this.#census.seats };
  }

  #note(key: RoomKey, { seats = [], closed }: RoomPatch, before: RoomState | null): void {
    for (const [peer, seat] of seats)
      if (seat) this.#seats.set(peer, (this.#seats.get(peer) ?? new Set()).add(key));
    const gone = closed
      ? [...(before?.seats.keys() ?? [])]
      : seats.flatMap(([peer, seat]) => (seat ? [] : peer));
    for (const peer of gone) {
      const rooms = this.#seats.get(peer);
      rooms?.delete(key);
      if (rooms?.size === 0) this.#seats.delete(peer);
    }
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
