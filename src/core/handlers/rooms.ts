// `rooms`: the public rooms of the namespace, or all of them for an admin.
import { limits } from "../../protocol/limits.ts";
import type { Handler } from "./index.ts";

export const rooms: Handler<"rooms"> = ({ session, engine }, { cursor, limit = limits.roomsPage }) =>
  engine.list({ namespace: session.namespace, cursor, limit, all: session.grant.admin });
