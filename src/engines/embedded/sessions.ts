// The sessions of all peers, connected or lost a moment ago, in a map.
import type { Clock } from "../../core/clock.ts";
import type { SessionResult } from "../../core/engine.ts";
import { decideSession, type SessionCommand, type SessionState } from "../../core/rules/session.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { Alarms } from "./alarms.ts";

export class Sessions {
  readonly #clock: Clock;
  readonly #sessions = new Map<SessionId, SessionState>();
  readonly #alarms: Alarms<SessionId>;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#alarms = new Alarms(clock, (id) => void this.command(id, { type: "expire" }));
  }

  command(id: SessionId, command: SessionCommand): SessionResult {
    const before = this.#sessions.get(id) ?? null;
    const decision = decideSession(before, id, command, this.#clock.now());
    const { state, resumed = null, revoked = null } = decision;
    if (state) this.#sessions.set(id, state);
    else this.#sessions.delete(id);
    this.#alarms.set(id, state?.lostUntil ?? null);
    return { resumed, revoked };
  }

  clear(): void {
    this.#alarms.clear();
  }
}
