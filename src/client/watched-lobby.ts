// The Lobby behind the interface: watches, reads the pages, follows the events, and does so anew after a loss.
import { RtError } from "../protocol/errors.ts";
import type { EventOf } from "../protocol/events.ts";
import type { RoomId } from "../protocol/ids.ts";
import type { RoomView } from "../protocol/shapes.ts";
import type { Client } from "./connect.ts";
import { Emitter } from "./emitter.ts";
import type { Lobby, LobbyEnd, LobbyEvents, LobbyFilter } from "./lobby.ts";
import { differences, type RoomDifference, RoomList } from "./room-list.ts";
import type { World } from "./world.ts";

export type LobbyNews = EventOf<"lobby.added" | "lobby.updated" | "lobby.removed">;
type Requests = Pick<Client, "request">;

/** More than any server has rooms. */
const MOST_PAGES = 1_000;

export class WatchedLobby implements Lobby {
  readonly filter: LobbyFilter;
  closing: Promise<void> | null = null;
  readonly #client: Requests;
  readonly #world: World;
  readonly #onEnd: () => void;
  readonly #emitter = new Emitter<LobbyEvents>();
  /** What the application sees. */
  #shown = new RoomList();
  /** The list that is being read, while it is. */
  #coming: RoomList | null = null;
  /** Counts connections, so that an answer of an earlier one is told apart. */
  #round = 0;
  #ended = false;

  constructor(filter: LobbyFilter, client: Requests, world: World, onEnd: () => void) {
    this.filter = filter;
    this.#client = client;
    this.#world = world;
    this.#onEnd = onEnd;
  }

  get rooms(): ReadonlyMap<RoomId, RoomView> {
    return this.#shown.rooms;
  }

  on<K extends keyof LobbyEvents>(event: K, listener: (payload: LobbyEvents[K]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  close(): Promise<void> {
    if (this.#ended) return this.closing ?? Promise.resolve();
    this.#ended = true;
    // A lost connection has ended the watch already.
    this.closing = this.#client
      .request("lobby.unwatch", {})
      .catch(() => {})
      .then(this.#onEnd);
    this.#emitter.emit("closed", { reason: "closed" });
    return this.closing;
  }

  async enter(): Promise<this> {
    try {
      await this.#read();
      return this;
    } catch (error) {
      this.#ended = true;
      this.#onEnd();
      throw error;
    }
  }

  away(): void {
    this.#round += 1;
    this.#coming = null;
  }

  async comeBack(): Promise<void> {
    if (this.#ended) return;
    const round = this.#round;
    const over = (): boolean => round !== this.#round || this.#ended;
    try {
      await this.#read();
    } catch (error) {
      if (over()) return;
      const refusal = error as RtError;
      if (!refusal.retryable) return this.end({ reason: "refused", error: refusal });
      this.#world.after(refusal.retryAfterMs ?? 1_000, () => {
        if (!over()) void this.comeBack();
      });
    }
  }

  end(end: LobbyEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd();
    this.#emitter.emit("closed", end);
  }

  receive(news: LobbyNews): void {
    if (this.#ended) return;
    const list = this.#coming ?? this.#shown;
    const difference =
      news.type === "lobby.removed" ? list.delete(news.room, news.version) : list.set(news.view);
    if (difference && list === this.#shown) this.#tell([difference]);
  }

  /** All pages, while events go on coming; then what is new in the whole. */
  async #read(): Promise<void> {
    const round = this.#round;
    const coming = new RoomList();
    this.#coming = coming;
    let page = await this.#client.request("lobby.watch", this.filter);
    for (let pages = 1; ; pages++) {
      for (const view of page.rooms) coming.set(view);
      if (page.next === undefined) break;
      if (pages === MOST_PAGES) throw new RtError("internal", "The server's list of rooms does not end.");
      page = await this.#client.request("rooms", { ...this.filter, cursor: page.next });
    }
    if (round !== this.#round || this.#ended) return;
    coming.complete();
    const before = this.#shown.rooms;
    this.#shown = coming;
    this.#coming = null;
    this.#tell(differences(before, coming.rooms));
    this.#emitter.emit("current", this.rooms);
  }

  #tell(news: RoomDifference[]): void {
    for (const { type, view } of news) this.#emitter.emit(type, view);
    if (news.length > 0) this.#emitter.emit("change", this.rooms);
  }
}

/** The lobby of one client, over its connections: a server tells a peer the news of one filter. */
export class Lobbies {
  readonly #client: Requests;
  readonly #world: World;
  #there: { lobby: WatchedLobby; watched: Promise<Lobby> } | null = null;

  constructor(client: Requests, world: World) {
    this.#client = client;
    this.#world = world;
  }

  async watch(filter: LobbyFilter): Promise<Lobby> {
    // Until the server has heard of its end the news are still of the one before.
    await this.#there?.lobby.closing;
    this.#there ??= this.#open(filter);
    const { lobby, watched } = this.#there;
    if (lobby.filter.status === filter.status && lobby.filter.available === filter.available) return watched;
    throw new RtError(
      "bad_request",
      "This client watches the lobby with another filter: close that one first, or pick from its rooms.",
    );
  }

  #open(filter: LobbyFilter) {
    const lobby = new WatchedLobby(filter, this.#client, this.#world, () => {
      this.#there = null;
    });
    return { lobby, watched: lobby.enter() };
  }

  receive(news: LobbyNews): void {
    this.#there?.lobby.receive(news);
  }

  away(): void {
    this.#there?.lobby.away();
  }

  comeBack(): void {
    void this.#there?.lobby.comeBack();
  }

  end(): void {
    this.#there?.lobby.end({ reason: "disconnected" });
  }
}
