// Who follows the signals on this node, and how far each of those has come who asked for what they carry.
import { type MessageBody, recordFrame } from "../protocol/codec.ts";
import { limits } from "../protocol/limits.ts";
import type { Announced, Engine, TapKey } from "./engine.ts";
import type { Session } from "./session.ts";

/** With data each has a count of its own, since each begins with members of its own. */
interface Watcher {
  seq: number;
  /** What came before the members that are there were told; null from then on. */
  held: MessageBody[] | null;
}

export class Watchers {
  readonly #engine: Engine;
  readonly #taps = new Map<TapKey, Map<Session, Watcher | null>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Each signal in one line, without its data. */
  async watch(tap: TapKey, session: Session): Promise<void> {
    if (this.#add(tap, session, null)) await this.#engine.attach(tap);
  }

  /** With data: from this call on all is held, until `begin`. Null for who watches already. */
  hold(
    tap: TapKey,
    session: Session,
  ): {
    attached: Promise<void>;
    begin(first: MessageBody[], isNews: (body: MessageBody) => boolean): void;
  } | null {
    const watcher: Watcher = { seq: 0, held: [] };
    if (!this.#add(tap, session, watcher)) return null;
    const begin = (first: MessageBody[], isNews: (body: MessageBody) => boolean): void => {
      const held = watcher.held ?? [];
      watcher.held = null;
      for (const body of [...first, ...held.filter(isNews)]) show(session, watcher, body);
    };
    return { attached: this.#engine.attach(tap), begin };
  }

  #add(tap: TapKey, session: Session, watcher: Watcher | null): boolean {
    const watchers = this.#taps.get(tap) ?? new Map<Session, Watcher | null>();
    if (watchers.has(session)) return false;
    this.#taps.set(tap, watchers.set(session, watcher));
    return true;
  }

  end(tap: TapKey, session: Session): void {
    const watchers = this.#taps.get(tap);
    if (watchers?.delete(session)) this.#engine.detach(tap);
    if (watchers?.size === 0) this.#taps.delete(tap);
  }

  /** All of a session's watching ends with it. */
  unwatch(session: Session): void {
    for (const tap of this.#taps.keys()) this.end(tap, session);
  }

  deliver(tap: TapKey, { frame }: Announced): void {
    for (const [session, watcher] of this.#taps.get(tap) ?? []) {
      if (!watcher) session.send(frame);
      else if (watcher.held) watcher.held.push(frame.text as MessageBody);
      else show(session, watcher, frame.text as MessageBody);
    }
  }
}

/** What it doesn't read in time it misses, and sees that by the gap. */
function show(session: Session, watcher: Watcher, body: MessageBody): void {
  watcher.seq++;
  if (session.waiting <= limits.watchBytes) session.send(recordFrame(body, watcher.seq));
}
