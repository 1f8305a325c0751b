// What `rooms wait` does: listens for news of a room, and looks at it now and then, until it is as wanted.
import { isReadable } from "../client/readable.ts";
import { RtError } from "../protocol/errors.ts";
import type { Reply } from "../protocol/requests.ts";
import type { RoomView } from "../protocol/shapes.ts";
import type { RoomsWaitOptions } from "./commands/rooms-scripts.ts";
import { CliError } from "./exit.ts";
import type { Api } from "./http.ts";
import { printJson, printLine } from "./output.ts";
import type { Heard, RoomNews } from "./room-news.ts";
import { openStream } from "./stream.ts";

/** Until the server is there, and news come by themselves. */
const EVERY_MS = 250;
/** After that: what is not public makes no news for whom has no admin token. */
const SELDOM_MS = 1_000;

/** The room, none of that name, or why nobody can say. */
type Look = { view: RoomView | null } | { failure: unknown };

/** `open` is called for each look: a server that is started meanwhile brings its token with it. */
export async function waitForRoom(
  open: (signal: AbortSignal) => Promise<Api>,
  follow: (heard: Heard) => Promise<RoomNews>,
  name: string,
  options: RoomsWaitOptions,
): Promise<void> {
  let last: Look | undefined;
  const seen = (): string => (last && "view" in last ? viewWords(name, last.view) : "no answer yet");
  const stream = openStream(options, seen);
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;
  let news: RoomNews | undefined;

  const settled = (now: Look): boolean => {
    if (stream.over) return true;
    last = now;
    if ("view" in now && isAsWanted(now.view, options)) stream.end();
    if ("failure" in now && !mayPass(now.failure)) stream.fail(now.failure);
    return stream.over;
  };
  const heard: Heard = (view) => {
    if (view) settled({ view });
    else if (looking) again = true;
    else run();
  };
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    looking = true;
    again = false;
    const now = await lookAt(await open(ending.signal), name);
    looking = false;
    if (settled(now)) return;
    timer = setTimeout(run, again ? 0 : news?.following ? SELDOM_MS : EVERY_MS);
    // Only now: whoever finds the room as wanted at once needs no connection.
    if ("view" in now) {
      news ??= await follow(heard);
      await news.open();
    }
  };
  const run = (): void => void look().catch(stream.fail);
  run();
  try {
    await stream.ended;
  } catch (error) {
    throw last && "failure" in last ? last.failure : error;
  } finally {
    clearTimeout(timer);
    ending.abort();
    news?.close();
  }
  if (process.exitCode === undefined && last && "view" in last) print(name, last.view, options);
}

async function lookAt(api: Api, name: string): Promise<Look> {
  try {
    const { room } = await api.get<Reply<"room">>(`/rooms/${encodeURIComponent(name)}`, isReadable.room);
    return { view: room };
  } catch (failure) {
    return failure instanceof RtError && failure.code === "not_found" ? { view: null } : { failure };
  }
}

/** A server that is not up yet, or on its way down or up again, is worth waiting for; one that refuses is not. */
const mayPass = (failure: unknown): boolean =>
  failure instanceof RtError
    ? failure.retryable
    : failure instanceof CliError && failure.failure.exit === "unreachable";

export function isAsWanted(
  view: RoomView | null,
  { members, status, gone }: Pick<RoomsWaitOptions, "members" | "status" | "gone">,
): boolean {
  if (gone || !view) return (gone ?? false) && !view;
  return (
    (members === undefined || view.members >= members) && (status === undefined || view.status === status)
  );
}

const viewWords = (name: string, view: RoomView | null): string =>
  view
    ? `the room ${name} is ${view.status} with ${view.members} of ${view.capacity} seats taken`
    : `there is no room ${name}`;

function print(name: string, view: RoomView | null, { json }: RoomsWaitOptions): void {
  if (json) printJson({ room: view });
  else printLine(viewWords(name, view));
}
