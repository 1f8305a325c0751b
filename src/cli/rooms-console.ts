// What `rooms` does on a terminal: the console, over a connection that sees what the admin token lets it see.
import type { Command } from "commander";
import type { Client } from "../client/connect.ts";
import { safeText } from "../protocol/safe-text.ts";
import { withClient } from "./connection.ts";
import { adminToken, adminUrl, type ServerOptions } from "./options.ts";
import { screenExit } from "./screen-exit.ts";

export async function roomsConsole(command: Command, readOnly: boolean): Promise<void> {
  const screen = import("../tui/rooms.tsx");
  // Rejected where it is awaited; meanwhile a server that is not there may end the command first.
  screen.catch(() => {});
  const show = async (client: Client): Promise<void> => {
    const [{ roomsScreen }, lobby] = await Promise.all([screen, client.lobby()]);
    const { url } = command.opts<ServerOptions>();
    const token = adminToken(command) !== undefined;
    screenExit(await roomsScreen({ client, lobby, server: safeText(new URL(url).host), readOnly, token }));
  };
  await withClient(command, () => adminToken(command), show, adminUrl(command));
}
