// The end of a stream in a pipe: enough lines, an awaited event, time up, a signal, or what the command itself decides.
import { CliError, exitCodes } from "./exit.ts";

export interface StreamOptions {
  count?: number;
  timeout?: number;
}

export interface Stream {
  /** Resolves when the stream is to end; rejects when it ends with a failure. */
  readonly ended: Promise<void>;
  readonly over: boolean;
  end(): void;
  fail(error: unknown): void;
  /** One more line of those that `--count` counts went out. */
  counted(): void;
}

/** `awaited` says what is still being waited for, if anything is: if nothing is, time that is up is an ordinary end. */
export function openStream({ count, timeout }: StreamOptions, awaited: () => string | undefined): Stream {
  let settle = { resolve: (): void => {}, reject: (_: unknown): void => {} };
  const settled = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  let over = false;
  let seen = 0;

  const finish = (act: () => void): void => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    for (const [signal, handler] of handlers) process.off(signal, handler);
    act();
  };
  const end = (): void => finish(settle.resolve);
  const fail = (error: unknown): void => finish(() => settle.reject(error));

  const handlers = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => {
    const handler = (): void => {
      process.exitCode = exitCodes[signal];
      end();
    };
    process.on(signal, handler);
    return [signal, handler] as const;
  });
  const timer = timeout === undefined ? undefined : setTimeout(onTimeout, timeout);
  function onTimeout(): void {
    const missing = count === undefined ? awaited() : `${seen} of ${count} came`;
    if (missing === undefined) end();
    else fail(unmet(`Time is up after ${timeout! / 1_000} s: ${missing}.`));
  }

  return {
    ended: settled,
    get over() {
      return over;
    },
    end,
    fail,
    counted() {
      seen++;
      if (seen === count) end();
    },
  };
}

export const unmet = (message: string): CliError => new CliError({ exit: "unmet", code: "unmet", message });
