// Chat lines on their way: sent in order, kept while the connection is away, and sent again under the same key.
import type { Client } from "../client/connect.ts";
import { ConnectError } from "../client/errors.ts";
import type { Room } from "../client/room.ts";
import type { RtError } from "../protocol/errors.ts";
import type { PeerId } from "../protocol/ids.ts";
import type { Reply } from "../protocol/requests.ts";

export interface OutboxEvents {
  onSent(key: string, reply: Reply<"publish">): void;
  onFailed(key: string, error: Error): void;
  /** The server wants it slower: this line goes again after so long, and what follows it too. */
  onSlow?(key: string, retryInMs: number): void;
}

/** By the conventions of chat: something done, something for one member alone. */
export interface How {
  action?: boolean;
  to?: PeerId;
}

interface Line {
  key: string;
  text: string;
  how: How;
  flying: boolean;
}

export interface Outbox {
  send(key: string, text: string, how?: How): void;
  readonly waiting: number;
  /** Resolves once at most `count` lines wait. */
  below(count: number): Promise<void>;
  close(): void;
}

/** Lines under way at once; the rest follows as they are acknowledged. */
const WINDOW = 16;
const RETRY_MS = 1_000;

export function createOutbox(client: Client, room: Room, events: OutboxEvents): Outbox {
  const { onSent, onFailed } = events;
  let lines: Line[] = [];
  let seated = room.ended === null;
  /** One at a time after a refusal, so that nothing overtakes what was refused. */
  let slow = false;
  let retry: NodeJS.Timeout | undefined;
  let waiters: { count: number; resolve: () => void }[] = [];

  const remove = (line: Line): void => {
    lines = lines.filter((other) => other !== line);
    if (lines.length === 0) slow = false;
    const ready = waiters.filter(({ count }) => lines.length <= count);
    waiters = waiters.filter(({ count }) => lines.length > count);
    for (const { resolve } of ready) resolve();
  };

  const publish = async (line: Line): Promise<void> => {
    line.flying = true;
    try {
      const reply = await publishLine(room, line);
      remove(line);
      onSent(line.key, reply);
    } catch (error) {
      line.flying = false;
      const { retryable, retryAfterMs, code } = error as RtError;
      if (retryable || !seated) {
        // What went out after it lands or fails first, so that all of them go again in order.
        clearTimeout(retry);
        const wait = retryAfterMs ?? RETRY_MS;
        if (seated && client.state === "open") {
          slow = true;
          retry = setTimeout(resume, wait);
          if (code === "rate_limited") events.onSlow?.(line.key, wait);
        }
        return;
      }
      remove(line);
      onFailed(line.key, error as Error);
    }
    pump();
  };

  const resume = (): void => {
    retry = undefined;
    pump();
  };

  const pump = (): void => {
    if (!seated || retry !== undefined) return;
    let flying = lines.reduce((count, line) => count + (line.flying ? 1 : 0), 0);
    for (const line of lines) {
      if (flying >= (slow ? 1 : WINDOW)) return;
      if (line.flying) continue;
      flying++;
      void publish(line);
    }
  };

  const stopWaiting = (): void => {
    clearTimeout(retry);
    retry = undefined;
  };

  const stops = [
    client.on("state", ({ state }) => {
      if (state !== "open") seated = false;
    }),
    ...(["resumed", "joined"] as const).map((how) =>
      room.on(how, () => {
        seated = true;
        slow = false;
        stopWaiting();
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
    send(key, text, how = {}) {
      lines.push({ key, text, how, flying: false });
      pump();
    },
    below: (count) =>
      new Promise((resolve) => {
        if (lines.length <= count) resolve();
        else waiters.push({ count, resolve });
      }),
    close() {
      stopWaiting();
      for (const stop of stops) stop();
    },
  };
}

function publishLine(room: Room, { key, text, how: { action, to } }: Line): Promise<Reply<"publish">> {
  const data = { text, ...(action && { action }), ...(to && { direct: true }) };
  return room.publish(data, { event: "chat", key, ...(to && { to: [to] }) });
}
