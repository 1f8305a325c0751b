// `rooms`: the public rooms of the namespace, or all of them for an admin.
import { limits } from "../../protocol/limits.ts";
import { seesAll } from "../rights.ts";
import type { Handler } from "./index.ts";

export const rooms: Handler<"rooms"> = ({ session, engine }, { limit = limits.roomsPage, ...query }) =>
  engine.list({
    ...query,
    ...{ namespace: session.namespace, limit, all: seesAll(session.grant), within: session.grant.rooms },
  });
