// The rules of a session: one peer over all its connections, and who may come back as it. Pure.
import type { Namespace, NodeId, PeerId, SessionId } from "../../protocol/ids.ts";
import type { Millis } from "../clock.ts";
import type { Fence } from "../engine.ts";

export interface SessionState {
  session: SessionId;
  peer: PeerId;
  namespace: Namespace;
  name: string;
  /** Whom the token spoke for that it began with: nobody else comes back as this peer. */
  subject?: string;
  /** The takeover that counts, and the node that has it. */
  gen: number;
  node: NodeId;
  secret: string;
  /**
   * The one before, while nobody has shown that the present one arrived: a lost welcome must not lock its peer out.
   */
  previous: string | null;
  /** Older ones: who comes with one of these has a copy that somebody else used. The newest last. */
  spent: readonly string[];
  /** When the session ends unless it is resumed; null while a connection has it. */
  lostUntil: Millis | null;
}

export type SessionCommand =
  | { type: "open"; namespace: Namespace; fence: Fence; name: string; secret: string }
  /** `next` is the secret that the welcome will carry. */
  | { type: "resume"; namespace: Namespace; subject?: string; secret: string; next: string; node: NodeId }
  /** A request after the welcome: its secret has arrived. */
  | { type: "confirm"; gen: number }
  | { type: "lose"; gen: number; forMs: number }
  | { type: "end"; gen: number }
  | { type: "expire" };

export interface SessionDecision {
  /** The record afterwards; null: none. */
  state: SessionState | null;
  /** A resume: the session as it now is, or null if there is none to come back to. */
  resumed?: SessionState | null;
  /** A spent secret has ended the session: this is what it was. */
  revoked?: SessionState;
}

const SPENT = 16;

export function decideSession(
  state: SessionState | null,
  id: SessionId,
  command: SessionCommand,
  now: Millis,
): SessionDecision {
  switch (command.type) {
    case "open": {
      const { namespace, fence, name, secret } = command;
      const { peer, subject, gen, node } = fence;
      const opened = { session: id, peer, namespace, name, subject, gen, node, secret };
      return { state: state ?? { ...opened, previous: null, spent: [], lostUntil: null } };
    }
    case "resume":
      return resume(state, command);
    case "confirm":
      if (state?.gen !== command.gen || state.previous === null) return { state };
      return { state: { ...state, previous: null, spent: spend(state, state.previous) } };
    case "lose":
      return { state: state?.gen === command.gen ? { ...state, lostUntil: now + command.forMs } : state };
    case "end":
      return { state: state?.gen === command.gen ? null : state };
    case "expire": {
      const until = state?.lostUntil ?? null;
      return { state: until !== null && until <= now ? null : state };
    }
    default:
      return command satisfies never;
  }
}

function resume(
  state: SessionState | null,
  { namespace, subject, secret, next, node }: Extract<SessionCommand, { type: "resume" }>,
): SessionDecision {
  if (!state || state.namespace !== namespace || state.subject !== subject) return { state, resumed: null };
  if (state.spent.includes(secret)) return { state: null, resumed: null, revoked: state };
  const taken = { ...state, gen: state.gen + 1, node, secret: next, lostUntil: null };
  // Used: whoever has it saw the welcome that brought it.
  if (secret === state.secret) {
    const spent = state.previous === null ? state.spent : spend(state, state.previous);
    return done({ ...taken, previous: secret, spent });
  }
  // Again with the one before: the welcome with the present one was lost.
  if (secret === state.previous) return done({ ...taken, spent: spend(state, state.secret) });
  return { state, resumed: null };
}

const done = (state: SessionState): SessionDecision => ({ state, resumed: state });

const spend = ({ spent }: SessionState, secret: string): string[] => [...spent, secret].slice(-SPENT);
