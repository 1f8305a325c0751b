// A whole file, followed to its end: what lint and report say something about.
import { Replay } from "../signals/capture/replay.ts";
import { type CaptureHead, readCapture } from "./capture-file.ts";
import { note } from "./output.ts";

export async function replayFile(path: string): Promise<{ replay: Replay; head: CaptureHead }> {
  let replay: Replay | null = null;
  const head = await readCapture(path, (records, _bytes, { complete }) => {
    replay ??= new Replay(complete);
    for (const record of records) replay.take(record);
  });
  const whole = replay ?? new Replay(head.complete);
  if (head.endedAt !== null) (whole as Replay).until(head.endedAt);
  if (head.what === "capture" && head.endedAt === null)
    note("The recording was cut off, or goes on: what only time tells is told up to its last signal.");
  return { replay: whole, head };
}
