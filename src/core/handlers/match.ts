// `match`: a seat among others who wait in the same queue.
import { must, mustReach } from "../rights.ts";
import type { Handler } from "./index.ts";
import { mustHaveSpace } from "./join.ts";

export const match: Handler<"match"> = async (context, params) => {
  // Where none fits it makes a room.
  for (const right of ["join", "create"] as const) must(context.session.grant, right);
  // The room has a name that nobody knows yet: what is named is the queue.
  mustReach(context.session.grant, params.queue);
  mustHaveSpace(context.session);
  return context.hub.matching.match(context, params);
};
