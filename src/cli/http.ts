// The server's HTTP side as commands use it: one request, its JSON, and its failures in words.
import { type IncomingMessage, request as plainRequest } from "node:http";
import { isErrorCode, RtError } from "../protocol/errors.ts";
import { isDeeperThan } from "../protocol/json.ts";
import { awaited } from "./awaiting.ts";
import { CliError, NO_SERVER } from "./exit.ts";
import { detail } from "./output.ts";
import { patienceMs } from "./patience.ts";
import { trusted } from "./trust.ts";

export interface Api {
  get<T>(path: string, readable: Readable, query?: Record<string, string | undefined>): Promise<T>;
  /** What is no JSON. */
  text(path: string, accept: string): Promise<string>;
  post<T>(path: string, readable: Readable, body: unknown): Promise<T>;
  patch<T>(path: string, readable: Readable, body: unknown): Promise<T>;
  put(path: string): Promise<void>;
  delete(path: string): Promise<void>;
}

/** Whether an answer has in it what is asked for. */
type Readable = (answer: unknown) => boolean;

interface ApiOptions {
  url: string;
  token?: string;
  ns?: string;
  /** Ends requests that are under way. */
  signal?: AbortSignal;
}

/** Characters; the largest answer is that of a room with all its members and their data. */
const LONGEST = 32 * 1024 * 1024;
const DEEPEST = 64;
/** For what is done and not asked. */
export const anything: Readable = () => true;

export function openApi(options: ApiOptions): Api {
  const base = new URL(options.url);
  base.protocol = base.protocol.replace("ws", "http");

  const failed = (error: unknown): never => {
    throw error instanceof CliError ? error : unreachable(options.url, error);
  };
  const call = async (
    method: string,
    path: string,
    readable: Readable,
    query: Record<string, string | undefined>,
    body?: unknown,
  ): Promise<never> => {
    const url = new URL(path, base);
    for (const [name, value] of Object.entries({ ns: options.ns, ...query })) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const asked = exchange(url, method, options, body);
    const { status, text } = await awaited(asked, options.url).catch(failed);
    const value = parse(text);
    if (status < 200 || status > 299) throw refusal(value, options.url);
    if (status !== 204 && !readable(value)) throw notRtrooms(options.url);
    // What it is the caller knows, by the address it asked for.
    return value as never;
  };

  return {
    get: (path, readable, query = {}) => call("GET", path, readable, query),
    async text(path, accept) {
      const asked = exchange(new URL(path, base), "GET", options, undefined, accept);
      const { status, text } = await awaited(asked, options.url).catch(failed);
      if (status < 200 || status > 299) throw refusal(parse(text), options.url);
      return text;
    },
    post: (path, readable, body) => call("POST", path, readable, {}, body),
    patch: (path, readable, body) => call("PATCH", path, readable, {}, body),
    put: (path) => call("PUT", path, anything, {}),
    delete: (path) => call("DELETE", path, anything, {}),
  };
}

const took = (since: number): string => `${Math.round(performance.now() - since)} ms`;

interface Answer {
  status: number;
  text: string;
}

/** Not `fetch`: loading it takes longer than all else that a command does. Redirects are answers like any other. */
async function exchange(
  url: URL,
  method: string,
  options: ApiOptions,
  body: unknown,
  accept?: string,
): Promise<Answer> {
  const send = url.protocol === "https:" ? (await import("node:https")).request : plainRequest;
  const tls = await trusted();
  const since = performance.now();
  const slow = AbortSignal.timeout(patienceMs());
  const signal = options.signal ? AbortSignal.any([slow, options.signal]) : slow;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...(accept && { accept }),
    ...(options.token && { authorization: `Bearer ${options.token}` }),
    ...(text !== undefined && {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    }),
  };
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      // A connection of its own: one that waits for a next request would keep the command from ending.
      send(url, { method, headers, signal, agent: false, ...tls }, resolve)
        .on("error", reject)
        .end(text);
    });
    response.setEncoding("utf8");
    let received = "";
    for await (const chunk of response) {
      received += chunk;
      if (received.length > LONGEST) {
        response.destroy();
        throw tooLong(options.url);
      }
    }
    detail(`${method} ${url.href}: ${response.statusCode}, ${received.length} characters, ${took(since)}`);
    return { status: response.statusCode ?? 0, text: received };
  } catch (error) {
    detail(`${method} ${url.href}: ${(error as Error).message} after ${took(since)}`);
    throw slow.aborted ? slow.reason : error;
  }
}

function parse(text: string): unknown {
  if (isDeeperThan(text, DEEPEST)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Nobody there, or nobody who answers in time. */
function unreachable(url: string, error: unknown): CliError {
  const why =
    (error as Error).name === "TimeoutError"
      ? `no answer in ${patienceMs() / 1_000} s`
      : reason(error as NodeJS.ErrnoException);
  return new CliError({
    exit: "unreachable",
    code: "unreachable",
    message: `Cannot reach a server at ${url}: ${why}.`,
    next: NO_SERVER,
  });
}

const UNKNOWN_ISSUER =
  "its certificate is signed by nobody whom this machine knows; --ca FILE names one who is to be believed";

const reasons: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no host of this name",
  EAI_AGAIN: "the name can't be looked up right now",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_ISSUER,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_ISSUER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_ISSUER,
  ECONNRESET: "the connection was cut",
};

function reason(error: NodeJS.ErrnoException): string {
  // Where a name has several addresses the failure is one of each.
  const first = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : error;
  return reasons[first.code ?? ""] ?? first.message;
}

const tooLong = (url: string): CliError =>
  new CliError({
    exit: "unreachable",
    code: "not_rtrooms",
    message: `What answers at ${url} does not come to an end: that is not an rtrooms server.`,
    next: "Say where the server is: --url http://HOST:PORT",
  });

export const notRtrooms = (url: string): CliError =>
  new CliError({
    exit: "unreachable",
    code: "not_rtrooms",
    message: `Something answers at ${url}, but it is not an rtrooms server.`,
    next: "Say where the server is: --url http://HOST:PORT",
  });

function refusal(value: unknown, url: string): Error {
  const { code, detail, title } = Object(value) as { code?: unknown; detail?: unknown; title?: unknown };
  if (!isErrorCode(code)) return notRtrooms(url);
  const text = detail ?? title;
  return new RtError(code, typeof text === "string" ? text : undefined);
}
