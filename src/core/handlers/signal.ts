// `signal`: an offer, answer or candidate to one member, with a verdict on what became of it.
import { encodeEvent, encodeSignal, type Frame } from "../../protocol/codec.ts";
import type { Verdict } from "../../protocol/shapes.ts";
import { guardSignal } from "../../signals/guard.ts";
import { roomKey } from "../engine.ts";
import { mustReachIn } from "../reach.ts";
import { must } from "../rights.ts";
import { checkSignal } from "../sizes.ts";
import { tapExpired, tapSignal } from "../tap.ts";
import type { Handler } from "./index.ts";

export const signal: Handler<"signal"> = async ({ session, hub, engine }, params) => {
  const { room, to, kind, exchange } = params;
  must(session.grant, "signal");
  const key = roomKey(session.namespace, room);
  mustReachIn(session, key);
  const data = guardSignal(kind, params.data);
  const from = session.peer;
  const { frame, bytes } = encodeSignal({ type: "signal", room, from, kind, data, exchange });
  checkSignal(kind, bytes);
  const time = engine.wall();
  const ends = { from, to, ...(exchange !== undefined && { exchange }) };
  const settled = (verdict: Verdict): void => {
    hub.counters.signalled(kind, verdict);
    tapSignal(hub, key, () => ({ time, room, from, to, kind, bytes, verdict, exchange }), data);
    hub.negotiations.passed(key, { ...ends, kind, data, verdict });
  };
  const expired = (): Frame => {
    tapExpired(hub, key, { ...ends, of: kind, bytes });
    hub.negotiations.passed(key, { ...ends, kind: "expired", of: kind });
    return encodeEvent({ type: "signal.expired", room, to, kind, exchange });
  };
  return { verdict: await engine.signal(key, session.fence, to, { frame, bytes, settled, expired }) };
};
