// `lobby.watch`: the rooms that fit, by name, and from then on what changes among them.
import { limits } from "../../protocol/limits.ts";
import { seesAll } from "../rights.ts";
import type { Handler } from "./index.ts";

export const lobbyWatch: Handler<"lobby.watch"> = async (context, filter) => {
  const { session, hub, engine } = context;
  const { watcher, attached } = hub.lobbies.watch(session, filter);
  try {
    // Only a list that is asked for after attaching has all that is not announced.
    await attached;
    const { namespace, grant } = session;
    const page = await engine.list({
      ...filter,
      ...{ namespace, limit: limits.roomsPage, all: seesAll(grant), within: grant.rooms },
    });
    context.answered = () => hub.lobbies.release(watcher);
    return page;
  } catch (error) {
    hub.lobbies.end(watcher);
    throw error;
  }
};
