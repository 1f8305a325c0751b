// A server on a terminal: its banner, a QR code if one is wanted, a live status below, and words at its end.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { chalkStderr } from "chalk";
import type { Stats } from "../protocol/stats.ts";
import type { RunningServer } from "../serve.ts";
import { drawsAscii } from "../tui/settings.ts";
import { banner, type Facts } from "./banner.ts";
import { note } from "./output.ts";
import { paint } from "./paint.ts";
import { counted, type Moment, statusLine } from "./serve-status.ts";
import { StatusLine } from "./status-line.ts";

const EVERY_MS = 1_000;
/** How often the loop is looked at, which Node counts in. */
const LOOK_MS = 20;

export interface ServeTerminal {
  draining(clients: number): void;
  /** `clients` were told to come back, or cut off. */
  ended(how: { clients: number; atOnce: boolean; ms: number }): void;
}

/** Shows the banner, and keeps the status up until the server ends. */
export async function openTerminal(
  server: RunningServer,
  facts: Facts,
  { qr, status }: { qr?: boolean; status?: boolean },
): Promise<ServeTerminal> {
  const { stderr } = process;
  for (const line of banner(facts, stderr.columns)) stderr.write(`${paint(line)}\n`);
  if (qr) stderr.write(await qrText(facts, stderr));
  const live = status === false ? null : follow(server, new StatusLine(stderr));
  return {
    draining(clients) {
      if (clients > 0) note(`draining ${counted(clients, "client")}, Ctrl-C again to stop now`);
      live?.drain();
    },
    ended({ clients, atOnce, ms }) {
      live?.end();
      const whom = counted(clients, "client");
      const gone = facts.data === null ? "; the history was in memory" : "";
      if (atOnce) note(`stopped at once: ${whom} not waited for${gone}`);
      else if (clients > 0) note(`stopped after ${seconds(ms)}: ${whom} told to come back${gone}`);
      else note("stopped, nobody was here");
    },
  };
}

const seconds = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;

/** For a phone, so of an address that it reaches, if there is one. */
async function qrText({ places }: Facts, { columns, rows }: NodeJS.WriteStream): Promise<string> {
  const { pieces, qrCode, qrColors } = await import("../tui/state/qr.ts");
  const { url, network } = places.elsewhere[0] ?? { url: places.here.url, network: null };
  const colored = chalkStderr.level > 0;
  const ascii = drawsAscii();
  if (ascii && !colored) return `  The QR code of ${url} needs colours, or other signs than ASCII.\n\n`;
  const code = qrCode(url, {
    ascii,
    signs: colored ? "dark" : "light",
    within: { columns: columns - 2, rows: rows - 3 },
  });
  if (!code) return `  The QR code of ${url} needs a larger terminal.\n\n`;
  const ink = chalkStderr.hex(qrColors.signs).bgHex(qrColors.background);
  const solid = chalkStderr.hex(qrColors.signs).bgHex(qrColors.signs);
  const ofPieces = (line: string): string =>
    pieces(line)
      .map(({ text, isSigns }) => (isSigns ? solid : ink)(text))
      .join("");
  const lines = code.lines.map((line) => `  ${ascii ? ofPieces(line) : colored ? ink(line) : line}`);
  const only = places.elsewhere.length === 0 ? "which only this machine reaches" : network;
  return `${lines.join("\n")}\n  ${url}${only ? `  ${chalkStderr.gray(only)}` : ""}\n\n`;
}

interface Following {
  drain(): void;
  end(): void;
}

function follow(server: RunningServer, status: StatusLine): Following {
  const delay = monitorEventLoopDelay({ resolution: LOOK_MS });
  delay.enable();
  let before: Stats | null = null;
  let isReading = false;
  let draining = false;
  let isOver = false;
  const look = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    try {
      const now = await server.stats();
      if (isOver) return;
      const loopMs = Math.max(0, delay.max / 1e6 - LOOK_MS);
      delay.reset();
      const moment = { ...momentOf(before ?? now, now), loopMs, connections: server.connections(), draining };
      before = now;
      status.show((columns) => statusLine(moment, columns));
    } catch {
      // While the engine closes there are no figures.
    } finally {
      isReading = false;
    }
  };
  void look();
  const timer = setInterval(look, EVERY_MS);
  // Looking on is no reason to stay alive.
  timer.unref();
  return {
    drain() {
      draining = true;
      void look();
    },
    end() {
      isOver = true;
      clearInterval(timer);
      delay.disable();
      status.end();
    },
  };
}

function momentOf(before: Stats, now: Stats): Omit<Moment, "loopMs" | "connections" | "draining"> {
  const seconds = Math.max(0.001, (now.uptimeMs - before.uptimeMs) / 1_000);
  return {
    rooms: now.totalRooms,
    seats: now.totalPeers,
    inRate: (now.messagesIn - before.messagesIn) / seconds,
    outRate: (now.messagesOut - before.messagesOut) / seconds,
    memoryBytes: now.memoryBytes,
    upMs: now.uptimeMs,
    degraded: now.storeDegraded,
  };
}
