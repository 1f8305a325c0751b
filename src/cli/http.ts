// The server's HTTP side as commands use it: one request, its JSON, and its failures in words.
import { isErrorCode, RtError } from "../protocol/errors.ts";
import { CliError, NO_SERVER } from "./exit.ts";

export interface Api {
  get<T>(path: string, query?: Record<string, string | undefined>): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  put(path: string): Promise<void>;
  delete(path: string): Promise<void>;
}

const TIMEOUT_MS = 10_000;

export function openApi(options: { url: string; token?: string; ns?: string }): Api {
  const base = new URL(options.url);
  base.protocol = base.protocol.replace("ws", "http");

  const call = async (
    method: string,
    path: string,
    query: Record<string, string | undefined>,
    body?: unknown,
  ) => {
    const url = new URL(path, base);
    for (const [name, value] of Object.entries({ ns: options.ns, ...query })) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const response = await fetch(url, {
      method,
      headers: {
        ...(options.token && { authorization: `Bearer ${options.token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: "error",
    }).catch((error: unknown) => {
      throw unreachable(options.url, error);
    });
    if (!response.ok) throw await refusal(response, options.url);
    if (response.status === 204) return undefined;
    return await response.json().catch(() => {
      throw notRtrooms(options.url);
    });
  };

  return {
    get: (path, query = {}) => call("GET", path, query),
    post: (path, body) => call("POST", path, {}, body),
    patch: (path, body) => call("PATCH", path, {}, body),
    put: (path) => call("PUT", path, {}),
    delete: (path) => call("DELETE", path, {}),
  };
}

/** Nobody there, or nobody who answers in time. */
function unreachable(url: string, error: unknown): CliError {
  const { name, message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
  const why = name === "TimeoutError" ? `no answer in ${TIMEOUT_MS / 1_000} s` : (reason(cause) ?? message);
  return new CliError({
    exit: "unreachable",
    code: "unreachable",
    message: `Cannot reach a server at ${url}: ${why}.`,
    next: NO_SERVER,
  });
}

const reasons: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no host of this name",
  EAI_AGAIN: "the name can't be looked up right now",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
};

function reason(cause: NodeJS.ErrnoException | undefined): string | undefined {
  // Where a name has several addresses the failure is one of each.
  const first = cause instanceof AggregateError ? (cause.errors[0] as NodeJS.ErrnoException) : cause;
  return first && (reasons[first.code ?? ""] ?? first.message);
}

const notRtrooms = (url: string): CliError =>
  new CliError({
    exit: "unreachable",
    code: "not_rtrooms",
    message: `Something answers at ${url}, but it is not an rtrooms server.`,
    next: "Say where the server is: --url http://HOST:PORT",
  });

async function refusal(response: Response, url: string): Promise<Error> {
  const problem = (await response.json().catch(() => ({}))) as {
    code?: unknown;
    detail?: unknown;
    title?: unknown;
  };
  if (!isErrorCode(problem.code)) return notRtrooms(url);
  const text = problem.detail ?? problem.title;
  return new RtError(problem.code, typeof text === "string" ? text : undefined);
}
