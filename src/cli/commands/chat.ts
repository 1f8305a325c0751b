// `rtrooms chat`: rooms to talk in, as a screen or lines on a terminal, and one as lines or NDJSON in a pipe.
import { Command } from "commander";
import type { ConnectOptions } from "../../client/connect.ts";
import type { ShowChat } from "../../tui/chat-session.ts";
import type { UseRoom } from "../connection.ts";
import { type Entry, type EntryOptions, entryOf, withEntry } from "../entry.ts";
import { usageError } from "../exit.ts";
import { chooseMode, isOnTerminal, isReadOut } from "../mode.ts";
import { clientToken, parseCount, parseDuration, withName, withNamespace, withServer } from "../options.ts";
import { withScreen } from "../screen-options.ts";
import type { StreamOptions } from "../stream.ts";

export interface ChatOptions extends StreamOptions, EntryOptions {
  ndjson?: boolean;
  history: number;
  keepOpen?: boolean;
  tui?: boolean;
  screenReader?: boolean;
  typing: boolean;
  bell?: boolean;
  inline?: boolean;
}

/** As many as a server keeps. */
const MOST_HISTORY = 1_000;

export const chatCommand = (): Command =>
  withScreen(withEntry(withName(withNamespace(withServer(new Command("chat")))), "[rooms...]"))
    .description("talk in rooms; in a pipe, send the lines of stdin to one and print what others say")
    .option("--ndjson", "print one JSON object a message")
    .option("--history <number>", "messages to show from before", parseCount(0, MOST_HISTORY), 20)
    .option("--count <number>", "end after so many messages, the ones from before included", parseCount(1))
    .option("--timeout <duration>", "end after 5s, 2m, …; exit 6 if --count was not reached", parseDuration)
    .option("--keep-open", "in a pipe, go on printing when stdin has ended")
    .option("--no-typing", "don't tell others that you are typing")
    .option("--inline", "no screen of its own: what is said stays in the terminal's scrollback")
    .option("--bell", "ring when you are mentioned or written to")
    .addHelpText(
      "after",
      `
Examples:
  $ rtrooms chat lobby                              a screen to talk in
  $ rtrooms chat lobby dev ops                      several rooms, a window each
  $ rtrooms chat lobby --inline                     the same below what the terminal shows
  $ rtrooms chat lobby --screen-reader              lines to be read out, and typed
  $ rtrooms chat --code K3M-P9T                     invited by a code
  $ echo hello | rtrooms chat lobby                 send one line
  $ rtrooms chat lobby --ndjson --count 1           wait for one message
  $ rtrooms chat lobby --ndjson | jq -r .data.text  follow what is said`,
    )
    .action(run);

async function run(roomNames: string[], options: ChatOptions, command: Command): Promise<void> {
  const mode = chooseMode(options);
  const token = clientToken(command);
  const [first, ...others] = roomNames;
  const entry = entryOf(first, options);
  if (mode === "screen" || (mode === "plain" && talks(options)))
    return onTerminal(command, token, options, [entry, ...others.map((room) => ({ ...entry, room }))], mode);
  if (others.length > 0) {
    throw usageError("In a pipe there is one room.", "Start one for each: rtrooms chat ROOM");
  }
  const { withRoom } = await import("../connection.ts");
  await withRoom(command, token, entry, await inPipe(options, mode === "ndjson"));
}

// Everything is loaded before the seat is taken: what happens in the room from then on has to find its listener.

async function onTerminal(
  command: Command,
  token: ConnectOptions["token"],
  { history, typing, bell = false, ...options }: ChatOptions,
  entries: readonly Entry[],
  mode: "screen" | "plain",
): Promise<void> {
  const [show, { createChat }, { withClient }, { enterRoom }, { screenExit }] = await Promise.all([
    shownBy(options, mode),
    import("../../tui/chat-session.ts"),
    import("../connection.ts"),
    import("../entering.ts"),
    import("../screen-exit.ts"),
  ]);
  await withClient(command, token, async (client) => {
    const chat = createChat(client, { history, typing, bell });
    const refused: { entry: Entry; error: Error }[] = [];
    for (const entry of entries) {
      await enterRoom(client, entry).then(chat.enter, (error: Error) => refused.push({ entry, error }));
    }
    if (refused.length === entries.length) throw refused[0]!.error;
    for (const { entry, error } of refused) {
      chat.note(`${entry.room} could not be entered: ${error.message} · /join ${entry.room} tries again`);
    }
    screenExit(await chat.run(show));
  });
}

/** What draws a screen is loaded where one is drawn. */
async function shownBy(
  { inline, screenReader }: Pick<ChatOptions, "inline" | "screenReader">,
  mode: "screen" | "plain",
): Promise<ShowChat> {
  if (mode === "plain") {
    const { linedChat } = await import("../../tui/chat-lines.ts");
    return linedChat(isReadOut({ screenReader }));
  }
  if (inline) return (await import("../../tui/chat-inline.ts")).inlineChat;
  return (await import("../../tui/chat.tsx")).chatScreen;
}

/** A person types, and nothing says that a script does. */
const talks = ({ count, timeout, keepOpen }: ChatOptions): boolean =>
  isOnTerminal() && count === undefined && timeout === undefined && !keepOpen;

async function inPipe(options: ChatOptions, ndjson: boolean): Promise<UseRoom> {
  const { chatPipe } = await import("../chat-pipe.ts");
  return (client, room) => chatPipe({ client, room, options, ndjson });
}
