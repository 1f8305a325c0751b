// Chat lines on their way: sent in order, kept while the connection is away, and sent again under the same key.
import type { Client } from "../client/connect.ts";
import { ConnectError } from "../client/errors.ts";
import type { Room } from "../client/room.ts";
import type { RtError } from "../protocol/errors.ts";
import type { Reply } from "../protocol/requests.ts";

export interface OutboxEvents {
  onSent(key: string, reply: Reply<"publish">): void;
  onFailed(key: string, error: Error): void;
}

interface Line {
  key: string;
  text: string;
  flying: boolean;
}

export interface Outbox {
  send(key: string, text: string): void;
  readonly waiting: number;
  /** Resolves once at most `count` lines wait. */
  below(count: number): Promise<void>;
  close(): void;
}

/** Lines under way at once; the rest follows as they are acknowledged. */
const WINDOW = 16;
const RETRY_MS = 1_000;

export function createOutbox(client: Client, room: Room, { onSent, onFailed }: OutboxEvents): Outbox {
  let lines: Line[] = [];
  let seated = room.ended === null;
  let retry: NodeJS.Timeout | undefined;
  let waiters: { count: number; resolve: () => void }[] = [];

  const remove = (line: Line): void => {
    lines = lines.filter((other) => other !== line);
    const ready = waiters.filter(({ count }) => lines.length <= count);
    waiters = waiters.filter(({ count }) => lines.length > count);
    for (const { resolve } of ready) resolve();
  };

  const publish = async (line: Line): Promise<void> => {
    line.flying = true;
    try {
      const reply = await room.publish({ text: line.text }, { event: "chat", key: line.key });
      remove(line);
      onSent(line.key, reply);
    } catch (error) {
      line.flying = false;
      const { retryable, retryAfterMs } = error as RtError;
      if (retryable || !seated) {
        // What went out after it lands or fails first, so that all of them go again in order.
        clearTimeout(retry);
        if (seated && client.state === "open") retry = setTimeout(pump, retryAfterMs ?? RETRY_MS);
        return;
      }
      remove(line);
      onFailed(line.key, error as Error);
    }
    pump();
  };

  const pump = (): void => {
    if (!seated) return;
    let flying = lines.reduce((count, line) => count + (line.flying ? 1 : 0), 0);
    for (const line of lines) {
      if (flying >= WINDOW) return;
      if (line.flying) continue;
      flying++;
      void publish(line);
    }
  };

  const stops = [
    client.on("state", ({ state }) => {
      if (state !== "open") seated = false;
    }),
    ...(["resumed", "joined"] as const).map((how) =>
      room.on(how, () => {
        seated = true;
        pump();
      }),
    ),
    room.on("closed", ({ reason, error }) => {
      seated = false;
      for (const line of [...lines]) {
        remove(line);
        onFailed(line.key, error ?? new ConnectError(`not sent: ${reason}`, { url: "" }));
      }
    }),
  ];

  return {
    get waiting() {
      return lines.length;
    },
    send(key, text) {
      lines.push({ key, text, flying: false });
      pump();
    },
    below: (count) =>
      new Promise((resolve) => {
        if (lines.length <= count) resolve();
        else waiters.push({ count, resolve });
      }),
    close() {
      clearTimeout(retry);
      for (const stop of stops) stop();
    },
  };
}
