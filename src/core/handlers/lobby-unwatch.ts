// `lobby.unwatch`: no more news of rooms.
import type { Handler } from "./index.ts";

export const lobbyUnwatch: Handler<"lobby.unwatch"> = async ({ session, hub }) => {
  hub.lobbies.unwatch(session);
  return {};
};
