// Lines from a pipe, one at a time, none larger than may be sent; and whether there is a pipe at all.
import { fstatSync } from "node:fs";

/** A terminal or nothing at all (/dev/null, a closed stdin) has no lines for us: both are character devices. */
export function stdinHasLines(): boolean {
  try {
    return !fstatSync(0).isCharacterDevice();
  } catch {
    return false;
  }
}

export interface Line {
  number: number;
  /** Null if the line was longer than allowed; it has been skipped whole. */
  text: string | null;
}

/** Splits chunks into lines; a line of more than `most` bytes is skipped without being kept in memory. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let number = 0;
  const line = (): Line => {
    number++;
    const text = size > most + 1 ? null : Buffer.concat(parts).toString("utf8").replace(/\r$/, "");
    parts = [];
    size = 0;
    return { number, text: text !== null && Buffer.byteLength(text) > most ? null : text };
  };
  const add = (part: Uint8Array): void => {
    size += part.length;
    if (size <= most + 1) parts.push(part);
    else parts = [];
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      add(chunk.subarray(start, end));
      yield line();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (size > 0) yield line();
}
