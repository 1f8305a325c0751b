// When a screen stands still: asked to draw itself anew, it shows the same as before.
import { keys, type Terminal } from "../support/pty.ts";
import type { Size } from "./stage.ts";

/** What ends each frame. */
const FRAME_END = "\u001b[?2026l";

/** Asks for a whole frame and waits for it. */
async function redrawn(terminal: Terminal): Promise<string> {
  const before = terminal.output.length;
  terminal.send(keys.ctrlL);
  await terminal.until(
    ({ output }) => output.indexOf(FRAME_END, output.indexOf("\u001b[2J", before)) >= before,
  );
  return JSON.stringify([terminal.cells, terminal.cursor]);
}

/** Resolves once two frames in a row, both drawn from nothing, are alike. */
export async function settled(terminal: Terminal): Promise<void> {
  let last = await redrawn(terminal);
  for (;;) {
    const next = await redrawn(terminal);
    if (next === last) return;
    last = next;
  }
}

export async function resized(terminal: Terminal, { columns, rows }: Size): Promise<void> {
  const before = terminal.output.length;
  terminal.resize(columns, rows);
  await terminal.until(({ output }) => output.indexOf("\u001b[2J", before) >= before);
  await settled(terminal);
}
