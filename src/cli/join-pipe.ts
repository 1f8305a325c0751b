// A seat without a screen: the room's events as JSON lines, and requests as JSON lines from stdin.
import type { Client } from "../client/connect.ts";
import type { Room, RoomEnd } from "../client/room.ts";
import { RtError } from "../protocol/errors.ts";
import { limits } from "../protocol/limits.ts";
import { isRequestType, type Params, type RequestType } from "../protocol/requests.ts";
import { endOfRoom, tellOfState } from "./connection.ts";
import { exitCodes } from "./exit.ts";
import { type JoinOptions, streamOf } from "./join-options.ts";
import { printEvent } from "./output.ts";
import { readLines, stdinHasLines } from "./stdin.ts";
import { openStream, type Stream, unmet } from "./stream.ts";

interface Setting {
  client: Client;
  room: Room;
  options: JoinOptions;
}

const EVENTS = [
  "member.joined",
  "member.left",
  "member.held",
  "member.returned",
  "member.updated",
  "host.changed",
  "room.updated",
  "room.started",
  "room.finished",
  "notice",
  "message",
  "signal",
  "signal.expired",
  "link",
] as const;

/** The event that brought a room into its status. */
const happened = { waiting: undefined, active: "room.started", finished: "room.finished" };

export async function joinPipe({ client, room, options }: Setting): Promise<void> {
  const { count, until } = options;
  const stream = openStream(streamOf(options), () => (until === undefined ? undefined : `no event ${until}`));
  const print = (event: { type: string }): void => {
    if (stream.over) return;
    printEvent(event);
    stream.counted();
    if (event.type === until) stream.end();
    // What is waited for may have happened with this very seat, or before it.
    if (
      /^(joined|match\.moved)$/.test(event.type) &&
      until !== undefined &&
      until === happened[room.view.status]
    )
      stream.end();
  };
  const joined = () => ({
    type: "joined",
    room: room.view,
    self: room.self,
    members: [...room.members.values()],
  });
  const onClosed = (end: RoomEnd): void => {
    const event = endEvent(room, end, options.match);
    if (event) print(event);
    const missed = until ?? (count === undefined ? undefined : "enough lines");
    if (missed === undefined || end.error || end.reason === "none") endOfRoom(end, stream);
    else stream.fail(unmet(`The room ${room.id} ended before ${missed} came.`));
  };

  const stops = [
    ...EVENTS.map((type) => room.on(type, print)),
    ...(["resumed", "joined"] as const).map((type) =>
      room.on(type, ({ missed, complete }) =>
        print({ ...joined(), type, missed, complete } as { type: string }),
      ),
    ),
    room.on("moved", ({ from }) => {
      const { type: _, ...to } = joined();
      print({ type: "match.moved", from, to } as { type: string });
    }),
    room.on("closed", onClosed),
    tellOfState(client),
  ];
  print({ ...joined(), messages: room.messages } as { type: string });

  const requests = readRequests({ client, room, options }, stream, print).catch(stream.fail);
  try {
    await stream.ended;
    process.stdin.destroy();
    await requests;
  } finally {
    process.stdin.destroy();
    for (const stop of stops) stop();
  }
}

/** The event that a member saw last: one's own going is told like anybody else's. */
function endEvent(
  { id, self }: Room,
  { reason }: RoomEnd,
  queue: string | undefined,
): { type: string; [field: string]: unknown } | null {
  if (reason === "host" || reason === "admin" || reason === "empty" || reason === "moved") {
    return { type: "room.closed", room: id, reason };
  }
  if (reason === "none") return { type: "match.none", room: id, queue };
  if (reason === "refused" || reason === "disconnected") return null;
  return { type: "member.left", room: id, ...self, reason };
}

async function readRequests(
  { client, room, options }: Setting,
  stream: Stream,
  print: (event: { type: string }) => void,
): Promise<void> {
  if (!stdinHasLines()) return;
  const under = new Set<Promise<void>>();
  let read = 0;
  try {
    for await (const { number, text } of readLines(process.stdin, limits.frameBytes)) {
      if (stream.over) break;
      if (text?.trim() === "") continue;
      read++;
      const answered: Promise<void> = answer(client, room, number, text)
        .then(print)
        .finally(() => under.delete(answered));
      under.add(answered);
      if (under.size >= limits.pending) await Promise.race(under);
    }
  } catch (error) {
    // Destroyed under the reader, because the stream has ended.
    if (!stream.over) throw error;
  }
  await Promise.all(under);
  const asked = options.count !== undefined || options.until !== undefined || options.timeout !== undefined;
  if (!asked && (read > 0 || !options.ndjson)) stream.end();
}

/** The reply as a line; a line that is no request is answered too, with its number, and makes the exit code 1. */
async function answer(
  client: Client,
  room: Room,
  line: number,
  text: string | null,
): Promise<{ type: string }> {
  const request = text === null ? `longer than ${limits.frameBytes} bytes` : parse(text);
  if (typeof request === "string") {
    process.exitCode = exitCodes.error;
    return refusal({ line }, new RtError("bad_request", `Line ${line} is ${request}.`));
  }
  const { type, id, ...fields } = request;
  try {
    const params = { ...(type in roomless ? {} : { room: room.id }), ...fields } as Params<RequestType>;
    return { type: "ok", id, data: await client.request(type, params) } as { type: string };
  } catch (error) {
    return refusal({ id }, error as RtError);
  }
}

/** Requests that are about no room, or about another one. */
const roomless = { ping: true, rooms: true, create: true };

type LineRequest = { type: RequestType; id?: unknown; [field: string]: unknown };

function parse(text: string): LineRequest | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "not JSON";
  }
  const type = typeof value === "object" && value !== null ? (value as { type?: unknown }).type : undefined;
  if (typeof type !== "string") return 'no JSON object with a "type"';
  if (!isRequestType(type)) return "a request of a type that does not exist";
  if (type === "hello" || type === "join" || type === "match")
    return `a ${type}, which this command does itself`;
  return value as LineRequest;
}

const refusal = (
  about: object,
  { code, message, details, retryable, retryAfterMs }: RtError,
): { type: string } => ({
  type: "error",
  ...about,
  ...{ code, message, retryable, retryAfterMs, details },
});
