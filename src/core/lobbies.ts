// Who watches the rooms of which namespace on this node.
import type { Namespace } from "../protocol/ids.ts";
import type { RoomFilter } from "../protocol/shapes.ts";
import type { Clock } from "./clock.ts";
import { type Engine, namespaceOf, type RoomChange, roomOf, roomsTap, type StreamKey } from "./engine.ts";
import { Lobby, Watcher } from "./lobby.ts";
import type { Session } from "./session.ts";

export class Lobbies {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #lobbies = new Map<Namespace, Lobby>();
  readonly #watchers = new Map<Session, Watcher>();

  constructor(engine: Engine, clock: Clock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  /** One a session: another filter takes the place of the one before. The list is good once `attached`. */
  watch(session: Session, filter: RoomFilter): { watcher: Watcher; attached: Promise<void> } {
    const { namespace } = session;
    const before = this.#watchers.get(session);
    const watcher = new Watcher(session, filter);
    let lobby = this.#lobbies.get(namespace);
    if (!lobby) {
      lobby = new Lobby(this.#engine.attach(roomsTap(namespace)), this.#clock);
      this.#lobbies.set(namespace, lobby);
    }
    lobby.add(watcher, filter);
    this.#watchers.set(session, watcher);
    if (before) this.#leave(before);
    return { watcher, attached: lobby.attached };
  }

  /** The watcher's list is out: what was held follows, unless another watcher has taken its place. */
  release(watcher: Watcher): void {
    if (this.#watchers.get(watcher.session) === watcher) watcher.release();
  }

  unwatch(session: Session): void {
    const watcher = this.#watchers.get(session);
    if (watcher) this.end(watcher);
  }

  end(watcher: Watcher): void {
    if (this.#watchers.get(watcher.session) !== watcher) return;
    this.#watchers.delete(watcher.session);
    this.#leave(watcher);
  }

  #leave(watcher: Watcher): void {
    const { namespace } = watcher.session;
    const lobby = this.#lobbies.get(namespace);
    if (!lobby || lobby.delete(watcher)) return;
    lobby.end();
    this.#lobbies.delete(namespace);
    this.#engine.detach(roomsTap(namespace));
  }

  changed(change: RoomChange): void {
    this.#lobbies.get(namespaceOf(change.room))?.changed(roomOf(change.room), change);
  }

  broken(tap: StreamKey): void {
    for (const [namespace, lobby] of this.#lobbies) {
      if (roomsTap(namespace) !== tap) continue;
      for (const { session } of lobby.watchers) session.close("resync");
    }
  }
}
