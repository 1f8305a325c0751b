// What feeds the console: changes of the list gathered to a few a second, and the open room looked at once a second.
import type { Client } from "../client/connect.ts";
import type { Lobby } from "../client/lobby.ts";
import { RtError } from "../protocol/errors.ts";
import type { SignalRecord } from "../protocol/events.ts";
import type { RoomId } from "../protocol/ids.ts";
import type { RoomView } from "../protocol/shapes.ts";
import { refusalOf } from "./rooms-acts.ts";
import type { RoomsAction, RoomsState } from "./state/rooms.ts";
import type { Tab } from "./state/rooms-room.ts";
import type { Store } from "./store.ts";

/** The server tells of a room four times a second at most; a list that moves more often can't be read. */
const GATHER_MS = 250;
const LOOK_MS = 1_000;
/** Pages of messages that are read in one go; what is left comes a second later. */
const PAGES = 5;
/** Signals that are kept while the screen holds still. */
const HELD_SIGNALS = 1_000;

type RoomsStore = Store<RoomsState, RoomsAction>;

export class RoomsFeed {
  readonly #client: Client;
  readonly #store: RoomsStore;
  readonly #stops: (() => void)[] = [];
  #changes = new Map<string, RoomView | null>();
  #signals: SignalRecord[] = [];
  #flushing: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  /** Where the messages of the open room stand. */
  #read: { room: RoomId; epoch: string; offset: number } | null = null;
  #reading = false;
  /** The room whose signals this connection has asked for. */
  #watched = new Set<string>();

  constructor(client: Client, lobby: Lobby, store: RoomsStore) {
    this.#client = client;
    this.#store = store;
    for (const view of lobby.rooms.values()) this.#changes.set(view.room, view);
    this.#flush();
    this.#stops.push(
      lobby.on("added", (view) => this.#gather(view.room, view)),
      lobby.on("updated", (view) => this.#gather(view.room, view)),
      lobby.on("removed", (view) => this.#gather(view.room, null)),
      lobby.on("current", () => {
        this.refresh();
        store.dispatch({ type: "current" });
      }),
      lobby.on("closed", ({ reason, error }) => {
        if (reason === "refused") store.dispatch({ type: "note", text: refusalOf(error), role: "bad" });
      }),
      client.on("watch.signals", (record) => this.#hear(record)),
      client.on("state", ({ state }) => {
        this.#watched.clear();
        if (state === "open") this.look();
      }),
    );
    const timer = setInterval(() => this.#beat(), LOOK_MS).unref();
    this.#stops.push(() => clearInterval(timer));
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    clearTimeout(this.#flushing);
    clearTimeout(this.#looking);
  }

  /** Shows at once what has been gathered, also while the screen holds still. */
  refresh(): void {
    clearTimeout(this.#flushing);
    this.#flush(true);
    this.look(true);
  }

  #gather(room: string, view: RoomView | null): void {
    this.#changes.set(room, view);
    if (this.#store.state.open?.id === room && view) this.#lookSoon();
    this.#flushSoon();
  }

  #hear(record: SignalRecord): void {
    if (record.namespace !== this.#store.state.namespace) return;
    this.#signals.push(record);
    if (this.#signals.length > HELD_SIGNALS) this.#signals.shift();
    this.#flushSoon();
  }

  #flushSoon(): void {
    this.#flushing ??= setTimeout(() => this.#flush(), GATHER_MS).unref();
  }

  #flush(anyway = false): void {
    this.#flushing = undefined;
    if (this.#store.state.paused && !anyway) return;
    const [changes, records] = [this.#changes, this.#signals];
    this.#changes = new Map();
    this.#signals = [];
    if (changes.size > 0) this.#store.dispatch({ type: "rooms", changes });
    if (records.length > 0) this.#store.dispatch({ type: "signals", records });
  }

  /** A change of the room is looked at soon, and only once for all that come meanwhile. */
  #lookSoon(): void {
    this.#looking ??= setTimeout(() => this.look(), GATHER_MS).unref();
  }

  #beat(): void {
    if (this.#store.state.paused) return;
    this.#store.dispatch({ type: "tick" });
    this.look();
  }

  /** The open room as it is now, with its messages, and from then on its signals once they were asked for. */
  look(anyway = false): void {
    clearTimeout(this.#looking);
    this.#looking = undefined;
    const { open, paused } = this.#store.state;
    if (!open || (paused && !anyway) || this.#client.state !== "open") return;
    void this.#lookAt(open.id);
    // A refusal is asked for again only by opening the room anew.
    if (!open.problems.messages) void this.#readMessages(open.id);
    if (open.tab === "signals" && !open.problems.signals) void this.#watch(open.id);
  }

  async #lookAt(room: RoomId): Promise<void> {
    try {
      const { room: view, members } = await this.#client.request("room", { room });
      this.#store.dispatch({ type: "looked", view, members });
    } catch (error) {
      if (!(error instanceof RtError)) throw error;
      if (error.code === "not_found") this.#store.dispatch({ type: "gone", room });
    }
  }

  async #readMessages(room: RoomId): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (let page = 0; page < PAGES && (await this.#readPage(room)); page++);
    } catch (error) {
      this.#problem(room, "messages", error);
    } finally {
      this.#reading = false;
    }
  }

  /** The newest page at first, and again where the room's history has begun anew; then what has come since. */
  async #readPage(room: RoomId): Promise<boolean> {
    const at = this.#read?.room === room ? this.#read : null;
    const page = await this.#client.request("history", { room, ...(at && { since: at.offset }) });
    const { messages, position, more } = page;
    const epoch = position?.epoch ?? "";
    if (at && at.epoch !== epoch) {
      this.#read = null;
      return true;
    }
    this.#read = { room, epoch, offset: messages.at(-1)?.offset ?? at?.offset ?? 0 };
    this.#store.dispatch(
      at
        ? { type: "messages", room, messages }
        : { type: "messages", room, messages, anew: true, older: more },
    );
    return at !== null && more;
  }

  /** The page before the first message that is here. */
  async readOlder(): Promise<void> {
    const { open } = this.#store.state;
    const before = open?.messages.rows[0]?.id;
    if (!open || before === undefined || !open.older || this.#reading) return;
    const room = open.id;
    this.#reading = true;
    try {
      const { messages, more } = await this.#client.request("history", { room, before });
      this.#store.dispatch({ type: "older", room, messages, older: more });
    } catch (error) {
      this.#store.dispatch({ type: "note", text: refusalOf(error), role: "bad" });
    } finally {
      this.#reading = false;
    }
  }

  /** There is no way to end it but the end of the connection: a room that was opened stays watched, and is left out. */
  async #watch(room: RoomId): Promise<void> {
    if (this.#watched.has(room)) return;
    this.#watched.add(room);
    try {
      await this.#client.request("watch", { stream: "signals", room });
    } catch (error) {
      this.#watched.delete(room);
      this.#problem(room, "signals", error);
    }
  }

  #problem(room: RoomId, tab: Tab, error: unknown): void {
    // The connection says of itself that it is lost.
    if (error instanceof RtError && error.code === "unavailable") return;
    this.#store.dispatch({ type: "problem", room, tab, text: refusalOf(error) });
  }

  /** Another room is opened: its messages begin at the newest. */
  opened(): void {
    this.#read = null;
    this.look();
  }
}
