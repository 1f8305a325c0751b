// `rtrooms chat`: a room to talk in, as a screen on a terminal and as lines or NDJSON in a pipe.
import { Command } from "commander";
import type { UseRoom } from "../connection.ts";
import { type EntryOptions, entryOf, withEntry } from "../entry.ts";
import { chooseMode } from "../mode.ts";
import { clientToken, parseCount, parseDuration, withName, withNamespace, withServer } from "../options.ts";
import { withScreen } from "../screen-options.ts";
import type { StreamOptions } from "../stream.ts";

export interface ChatOptions extends StreamOptions, EntryOptions {
  ndjson?: boolean;
  history: number;
  keepOpen?: boolean;
  tui?: boolean;
}

/** As many as a server keeps. */
const MOST_HISTORY = 1_000;

export const chatCommand = (): Command =>
  withScreen(withEntry(withName(withNamespace(withServer(new Command("chat"))))))
    .description("talk in a room; in a pipe, send the lines of stdin and print what others say")
    .option("--ndjson", "print one JSON object a message")
    .option("--history <number>", "messages to show from before", parseCount(0, MOST_HISTORY), 20)
    .option("--count <number>", "end after so many messages, the ones from before included", parseCount(1))
    .option("--timeout <duration>", "end after 5s, 2m, …; exit 6 if --count was not reached", parseDuration)
    .option("--keep-open", "in a pipe, go on printing when stdin has ended")
    .addHelpText(
      "after",
      `
Examples:
  $ rtrooms chat lobby                              a screen to talk in
  $ rtrooms chat --code K3M-P9T                     the same, invited by a code
  $ echo hello | rtrooms chat lobby                 send one line
  $ rtrooms chat lobby --ndjson --count 1           wait for one message
  $ rtrooms chat lobby --ndjson | jq -r .data.text  follow what is said`,
    )
    .action(run);

async function run(roomName: string | undefined, options: ChatOptions, command: Command): Promise<void> {
  const mode = chooseMode(options);
  const token = clientToken(command);
  const { withRoom } = await import("../connection.ts");
  const entry = entryOf(roomName, options);
  const use = mode === "screen" ? await onScreen(options) : await inPipe(options, mode === "ndjson");
  await withRoom(command, token, entry, use);
}

// Everything is loaded before the seat is taken: what happens in the room from then on has to find its listener.

async function onScreen({ history }: ChatOptions): Promise<UseRoom> {
  const [{ chatScreen }, { recentMessages }, { screenExit }] = await Promise.all([
    import("../../tui/chat.tsx"),
    import("../history.ts"),
    import("../screen-exit.ts"),
  ]);
  return async (client, room) => {
    const messages = history === 0 ? [] : room.messages.slice(-history);
    const older = async () => (history > messages.length ? await recentMessages(room, history) : []);
    screenExit(await chatScreen({ client, room, messages, older }));
  };
}

async function inPipe(options: ChatOptions, ndjson: boolean): Promise<UseRoom> {
  const { chatPipe } = await import("../chat-pipe.ts");
  return (client, room) => chatPipe({ client, room, options, ndjson });
}
