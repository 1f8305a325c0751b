// A peer comes back as itself: its session on this connection, its seats, and what it missed in each room.
import { jsonBytes } from "../protocol/codec.ts";
import { RtError } from "../protocol/errors.ts";
import { limits } from "../protocol/limits.ts";
import type { Joined, Resume } from "../protocol/requests.ts";
import type { Position } from "../protocol/shapes.ts";
import type { At, RoomKey } from "./engine.ts";
import { roomOf } from "./engine.ts";
import type { Hub } from "./hub.ts";
import { type LocalSeat, learn, release } from "./local-room.ts";
import type { SessionState } from "./rules/session.ts";
import { seen } from "./seating.ts";
import type { Session } from "./session.ts";

interface Returned {
  key: RoomKey;
  seat: LocalSeat;
  joined: Joined;
  cut: At;
}

export interface Back {
  rooms: Joined[];
  /** The answer is out: what was held back follows. */
  release(): void;
}

/** Null if there is nothing to come back to: the peer is then another one. */
export async function comeBack(hub: Hub, session: Session, asked: Resume): Promise<Back | null> {
  const { engine } = hub;
  const { namespace, grant } = session;
  const { subject } = grant;
  const resume = {
    type: "resume",
    namespace,
    subject,
    secret: asked.secret,
    next: hub.options.random.id(),
  } as const;
  const { resumed, revoked } = await engine.session(asked.session, { ...resume, node: engine.node });
  if (revoked) await revoke(hub, revoked);
  if (!resumed) return null;
  const there = hub.sessions.get(resumed.peer);
  if (there && there.fence.gen > resumed.gen) {
    // A newer takeover was answered first.
    session.supersede("superseded");
    return null;
  }
  const before = there?.supersede("superseded") ?? [];
  if (!session.closed) session.take(resumed);
  // A join of the connection before may still be under way; what it takes is found by its key.
  const keys = new Set([...before, ...(await engine.seatsOf(resumed.peer))]);
  if (session.closed) {
    loseAgain(hub, resumed, keys);
    return null;
  }
  const positions = asked.positions?.rooms ?? {};
  const all = await Promise.all(
    [...keys].map((key) => returnTo(hub, session, key, positionIn(positions, key))),
  );
  const back = all.filter((each) => each !== null);
  return {
    rooms: withinLimits(back.map(({ joined }) => joined)),
    release() {
      for (const { key, seat, cut } of back) if (release(seat, cut)) hub.ended(key, seat);
    },
  };
}

const positionIn = (positions: Readonly<Record<string, Position>>, key: RoomKey): Position | undefined =>
  Object.hasOwn(positions, roomOf(key)) ? positions[roomOf(key)] : undefined;

async function returnTo(
  hub: Hub,
  session: Session,
  key: RoomKey,
  since: Position | undefined,
): Promise<Returned | null> {
  const { engine } = hub;
  const { fence } = session;
  const { seat, attached } = hub.hold(key, session);
  try {
    const [returned] = await Promise.all([engine.command(key, { type: "return", fence }), attached]);
    learn(seat, returned.result.view);
    const joined = await seen(engine, key, fence, returned, since);
    return { key, seat, joined, cut: returned.at };
  } catch (error) {
    if (!(error instanceof RtError)) throw error;
    // Kicked, or the room is closed; where it is neither, the seat waits for another attempt.
    hub.drop(key, seat);
    hub.giveBack(fence, [key]);
    return null;
  }
}

/** The connection that came back for it has ended meanwhile. */
function loseAgain(
  hub: Hub,
  { session, namespace, peer, gen, node }: SessionState,
  keys: Iterable<RoomKey>,
): void {
  const graceMs = hub.options.settings(namespace).grace;
  hub.tell(session, { type: "lose", gen, forMs: graceMs });
  hub.giveBack({ peer, gen, node }, keys);
}

/** Two have used this session: neither is believed any more. */
async function revoke(hub: Hub, { peer, gen, node }: SessionState): Promise<void> {
  const before = hub.sessions.get(peer)?.supersede("auth_failed") ?? [];
  const keys = new Set([...before, ...(await hub.engine.seatsOf(peer))]);
  hub.giveBack({ peer, gen, node }, keys, true);
}

/** A peer that is sent more than it reads is lost again, so what is too much together starts anew. */
function withinLimits(rooms: Joined[]): Joined[] {
  let left: number = limits.resumeBytes;
  return rooms.map((joined) => {
    left -= jsonBytes(joined.messages);
    if (left >= 0) return joined;
    return { ...joined, messages: [], ...(joined.recovered !== undefined && { recovered: false }) };
  });
}
