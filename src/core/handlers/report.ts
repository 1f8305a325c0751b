// `report`: what became of a link, which only its two ends can see.
import { jsonBytes } from "../../protocol/codec.ts";
import { RtError } from "../../protocol/errors.ts";
import { roomKey } from "../engine.ts";
import { mustReachIn } from "../reach.ts";
import { count } from "../stats.ts";
import { tapSignal } from "../tap.ts";
import type { Handler } from "./index.ts";

export const report: Handler<"report"> = async ({ session, hub, engine }, params) => {
  const { room, to, state, pair, exchange } = params;
  const key = roomKey(session.namespace, room);
  mustReachIn(session, key);
  if (!session.rooms.has(key)) throw new RtError("not_joined");
  const time = engine.wall();
  // In the room's order, so that it is shown after the signals that led to it.
  await engine.command(key, { type: "look" });
  count(hub.counters.links, state);
  tapSignal(hub, key, () => ({
    time,
    room,
    from: session.peer,
    to,
    kind: "report",
    bytes: jsonBytes(params),
    exchange,
    state,
    pair,
  }));
  hub.negotiations.passed(key, {
    from: session.peer,
    to,
    kind: "report",
    state,
    ...(pair !== undefined && { pair }),
    ...(exchange !== undefined && { exchange }),
  });
  return {};
};
