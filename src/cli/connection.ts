// A connection for a command: opened with its options, left politely, and its failures and losses put in words.
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import type { Client, ClientState, ConnectOptions } from "../client/connect.ts";
import { ConnectError } from "../client/errors.ts";
import { isReadable } from "../client/readable.ts";
import type { Room, RoomEnd } from "../client/room.ts";
import { closes } from "../protocol/closes.ts";
import { RtError } from "../protocol/errors.ts";
import { endWords } from "../tui/words.ts";
import { awaited } from "./awaiting.ts";
import { enterRoom } from "./entering.ts";
import type { Entry } from "./entry.ts";
import { CliError, NO_SERVER } from "./exit.ts";
import type { ServerOptions } from "./options.ts";
import { note } from "./output.ts";
import { patienceMs } from "./patience.ts";
import { connectTrusting } from "./socket.ts";
import type { Stream } from "./stream.ts";

/** A server that does not answer a farewell keeps nobody waiting. */
const FAREWELL_MS = 500;
const LINGER_MS = 1_000;

/** Listens to the room before it waits for anything: events are held back no longer than that. */
export type UseRoom = (client: Client, room: Room) => Promise<void>;

/** Runs `use` with a seat in the room, and gives the seat back whatever comes of it. */
export async function withRoom(
  command: Command,
  token: ConnectOptions["token"],
  entry: Entry,
  use: UseRoom,
): Promise<void> {
  await withSeat(command, token, (client) => enterRoom(client, entry), use);
}

/** The same, however the seat is come by. */
export async function withSeat(
  command: Command,
  token: ConnectOptions["token"],
  takeSeat: (client: Client) => Promise<Room>,
  use: UseRoom,
): Promise<void> {
  await withClient(command, token, async (client) => {
    const room = await takeSeat(client);
    try {
      await use(client, room);
    } finally {
      await Promise.race([room.leave(), after(FAREWELL_MS)]);
    }
  });
}

export async function withClient(
  command: Command,
  token: ConnectOptions["token"],
  use: (client: Client) => Promise<void>,
  url = command.opts<ServerOptions>().url,
): Promise<void> {
  const client = await open(command, token, url);
  try {
    await use(client);
  } finally {
    await client.close();
    endSoon();
  }
}

async function open(command: Command, token: ConnectOptions["token"], url: string): Promise<Client> {
  const { ns, name } = command.opts<ServerOptions & { name?: string }>();
  try {
    return await awaited(inTime(command, connectTrusting({ url, namespace: ns, name, token })), url);
  } catch (error) {
    if (error instanceof ConnectError) throw (await noNamespace({ url, ns })) ?? explain(error);
    throw error;
  }
}

/** A command that is to end by a time doesn't wait longer than that for its server. */
async function inTime(command: Command, opening: Promise<Client>): Promise<Client> {
  const { url, timeout = Number.POSITIVE_INFINITY } = command.opts<ServerOptions & { timeout?: number }>();
  const ms = Math.min(timeout, patienceMs());
  const late = new AbortController();
  const time = sleep(ms, undefined, { signal: late.signal }).then(() => {
    endSoon();
    throw unreachable(`Cannot reach a server at ${url}: no answer in ${ms / 1_000} s.`);
  });
  try {
    return await Promise.race([opening, time]);
  } finally {
    late.abort();
    time.catch(() => {});
  }
}

/** The door says no more than a status; over HTTP the same server says that it has no such namespace. */
async function noNamespace({ url, ns }: ServerOptions): Promise<RtError | null> {
  const { openApi } = await import("./http.ts");
  try {
    await openApi({ url, ns }).get("/rooms", isReadable.page, { limit: "1" });
  } catch (error) {
    if (error instanceof RtError && error.code === "not_found") return error;
  }
  return null;
}

const TURNED_AWAY = /Unexpected server response: (429|503)/;

function explain({ message, code }: ConnectError): Error {
  const turnedAway = TURNED_AWAY.exec(message);
  if (turnedAway) {
    return new CliError({
      exit: "unreachable",
      code: "turned_away",
      message:
        turnedAway[1] === "429"
          ? "The server takes no more connections from this address for now."
          : "The server takes no more connections for now: it is stopping, full or too busy.",
      next:
        "Try again in some seconds. Why it is: npx rtrooms explain " +
        (turnedAway[1] === "429" ? "address_connects" : "unready"),
    });
  }
  if (code === closes.auth_failed.code) return new RtError("unauthorized");
  // What it says to do next is for programs; here it is said below.
  return unreachable(message.replace(/ Start one with .*$/, ""));
}

const unreachable = (message: string): CliError =>
  new CliError({ exit: "unreachable", code: "unreachable", message, next: NO_SERVER });

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** The close handshake of a server that hangs would hold the process for half a minute; unread output may hold it. */
export function endSoon(): void {
  setTimeout(() => {
    if (process.stdout.writableLength > 0) endSoon();
    else process.exit();
  }, LINGER_MS).unref();
}

/** For pipes: losing the connection and coming back is no data, but somebody may want to know. */
export const tellOfState = (client: Client): (() => void) =>
  client.on("state", (state) => {
    const text = stateWords(state);
    if (text) note(text);
  });

function stateWords(state: ClientState): string {
  if (state.state === "open") return "connected again";
  if (state.state === "closed") return "";
  const seconds = (state.retryInMs / 1_000).toFixed(1);
  return `connection lost (${state.reason || state.code}), trying again in ${seconds} s`;
}

const exitOfEnd = {
  refused: "error",
  kick: "error",
  ban: "error",
  timeout: "unmet",
  none: "unmet",
  disconnected: "unreachable",
  lost: "unreachable",
} as const;

/** A room that is closed is an ordinary end; to be thrown out of it is not, nor is it to have found nobody. */
export function failureOfEnd(end: RoomEnd, { what = "seat", next }: { what?: string; next?: string } = {}) {
  if (!Object.hasOwn(exitOfEnd, end.reason)) return null;
  const exit = exitOfEnd[end.reason as keyof typeof exitOfEnd];
  const message = `This ${what} is over: ${endWords(end)}.`;
  return end.error ?? new CliError({ exit, code: end.reason, message, next });
}

export function endOfRoom(end: RoomEnd, stream: Stream): void {
  const failure = failureOfEnd(end, { what: "stream" });
  if (failure) stream.fail(failure);
  else {
    if (end.reason !== "leave") note(`This stream is over: ${endWords(end)}.`);
    stream.end();
  }
}
