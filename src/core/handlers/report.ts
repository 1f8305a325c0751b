// `report`: what became of a link, which only its two ends can see; told to the room's members.
import { encodeEvent, jsonBytes, type MessageBody } from "../../protocol/codec.ts";
import { RtError } from "../../protocol/errors.ts";
import type { Pair } from "../../protocol/shapes.ts";
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
  const told = { type: "link", room, from: session.peer, to, state, pair: known(pair), exchange } as const;
  const body = encodeEvent(told).text as MessageBody;
  // In the room's order, so that it is shown after the signals that led to it.
  await engine.publish(key, { from: session.fence, body, keep: false, chat: false, echo: false });
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

const KINDS = ["host", "srflx", "prflx", "relay"];
const PROTOCOLS = [undefined, "udp", "tcp"];

/** Only what can't be an address: others learn by which kinds of candidate a link goes, and never where to. */
function known(pair: Pair | undefined): Pair | undefined {
  if (!pair || !KINDS.includes(pair.local) || !KINDS.includes(pair.remote)) return undefined;
  const { local, remote, protocol } = pair;
  return PROTOCOLS.includes(protocol) ? { local, remote, protocol } : { local, remote };
}
