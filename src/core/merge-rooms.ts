// A merge: the younger room is shut, its members are seated in the older one and told, and it closes.
import { RtError } from "../protocol/errors.ts";
import { type Fence, namespaceOfQueue, type QueueKey, type RoomKey, roomKey } from "./engine.ts";
import type { Hub } from "./hub.ts";
import type { Newcomer } from "./rules/admission.ts";
import type { Merge } from "./rules/queue.ts";
import type { RoomCommand } from "./rules/room.ts";
import type { RoomResult } from "./rules/room-state.ts";

/**
 * The older room decides: with its commit all have their seats there, and before it nothing has happened but that the
 * younger takes nobody in, which ends by itself. Rooms that changed meanwhile are left to the next look.
 */
export async function mergeRooms(hub: Hub, queue: QueueKey, { from, into }: Merge): Promise<void> {
  const namespace = namespaceOfQueue(queue);
  const [younger, older] = [roomKey(namespace, from), roomKey(namespace, into)];
  const merge = hub.options.random.id();
  const frozen = await attempt(hub, younger, { type: "freeze", merge });
  const newcomers = (frozen?.seats ?? []).flatMap(
    ({ peer, gen, node, subject, name, data, ticket }): Newcomer[] =>
      ticket ? [{ fence: { peer, gen, node, subject }, name, data, ticket }] : [],
  );
  if (!frozen || newcomers.length === 0) return;

  // What was not answered in time may have happened all the same.
  const unanswered = () =>
    giveUp(
      hub,
      older,
      newcomers.map(({ fence }) => fence),
    );
  const absorbed = await attempt(hub, older, { type: "absorb", newcomers }, unanswered);
  if (!absorbed) {
    await attempt(hub, younger, { type: "thaw", merge });
    return;
  }
  // Without those who had a seat there already.
  const taken = new Map(absorbed.seats?.map((seat) => [seat.peer, seat]));
  const told = await Promise.all(
    newcomers.map(({ fence }) => hub.engine.seated(fence, older, { type: "match.moved", room: from })),
  );
  giveUp(
    hub,
    older,
    newcomers.flatMap(({ fence }, i) => (told[i] ? [] : (taken.get(fence.peer) ?? []))),
  );

  const moved = newcomers.map(({ fence: { peer } }) => peer);
  const last = await attempt(hub, younger, { type: "disband", moved });
  if (!last) return;
  const stayed = new Set(last.seats?.map(({ peer }) => peer));
  const left = newcomers.filter(({ fence }, i) => told[i] && !stayed.has(fence.peer));
  giveUp(
    hub,
    older,
    left.flatMap(({ fence }) => taken.get(fence.peer) ?? []),
    "leave",
  );
}

/** Null where the room says no. */
async function attempt(
  { engine }: Hub,
  room: RoomKey,
  command: RoomCommand,
  unanswered: () => void = () => {},
): Promise<RoomResult | null> {
  try {
    return (await engine.command(room, command)).result;
  } catch (error) {
    if (!(error instanceof RtError) || error.code === "internal") throw error;
    if (error.code === "unavailable") unanswered();
    return null;
  }
}

function giveUp(
  { engine, options }: Hub,
  room: RoomKey,
  seats: readonly (Fence & { seat?: number })[],
  reason: "lost" | "leave" = "lost",
): void {
  for (const { peer, gen, node, seat } of seats) {
    engine
      .command(room, { type: "leave", fence: { peer, gen, node }, reason, seat })
      .catch((error: unknown) => {
        // Who has left by itself has nothing to give up.
        if (!(error instanceof RtError) || error.code === "internal") options.onFault(error);
      });
  }
}
