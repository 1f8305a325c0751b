// When a screen stands still: asked to draw itself anew, it shows the same as before.
import { setTimeout as wait } from "node:timers/promises";
import { keys, type Terminal } from "../support/pty.ts";
import type { Size } from "./stage.ts";

/** What ends each frame. */
const FRAME_END = "\u001b[?2026l";

/**
 * Longer than a screen gathers changes before it draws. When it answers a key that came this much later, all that it had heard of
 * before is drawn, however busy the machine is: what is due comes before what is read.
 */
const GATHERED_MS = 80;

/** Asks for a whole frame and waits for it. */
async function redrawn(terminal: Terminal): Promise<string> {
  const before = terminal.output.length;
  terminal.send(keys.ctrlL);
  await terminal.until(
    ({ output }) => output.indexOf(FRAME_END, output.indexOf("\u001b[2J", before)) >= before,
  );
  return JSON.stringify([terminal.cells, terminal.cursor]);
}

/** Of frames, after which a screen counts as one that never stands still. */
const MOST_FRAMES = 100;

/** Resolves once two frames, both drawn from nothing, are alike. */
export async function settled(terminal: Terminal): Promise<void> {
  let last = await redrawn(terminal);
  for (let frames = 1; frames < MOST_FRAMES; frames++) {
    await wait(GATHERED_MS);
    const next = await redrawn(terminal);
    if (next === last) return;
    last = next;
  }
  throw new Error(`The screen never stands still. It shows:\n${terminal.text}`);
}

export async function resized(terminal: Terminal, { columns, rows }: Size): Promise<void> {
  const before = terminal.output.length;
  terminal.resize(columns, rows);
  await terminal.until(({ output }) => output.indexOf("\u001b[2J", before) >= before);
  await settled(terminal);
}
