// Chat without a screen: stdin's lines are said, what others say is printed, and it ends when that is done.
import { randomUUID } from "node:crypto";
import type { Client } from "../client/connect.ts";
import type { Room } from "../client/room.ts";
import { limits } from "../protocol/limits.ts";
import { shownName } from "../protocol/look-alike.ts";
import { isolated, safeLines, safeText } from "../protocol/safe-text.ts";
import type { Message } from "../protocol/shapes.ts";
import { createOutbox, type Outbox } from "../tui/outbox.ts";
import { isAction } from "../tui/state/chat-entry.ts";
import { chatText, clock, dataPreview } from "../tui/state/format.ts";
import { inLine } from "../tui/state/people.ts";
import type { ChatOptions } from "./commands/chat.ts";
import { endOfRoom, tellOfState } from "./connection.ts";
import { CliError, reportFailure } from "./exit.ts";
import { recentMessages } from "./history.ts";
import { isOnTerminal } from "./mode.ts";
import { printEvent, printLine } from "./output.ts";
import { readLines, stdinHasLines } from "./stdin.ts";
import { openStream, type Stream } from "./stream.ts";

interface Setting {
  client: Client;
  room: Room;
  options: ChatOptions;
  ndjson: boolean;
}

/** Lines read ahead of their acknowledgements. */
const AHEAD = 64;

export async function chatPipe({ client, room, options, ndjson }: Setting): Promise<void> {
  const { count, history } = options;
  const selves = new Set<string>([room.self.peer]);
  const outbox = createOutbox(client, room, {
    onSent: () => {},
    onFailed: (_key, error) => reportFailure(error, { json: ndjson }),
  });
  const stream = openStream(options, () =>
    outbox.waiting > 0 ? `${outbox.waiting} lines were not acknowledged` : undefined,
  );
  const print = (message: Message): void => {
    if (stream.over) return;
    if (ndjson) printEvent(message);
    else printLine(plainLine(message, room));
    stream.counted();
  };
  // What is said while older history is fetched follows it.
  let live: Message[] | null = [];
  room.on("joined", ({ self }) => selves.add(self.peer));
  room.on("message", (message) => {
    // That somebody types is for screens.
    if (selves.has(message.from ?? "") || message.event === "typing") return;
    if (live) live.push(message);
    else print(message);
  });
  room.on("closed", (end) =>
    count === undefined ? endOfRoom(end, stream) : stream.fail(endOfRoomError(room)),
  );
  const stopTelling = tellOfState(client);

  for (const message of await recentMessages(room, Math.min(history, count ?? history))) print(message);
  for (const message of live) print(message);
  live = null;

  const sending = sendLines(stream, outbox, options, ndjson).catch(stream.fail);
  try {
    await stream.ended;
    process.stdin.destroy();
    await sending;
  } finally {
    process.stdin.destroy();
    stopTelling();
    outbox.close();
  }
}

const endOfRoomError = ({ id }: Room): CliError =>
  new CliError({
    exit: "unmet",
    code: "unmet",
    message: `The room ${id} ended before enough was said in it.`,
  });

async function sendLines(
  stream: Stream,
  outbox: Outbox,
  options: ChatOptions,
  ndjson: boolean,
): Promise<void> {
  const typed = isOnTerminal() && !ndjson;
  if (!typed && !stdinHasLines()) return;
  let sent = 0;
  try {
    for await (const { number, text } of readLines(process.stdin, limits.textBytes)) {
      if (stream.over) break;
      if (text === null) reportFailure(tooLong(number), { json: ndjson });
      else if (text.trim() !== "") {
        await outbox.below(AHEAD);
        outbox.send(randomUUID(), text);
        sent++;
      }
    }
  } catch (error) {
    // Destroyed under the reader, because the stream has ended.
    if (!stream.over) throw error;
  }
  await outbox.below(0);
  const listens = options.keepOpen || options.count !== undefined;
  // A pipe that was never written to says nothing about whether there is something to send.
  const onlyListens =
    sent === 0 && process.exitCode === undefined && (ndjson || options.timeout !== undefined);
  if (!listens && !onlyListens) stream.end();
}

const tooLong = (line: number): CliError =>
  new CliError({
    exit: "error",
    code: "payload_too_large",
    message: `Line ${line} is longer than ${limits.textBytes} bytes and was not sent; the others were.`,
    next: "Break it into shorter lines, with fold for instance.",
  });

/** `14:02 ada: hello`, always one line. */
function plainLine({ time, from, name, event, data }: Message, { members }: Room): string {
  const text = event === "chat" ? chatText(data) : null;
  const who = inLine(shownName({ peer: from, name }, members.values()));
  const head = `${clock(time)} ${who}`;
  if (text !== null) {
    const shown = isolated(safeLines(text).join(" ⏎ "));
    return isAction(data) ? `${clock(time)} * ${who} ${shown}` : `${head}: ${shown}`;
  }
  return `${head} ${event ? `[${safeText(event)}] ` : ""}${dataPreview(data)}`;
}
